// Stages made of others, stages of others, and flows of many sources and splits used as stages, in the contract of all.
import {
  batch,
  buffer,
  catchError,
  combineLatest,
  compose,
  concat,
  filter,
  flatMap,
  groupBy,
  map,
  merge,
  partition,
  pipeline,
  produce,
  take,
  tap,
  tee,
  zip,
} from "sluice";
import { type AnyStage, stageContract, type Work } from "../suites/contracts/stage.ts";

const wrapped = {
  gives: (numbers: readonly number[]) => numbers.map((number) => [number]),
  items: (given: unknown) => given as unknown[],
};

async function* generator(input: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  for await (const value of input) yield [value];
}

/** A stage as one writes it by hand, without and with `return()`. */
function byHand(leaves: boolean): AnyStage {
  return (input) => ({
    [Symbol.asyncIterator]() {
      const iterator = input[Symbol.asyncIterator]();
      const next = () => iterator.next();
      if (!leaves) return { next };
      return { next, return: async () => await iterator.return?.() ?? { done: true, value: undefined } };
    },
  });
}

function* naturals(): Generator<number> {
  for (let number = 0;; number++) yield number;
}

function* failing(): Generator<never> {
  yield* [];
  throw new Error("Caught");
}

/** Those that pass, of a partition that nobody else has a part of. */
function passing(work: Work): AnyStage {
  return (input) => {
    const [passed, others] = partition(input, (value, context) => {
      const done = work(value, context);
      return done instanceof Promise ? done.then(() => true) : true;
    });
    others.cancel();
    return passed;
  };
}

const test = stageContract(
  { title: "none at all" },
  { title: "compose()", make: () => compose() },
  {
    title: "compose(map, filter, tap, take, flatMap)",
    make: () => compose(map((value) => [value]), filter(() => true), tap(() => {}), take(100), flatMap((all) => all)),
  },
  {
    title: "compose(map with concurrency, buffer, batch, map with concurrency)",
    make: () =>
      compose(
        map((value) => [value], { concurrency: 3 }),
        buffer(2),
        batch(1),
        map((values) => Promise.resolve(values[0] as unknown[]), { concurrency: 2 }),
      ),
    ahead: 5,
    ...wrapped,
  },
  { title: "an async generator function", make: () => generator, ...wrapped },
  { title: "an iterator by hand", make: () => byHand(true) },
  { title: "an iterator by hand without return()", make: () => byHand(false), leaves: false },
  { title: "a pipeline as a stage", make: () => (input) => pipeline(input, tap(() => {})) },
  { title: "a pipeline of a pipeline", make: () => (input) => pipeline(pipeline(input), (inner) => pipeline(inner)) },
  {
    title: "produce(from input)",
    make: () => (input) =>
      produce(async (out) => {
        for await (const value of input) await out.send(value);
      }),
    ahead: 1,
  },
  { title: "flatMap(() => input)", make: () => (input) => pipeline([0], flatMap(() => input)) },
  {
    title: "flatMap(() => input, { concurrency: 3 })",
    make: () => (input) => pipeline([0], flatMap(() => input, { concurrency: 3 })),
  },
  {
    title: "flatMap(() => input, { concurrency: 3, ordered: false })",
    make: () => (input) => pipeline([0], flatMap(() => pipeline(input), { concurrency: 3, ordered: false })),
  },
  { title: "catchError(() => input)", make: () => (input) => pipeline(failing(), catchError(() => input)) },
  {
    title: "catchError(async () => flow of input)",
    make: () => (input) => pipeline(failing(), catchError(() => Promise.resolve(pipeline(input)))),
  },
  { title: "merge(input)", make: () => (input) => merge(input) },
  { title: "merge(input, [])", make: () => (input) => merge(input, []) },
  { title: "merge(flow of input, flow)", make: () => (input) => merge(pipeline(input), pipeline([])) },
  { title: "concat(input)", make: () => (input) => concat(input) },
  { title: "concat([], input, [])", make: () => (input) => concat([], input, []) },
  { title: "zip(input)", make: () => (input) => zip(input), ...wrapped },
  {
    title: "zip(flow of input, naturals)",
    make: () => (input) => compose(map(([value]: [unknown, number]) => [value]))(zip(pipeline(input), naturals())),
    ...wrapped,
  },
  { title: "combineLatest(input)", make: () => (input) => combineLatest(input), ...wrapped },
  { title: "tee(input, 1)", make: () => (input) => tee(input, 1)[0] as AsyncIterable<unknown> },
  { title: "tee(input, 1, 2)", make: () => (input) => tee(input, 1, 2)[0] as AsyncIterable<unknown> },
  { title: "partition(input, always)", make: () => passing(() => true), working: { make: passing, width: 1 } },
  { title: "partition(input, async always)", make: () => passing(() => Promise.resolve()) },
  {
    title: "groupBy(one key), flatMap",
    make: () => compose(groupBy(() => "all"), flatMap(({ values }) => values)),
    working: {
      make: (work) =>
        compose(
          groupBy(async (value, context) => await work(value, context) !== null),
          flatMap(({ values }) => values),
        ),
      width: 1,
    },
  },
  {
    title: "groupBy(two keys), flatMap(all at once)",
    make: () =>
      compose(
        groupBy((value) => Number(typeof value === "number" && value % 2)),
        flatMap(({ values }) => values, { concurrency: Infinity, ordered: false }),
      ),
    ordered: false,
    ahead: 3,
    cautious: true,
  },
);

test.run();
