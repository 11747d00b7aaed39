import { inOrder } from "../support/arrivals.mjs";
import { functions, numbers } from "../support/numbers.mjs";

export default {
  name: "maps",
  workload: "W7",
  title: (stages) => `${stages} maps over an array, to a callback`,
  parameters: [4],
  needs: ["maps"],
  operations: 5_000,
  async run(contender, stages, count) {
    const { visit, finish } = inOrder(count, stages);
    await contender.maps(
      numbers(count),
      functions(stages),
      (value) => visit(value),
    );
    finish();
  },
};
