import { inOrder } from "../support/arrivals.mjs";

export default {
  name: "select-ready",
  workload: "W5",
  title: (cases) => `select of ${cases}, one ready`,
  parameters: [2, 8, 64, 1_000],
  needs: ["open", "post", "selectEach"],
  operations: 500,
  async run(contender, cases, count) {
    const { visit, finish } = inOrder(count);
    const channels = Array.from({ length: cases }, () => contender.open(1));
    await contender.selectEach(
      channels,
      count,
      (round) => contender.post(channels[round % cases], round),
      visit,
    );
    finish();
  },
};
