import { expect } from "../support/arrivals.mjs";

export default {
  name: "daisy",
  workload: "W6",
  title: (stages) => `daisy chain of ${stages.toLocaleString("en")}, for each stage`,
  parameters: [1_000, 10_000],
  needs: ["open", "relay", "fill", "takeSome"],
  fixed: (stages) => stages,
  async run(contender, stages) {
    const first = contender.open(0);
    let last = first;
    for (let stage = 0; stage < stages; stage++) {
      const next = contender.open(0);
      contender.relay(next, last);
      last = next;
    }
    const arriving = contender.takeSome(
      first,
      1,
      (value) => expect(value, stages),
    );
    await Promise.all([contender.fill(last, 0, 1), arriving]);
  },
};
