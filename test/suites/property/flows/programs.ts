// Random programs. `calm` ones have neither failures nor exits; `rough` ones have both.
import fc from "fast-check";
import type {
  ActorSpec,
  ConsumerSpec,
  CrowdSpec,
  Joining,
  LeafKind,
  LeafSpec,
  Program,
  SourceSpec,
  StageSpec,
  WorkSpec,
} from "./program.ts";

export type Mood = "calm" | "rough";

/** Most times the first, seldom one of the others. */
function mostly<T>(most: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(most) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

export function programs(mood: Mood): fc.Arbitrary<Program> {
  const rough = mood === "rough";
  const leafKind: fc.Arbitrary<LeafKind> = fc.constantFrom(
    "array",
    "set",
    "iterable",
    "generator",
    "async iterable",
    "async generator",
    "stream",
    "readable",
    "channel",
    "produce",
  );
  const leaf: fc.Arbitrary<LeafSpec> = fc.record({
    as: leafKind,
    length: fc.oneof(
      { weight: 1, arbitrary: fc.nat({ max: 3 }) },
      { weight: 4, arbitrary: fc.integer({ min: 4, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 13, max: 30 }) },
    ),
    capacity: fc.nat({ max: 3 }),
    ending: rough
      ? mostly<LeafSpec["ending"]>("end", "end", "fail", "stall", "bad release")
      : fc.constant("end" as const),
  });
  const divisors = [[2, 0], [5, 0], [7, 0], [11, 0], [0, 5], [0, 11], [5, 7], [7, 4]] as const;
  const trouble = rough ? mostly<readonly [number, number]>([0, 0], ...divisors) : fc.constant([0, 0] as const);
  const work: fc.Arbitrary<WorkSpec> = fc.record({
    salt: fc.nat({ max: 9 }),
    answers: fc.constantFrom("at once", "with a promise", "with a promise", "with a thenable"),
    trouble,
    obeys: fc.boolean(),
  }).map(({ trouble: [fails, stalls], ...rest }) => ({ ...rest, fails, stalls }));
  const crowd: fc.Arbitrary<CrowdSpec> = fc.record({
    concurrency: fc.constantFrom<CrowdSpec["concurrency"][]>(
      1,
      1,
      1,
      2,
      3,
      5,
      Infinity,
      "own semaphore",
      "shared semaphore",
    ),
    permits: fc.integer({ min: 1, max: 3 }),
    ordered: mostly(true, false),
    handler: rough
      ? mostly<CrowdSpec["handler"]>("none", "skips", "skips later", "throws")
      : fc.constant("none" as const),
  });
  const count = fc.nat({ max: 5 });
  const some = fc.integer({ min: 1, max: 4 });
  const inner = fc.record({ as: leafKind, capacity: fc.nat({ max: 2 }) });
  const innerWork = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: work });
  const breaks = rough ? mostly(0, 3, 7) : fc.constant(0);
  const joining: fc.Arbitrary<Joining> = fc.constantFrom("zip", "merge", "concat");
  const as = <K extends string>(...kinds: readonly K[]): fc.Arbitrary<K> => fc.constantFrom(...kinds);
  const plain: fc.Arbitrary<StageSpec> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ as: as("map", "filter", "tap", "walk"), work, crowd }) },
    { weight: 2, arbitrary: fc.record({ as: as("flatMap"), work, crowd, inner, innerWork, breaks }) },
    { weight: 2, arbitrary: fc.record({ as: as("scan", "takeWhile", "dropWhile", "distinctUntilChanged"), work }) },
    { weight: 2, arbitrary: fc.record({ as: as("take", "leaves"), count: fc.nat({ max: 12 }) }) },
    { weight: 1, arbitrary: fc.record({ as: as("drop"), count: fc.nat({ max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ as: as("batch", "batch within", "greedy"), count: some }) },
    { weight: 2, arbitrary: fc.record({ as: as("buffer"), count, kind: as("plain", "plain", "own") }) },
    {
      weight: 1,
      arbitrary: fc.record({ as: as("catchError"), work, gives: fc.oneof(leaf, fc.constant("nothing" as const)) }),
    },
    { weight: 1, arbitrary: fc.record({ as: as("each"), work }) },
    { weight: 1, arbitrary: fc.record({ as: as("timeout", "through produce", "through into") }) },
  );
  const odd: fc.Arbitrary<StageSpec> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ as: as("compose", "nested", "called", "piped"), of: fc.array(plain, { maxLength: 3 }) }),
    },
    { weight: 2, arbitrary: fc.record({ as: as("groupBy"), work, count, how: as("flat", "whole", "free") }) },
    { weight: 2, arbitrary: fc.record({ as: as("tee"), count: some, buffer: fc.nat({ max: 2 }), how: joining }) },
    { weight: 2, arbitrary: fc.record({ as: as("partition"), work, how: joining }) },
    ...(rough
      ? [
        fc.record({ as: as("buffer"), count: some, kind: as("sliding", "dropping", "strict") }),
        fc.record({ as: as("debounce", "sample", "deaf") }),
      ]
      : []),
  );
  const stages = fc.array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: odd }), {
    maxLength: 6,
    size: "max",
  });
  const source: fc.Arbitrary<SourceSpec> = fc.oneof(
    { weight: 5, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({
        as: as("flow"),
        of: leaf,
        stages: fc.array(plain, { maxLength: 2 }),
        asked: mostly(0, 1, 2),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        as: rough ? as("concat", "merge", "zip", "combineLatest") : as("concat", "merge", "zip"),
        of: fc.array(leaf, { minLength: 1, maxLength: 3 }),
      }),
    },
  );
  const consumer: fc.Arbitrary<ConsumerSpec> = fc.record({
    as: fc.constantFrom("for await", "next", "several", "toArray", "forEach", "reduce", "into", "run"),
    width: some,
    slow: fc.boolean(),
    leaves: rough ? fc.oneof(fc.constant(Infinity), fc.nat({ max: 6 })) : fc.constant(Infinity),
    how: fc.constantFrom("break", "fail", "return", "cancel", "throw", "dispose"),
  });
  const actor: fc.Arbitrary<ActorSpec> = fc.record({
    as: fc.constantFrom("abort", "cancel", "return", "throw", "dispose", "ask", "ask"),
    when: fc.constantFrom("later", "later", "inside", "inside", "inside", "first"),
    after: fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 60 })),
  });
  return fc.record({
    source,
    stages,
    consumer,
    actors: rough ? fc.oneof(fc.constant([]), fc.array(actor, { maxLength: 2 })) : fc.constant([]),
    probed: fc.boolean(),
    steps: fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 20, size: "max" }),
    permits: fc.integer({ min: 1, max: 3 }),
  });
}
