import { onceEach } from "../support/arrivals.mjs";

export default {
  name: "select-loop",
  workload: "W5",
  title: (cases) => `selectLoop of ${cases}`,
  parameters: [2, 8, 64, 1_000],
  needs: ["open", "spread", "selectLoop"],
  operations: 5_000,
  async run(contender, cases, count) {
    const { visit, finish } = onceEach(count);
    const channels = Array.from({ length: cases }, () => contender.open(0));
    await Promise.all([
      contender.spread(channels, count),
      contender.selectLoop(channels, count, visit),
    ]);
    finish();
  },
};
