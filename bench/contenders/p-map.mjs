import pMap, { pMapIterable } from "p-map";

export default {
  package: "p-map",
  bounded: true,
  async mapOrdered(values, fn, concurrency, visit) {
    const results = await pMap(values, fn, { concurrency });
    results.forEach(visit);
  },
  async mapOrderedIterate(values, fn, concurrency, visit) {
    for await (const value of pMapIterable(values, fn, { concurrency })) {
      visit(value);
    }
  },
};
