import { onceEach } from "../support/arrivals.mjs";
import { numbers, task } from "../support/numbers.mjs";

export default {
  name: "map-unordered",
  workload: "W7",
  title: (concurrency) => `map of async tasks, ${concurrency} at once, unordered`,
  parameters: [16],
  needs: ["mapUnordered"],
  operations: 4_000,
  async run(contender, concurrency, count) {
    const { visit, finish } = onceEach(count, 1);
    await contender.mapUnordered(
      numbers(count),
      task,
      concurrency,
      (value) => visit(value),
    );
    finish();
  },
};
