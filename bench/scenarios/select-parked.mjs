import { inOrder } from "../support/arrivals.mjs";

const soon = Promise.resolve();

/** The next value is sent when the select waits, so that one that loses values of busy senders can be measured too. */
export default {
  name: "select-parked",
  workload: "W5",
  title: (cases) => `select of ${cases}, parked`,
  parameters: [2, 8, 64, 1_000],
  needs: ["open", "park", "selectEach"],
  operations: 500,
  async run(contender, cases, count) {
    const { visit, finish } = inOrder(count);
    const channels = Array.from({ length: cases }, () => contender.open(0));
    const arm = (round) => void soon.then(() => void contender.park(channels[round % cases], round));
    await contender.selectEach(channels, count, arm, visit);
    finish();
  },
};
