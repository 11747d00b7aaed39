import { inOrder } from "../support/arrivals.mjs";
import { numbers, task } from "../support/numbers.mjs";

export default {
  name: "map-ordered",
  workload: "W7",
  title: (concurrency) => `map of async tasks, ${concurrency} at once, ordered`,
  parameters: [16],
  needs: ["mapOrdered"],
  operations: 4_000,
  async run(contender, concurrency, count) {
    const { visit, finish } = inOrder(count, 1);
    await contender.mapOrdered(
      numbers(count),
      task,
      concurrency,
      (value) => visit(value),
    );
    finish();
  },
};
