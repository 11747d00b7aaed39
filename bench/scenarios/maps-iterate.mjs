import { inOrder } from "../support/arrivals.mjs";
import { functions, numbers } from "../support/numbers.mjs";

export default {
  name: "maps-iterate",
  workload: "W7",
  title: (stages) => `${stages} maps over an array, for await`,
  parameters: [4],
  needs: ["mapsIterate"],
  operations: 5_000,
  async run(contender, stages, count) {
    const { visit, finish } = inOrder(count, stages);
    await contender.mapsIterate(numbers(count), functions(stages), visit);
    finish();
  },
};
