import { heldBy } from "../support/held.mjs";

export default {
  name: "memory-receive",
  workload: "W9",
  unit: "B",
  title: () => "memory of a waiting receive, its promise included",
  parameters: [50_000],
  needs: ["open", "wait"],
  bounded: true,
  measure(contender, count) {
    const ch = contender.open(0);
    return heldBy(count, () => contender.wait(ch));
  },
};
