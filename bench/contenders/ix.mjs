import { AsyncSink, from } from "ix/asynciterable";
import { flatMap, map } from "ix/asynciterable/operators";
import { END, iterate, withLoops } from "../support/loops.mjs";

export default {
  package: "ix",
  about: "AsyncSink is unbounded",
  bounded: false,
  ...withLoops({
    open: () => new AsyncSink(),
    close: (sink) => sink.end(),
    send: (sink, value) => sink.write(value),
    receive: (sink) => sink.next(),
    taken: ({ done, value }) => done ? END : value,
  }),
  iterate,
  wait: (sink) => sink.next(),
  maps: (values, functions, visit) => from(values).pipe(...functions.map((fn) => map(fn))).forEach(visit),
  async mapsIterate(values, functions, visit) {
    for await (
      const value of from(values).pipe(...functions.map((fn) => map(fn)))
    ) visit(value);
  },
  mapUnordered: (values, fn, concurrency, visit) =>
    from(values).pipe(
      flatMap(async (value) => from([await fn(value)]), concurrency),
    ).forEach(visit),
};
