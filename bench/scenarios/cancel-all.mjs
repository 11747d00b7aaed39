import { expect } from "../support/arrivals.mjs";
import { collect } from "../support/heap.mjs";

export default {
  name: "cancel-all",
  workload: "W11",
  title: (waiting) => `cancel ${waiting.toLocaleString("en")} waiting receives, one signal for all`,
  parameters: [1_000, 100_000],
  needs: ["open", "cancelAll"],
  fixed: (waiting) => waiting,
  runs: 3,
  async run(contender, waiting, _count, time) {
    collect();
    expect(
      await contender.cancelAll(contender.open(0), waiting, time),
      waiting,
    );
  },
};
