import { from, map, mergeMap } from "rxjs";

export default {
  package: "rxjs",
  about: "pushes; no backpressure",
  bounded: false,
  maps: (values, functions, visit) => from(values).pipe(...functions.map((fn) => map(fn))).forEach(visit),
  mapUnordered: (values, fn, concurrency, visit) => from(values).pipe(mergeMap(fn, concurrency)).forEach(visit),
};
