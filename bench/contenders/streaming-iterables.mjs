import { buffer, map, parallelMap, pipeline, transform } from "streaming-iterables";

export default {
  package: "streaming-iterables",
  bounded: true,
  async pass(capacity, count, visit) {
    for await (const value of buffer(Math.max(1, capacity), numbers(count))) {
      visit(value);
    }
  },
  async mapsIterate(values, functions, visit) {
    for await (
      const value of pipeline(
        () => values,
        ...functions.map((fn) => map(fn)),
      )
    ) visit(value);
  },
  async mapOrdered(values, fn, concurrency, visit) {
    for await (const value of parallelMap(concurrency, fn, values)) {
      visit(value);
    }
  },
  async mapUnordered(values, fn, concurrency, visit) {
    for await (const value of transform(concurrency, fn, values)) visit(value);
  },
};

async function* numbers(count) {
  for (let value = 0; value < count; value++) yield await value;
}
