import { onceEach } from "../support/arrivals.mjs";

export default {
  name: "select-busy",
  workload: "W5",
  title: (cases) => `select of ${cases}, beside a sender that never waits for it`,
  parameters: [2, 8],
  needs: ["open", "spread", "selectEach"],
  operations: 500,
  async run(contender, cases, count) {
    const { visit, finish } = onceEach(count);
    const channels = Array.from({ length: cases }, () => contender.open(0));
    const selecting = contender.selectEach(channels, count, () => {}, visit);
    await Promise.all([contender.spread(channels, count), selecting]);
    finish();
  },
};
