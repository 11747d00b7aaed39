import { expect } from "../support/arrivals.mjs";
import { collect } from "../support/heap.mjs";

export default {
  name: "cancel-each",
  workload: "W11",
  title: (waiting) => `cancel ${waiting.toLocaleString("en")} waiting receives, each with a signal of its own`,
  parameters: [1_000, 100_000],
  needs: ["open", "cancelEach"],
  fixed: (waiting) => waiting,
  runs: 3,
  async run(contender, waiting, _count, time) {
    collect();
    expect(
      await contender.cancelEach(contender.open(0), waiting, time),
      waiting,
    );
  },
};
