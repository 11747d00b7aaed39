import { from, map, mergeMap, Subject } from "rxjs";

export default {
  package: "rxjs",
  about: "pushes; no backpressure",
  bounded: false,
  maps: (values, functions, visit) => from(values).pipe(...functions.map((fn) => map(fn))).forEach(visit),
  broadcast(visits, count) {
    const source = new Subject();
    for (const visit of visits) source.subscribe(visit);
    for (let value = 0; value < count; value++) source.next(value);
    source.complete();
  },
  mapUnordered: (values, fn, concurrency, visit) => from(values).pipe(mergeMap(fn, concurrency)).forEach(visit),
};
