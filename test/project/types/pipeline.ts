// What a pipeline is known to give, and which stages fit together.
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import {
  batch,
  buffer,
  catchError,
  channel,
  combineLatest,
  compose,
  concat,
  conflating,
  debounce,
  distinctUntilChanged,
  drop,
  dropWhile,
  filter,
  flatMap,
  type Flow,
  groupBy,
  type ItemContext,
  map,
  merge,
  partition,
  type Pipe,
  pipeline,
  type PipelineOptions,
  priority,
  type Receiver,
  sample,
  scan,
  type Sender,
  sized,
  sliding,
  type Source,
  type SourceValue,
  type SourceValues,
  type Stage,
  take,
  takeWhile,
  tap,
  tee,
  timeout,
  walk,
  zip,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

interface Animal {
  readonly name: string;
}

interface Dog extends Animal {
  readonly barks: true;
}

const mixed = some<(number | string)[]>();
const double = map((n: number) => n * 2);
const length = map((text: string) => text.length);
const isText = (value: unknown): value is string => typeof value === "string";
const signal = some<AbortSignal | undefined>();

async function* twice<T>(input: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  for await (const value of input) {
    yield value;
    yield value;
  }
}

/** As it-map and its kin are written. */
declare function foreignMap<A, B>(
  fn: (value: A) => B,
): (source: AsyncIterable<A>) => AsyncGenerator<B, void, undefined>;
declare function foreignTake<A>(count: number): (source: AsyncIterable<A>) => AsyncGenerator<A, void, undefined>;
declare function foreignBatch<A>(source: AsyncIterable<A> | Iterable<A>): AsyncGenerator<A[], void, undefined>;

export function inlineFunctionsKnowWhatTheyGet(): void {
  const flow = pipeline(
    [1, 2, 3],
    map((n) => n + 1),
    map((n) => `${n}`),
    filter((text) => text.length > 1),
    map((text) => ({ text })),
  );
  holds<Same<typeof flow, Flow<{ text: string }>>>();
  const optioned = pipeline([1, 2, 3], map((n) => n + 1), map((n) => Promise.resolve(`${n}`)), { signal });
  holds<Same<typeof optioned, Flow<string>>>();
}

export function thereMayBeFourteenStages(): void {
  const inline = pipeline(
    [1],
    map((n) => n + 1),
    map((n) => `${n}`),
    filter((text) => text.length > 1),
    map((text) => text.length),
    take(3),
    map((n) => [n, n]),
    flatMap((pair) => pair),
    tap((n) => holds<Same<typeof n, number>>()),
    scan((total, n) => total + n, 0),
    batch(2),
    map((several) => several.length),
    map((n) => new Date(n)),
    map((date) => ({ date })),
    filter((entry) => entry.date > new Date()),
  );
  holds<Same<typeof inline, Flow<{ date: Date }>>>();
  const readyMade = pipeline(
    [1],
    double,
    map((n) => `${n}`),
    length,
    double,
    twice,
    take(3),
    double,
    map((n) => `${n}`),
    length,
    double,
    twice,
    take(3),
    double,
    filter((n): n is 1 | 2 => n === 1 || n === 2),
    { signal },
  );
  holds<Same<typeof readyMade, Flow<1 | 2>>>();
  const five = some<[typeof double, typeof double, typeof double, typeof double, typeof double]>();
  // @ts-expect-error: fifteen are too many
  pipeline([1], ...five, ...five, ...five);
  const nested = pipeline([1], twice, compose(map((n) => n + 1), map((n) => `${n}`)), map((text) => text.length));
  holds<Same<typeof nested, Flow<number>>>();
}

export function aVisitAddsWhatItIsGiven(): void {
  const flow = pipeline(
    ["/"],
    walk((path, { add, index, signal }) => {
      holds<Same<typeof path, string>>();
      holds<Same<typeof add, (item: string) => void>>();
      holds<Same<typeof signal, AbortSignal>>();
      // @ts-expect-error: what it adds must be of the same type
      add(5);
      return Promise.resolve(index);
    }, { concurrency: 2, capacity: 10, onError: (_, path) => holds<Same<typeof path, string>>() }),
  );
  holds<Same<typeof flow, Flow<number>>>();
  const begun = walk((n: number | string, { add }) => (add("text"), n));
  holds<Same<typeof begun, Stage<number | string, number | string>>>();
}

export function thereMayBeNone(): void {
  const flow = pipeline([1]);
  holds<Same<typeof flow, Flow<number>>>();
  const optioned = pipeline([1], { signal });
  holds<Same<typeof optioned, Flow<number>>>();
}

export function optionsComeLastAndAreChecked(options: PipelineOptions): void {
  pipeline([1], double, options);
  pipeline([1], double, {});
  pipeline([1], double, { signal: undefined });
  // @ts-expect-error: there is no such option
  pipeline([1], double, { timeout: 10 });
  // @ts-expect-error: a controller is no signal
  pipeline([1], double, { signal: new AbortController() });
  // @ts-expect-error: options come last
  pipeline([1], options, double);
  // @ts-expect-error: once
  pipeline([1], double, options, options);
  // @ts-expect-error: a number is no stage
  pipeline([1], double, 5);
}

export function stagesWithoutAFunctionKeepTheType(): void {
  const one = pipeline([1], take(3));
  holds<Same<typeof one, Flow<number>>>();
  const optioned = pipeline([1], take(3), { signal });
  holds<Same<typeof optioned, Flow<number>>>();
  const all = pipeline(
    [1],
    take(3),
    drop(1),
    buffer(2),
    debounce(5),
    sample(5),
    timeout(5),
    distinctUntilChanged(),
    map((n) => n.toFixed()),
    take(3),
    batch(10, { within: 50 }),
  );
  holds<Same<typeof all, Flow<string[]>>>();
}

export function aTypePredicateNarrows(): void {
  const last = pipeline(mixed, filter((value): value is string => typeof value === "string"));
  holds<Same<typeof last, Flow<string>>>();
  const optioned = pipeline(mixed, filter((value): value is string => typeof value === "string"), { signal });
  holds<Same<typeof optioned, Flow<string>>>();
  const inner = pipeline(mixed, filter((value): value is string => typeof value === "string"), length);
  holds<Same<typeof inner, Flow<number>>>();
  const own = pipeline(mixed, filter(isText, { concurrency: 2, onError: (_, value) => use<unknown>(value) }), length);
  holds<Same<typeof own, Flow<number>>>();
  const inferred = pipeline([1, undefined], filter((value) => value !== undefined), map((n) => n + 1));
  holds<Same<typeof inferred, Flow<number>>>();
  const head = pipeline(mixed, takeWhile((value) => typeof value === "string"), length);
  holds<Same<typeof head, Flow<number>>>();
}

export function aTestMayBeAsync(later: (n: number) => Promise<boolean>): void {
  const flow = pipeline([1], filter(later), takeWhile(later), dropWhile((n) => later(n)));
  holds<Same<typeof flow, Flow<number>>>();
  // @ts-expect-error: a test says true or false
  pipeline([1], filter((n) => n));
  // @ts-expect-error: a test says something
  pipeline([1], filter((n) => use(n)));
}

export function aFunctionThatTakesMoreKeepsTheType(): void {
  const flow = pipeline(
    [1],
    filter(Boolean),
    filter(Number.isFinite),
    takeWhile(Number.isFinite),
    dropWhile(Number.isFinite),
    tap(console.log),
    tap((value: unknown) => use(value)),
    distinctUntilChanged(JSON.stringify),
    map((n) => n),
  );
  holds<Same<typeof flow, Flow<number>>>();
  const groups = pipeline([1], groupBy(String), map(({ values }) => values));
  holds<Same<typeof groups, Flow<Flow<number>>>>();
  const logged = pipeline([1], map((n) => holds<Same<typeof n, number>>(), { onError: console.error }));
  holds<Same<typeof logged, Flow<void>>>();
}

export function aFunctionThatTakesASecondArgumentOfItsOwnIsAnError(): void {
  // @ts-expect-error: parseInt would take the context for a radix
  pipeline(["1"], map(parseInt));
  pipeline(["1"], map(Number), map((n) => n.toFixed()));
}

export function functionsGetAContext(): void {
  pipeline(
    [1],
    map((_, context) => holds<Same<typeof context, ItemContext>>()),
    filter((_, { index }) => index > 1),
    flatMap((_, { signal }) => [signal]),
    tap((_, { signal }) => use<AbortSignal>(signal)),
    groupBy((_, { index }) => index),
  );
}

export function optionsOfAStageAreChecked(letters: Sender<{ error: unknown; value: number }>): void {
  const flow = pipeline(
    [1],
    map((n) => Promise.resolve(`${n}`), { concurrency: 4, onError: (error, value) => letters.send({ error, value }) }),
    filter((text) => text !== "", { ordered: false, onError: (_, text) => holds<Same<typeof text, string>>() }),
    flatMap((text) => [text], { onError: (_, text) => holds<Same<typeof text, string>>() }),
    tap((text) => use<string>(text), { onError: (_, text) => holds<Same<typeof text, string>>() }),
  );
  holds<Same<typeof flow, Flow<string>>>();
  // @ts-expect-error: there is no such option
  pipeline([1], map((n) => n, { parallel: 4 }));
  // @ts-expect-error: a concurrency is a number or a budget
  pipeline([1], map((n) => n, { concurrency: "4" }));
}

export function flatMapGivesWhatItsSourcesGive(): void {
  const arrays = pipeline([1], flatMap((n) => [n, n]), map((n) => n.toFixed()));
  holds<Same<typeof arrays, Flow<string>>>();
  const several = pipeline([1], flatMap((n) => (n > 1 ? [n] : [])), map((n) => n.toFixed()));
  holds<Same<typeof several, Flow<string>>>();
  const promised = pipeline([1], flatMap((n) => Promise.resolve(new Set([`${n}`]))), length);
  holds<Same<typeof promised, Flow<number>>>();
  const generated = pipeline(
    [1],
    flatMap(async function* (n) {
      yield `${n}`;
    }),
    length,
  );
  holds<Same<typeof generated, Flow<number>>>();
  const channels = pipeline([1], flatMap(() => channel<Date>()), map((date) => date.getTime()));
  holds<Same<typeof channels, Flow<number>>>();
  const flows = pipeline([1], flatMap((n) => pipeline([n], map((m) => `${m}`))), length);
  holds<Same<typeof flows, Flow<number>>>();
  const bytes = pipeline(
    ["/"],
    flatMap(async (url) => (await fetch(url)).body ?? []),
    map((chunk) => chunk.byteLength),
  );
  holds<Same<typeof bytes, Flow<number>>>();
  const different = pipeline([1], flatMap((n) => (n > 1 ? [n] : channel<string>())));
  holds<Same<typeof different, Flow<number | string>>>();
  const declared: Stage<number, { kind: "one" } | { kind: "more"; n: number }> = flatMap((n) =>
    n > 1 ? [{ kind: "more", n }] : [{ kind: "one" }]
  );
  use(declared);
  // @ts-expect-error: a text is no source
  pipeline([1], flatMap((n) => `${n}`));
  // @ts-expect-error: nothing is no source
  pipeline([1], flatMap((n) => (n > 1 ? [n] : undefined)));
}

export function scanGivesItsTotals(): void {
  const sums = pipeline([1], scan((sum, n) => sum + n, 0));
  holds<Same<typeof sums, Flow<number>>>();
  const texts = pipeline(
    [1],
    scan((text, n, index) => Promise.resolve(`${text}${n.toFixed()}${index.toFixed()}`), ""),
    length,
  );
  holds<Same<typeof texts, Flow<number>>>();
  const lists = pipeline([1], scan((list, n) => [...list, n], some<number[]>()), map((list) => list.length));
  holds<Same<typeof lists, Flow<number>>>();
  // @ts-expect-error: a total is a number
  pipeline([1], scan((sum, n) => `${sum}${n}`, 0));
}

export function catchErrorAddsWhatItsSourcesGive(): void {
  const ended = pipeline([1], catchError(() => {}), map((n) => n.toFixed()));
  holds<Same<typeof ended, Flow<string>>>();
  const nothing = pipeline([1], catchError(() => Promise.resolve()));
  holds<Same<typeof nothing, Flow<number>>>();
  const empty = pipeline([1], catchError(() => []), double);
  holds<Same<typeof empty, Flow<number>>>();
  const thrown = pipeline(
    [1],
    catchError((error) => {
      throw error;
    }),
    double,
  );
  holds<Same<typeof thrown, Flow<number>>>();
  const same = pipeline([1], catchError(() => [2]), double);
  holds<Same<typeof same, Flow<number>>>();
  const other = pipeline([1], catchError(() => ["none"]), map((value) => value));
  holds<Same<typeof other, Flow<number | string>>>();
  const promised = pipeline([1], catchError((error) => Promise.resolve(isText(error) ? [error] : undefined)));
  holds<Same<typeof promised, Flow<number | string>>>();
  const further = pipeline([1], catchError(() => channel<Date>()));
  holds<Same<typeof further, Flow<number | Date>>>();
  // @ts-expect-error: what was thrown can be anything
  pipeline([1], catchError((error) => [error.message]));
  // @ts-expect-error: a text is no source
  pipeline([1], catchError(() => "none"));
}

export function groupsHaveAKeyAndValues(): void {
  const flow = pipeline(["a"], groupBy((text) => text.length), map(({ key, values }) => [key, values] as const));
  holds<Same<typeof flow, Flow<readonly [number, Flow<string>]>>>();
  const promised = pipeline(
    ["a"],
    groupBy((text) => Promise.resolve(text === ""), { buffer: 3 }),
    map((group) => group.key),
  );
  holds<Same<typeof promised, Flow<boolean>>>();
}

export function aBufferTakesTheTypeOfItsStage(): void {
  const flow = pipeline(
    [{ id: 1 }],
    buffer(sliding(3)),
    buffer(conflating({ keyOf: (change) => change.id })),
    buffer(priority(3, (a, b) => a.id - b.id)),
    map((change) => `${change.id}`),
    buffer(sized(10, (text) => text.length)),
    length,
  );
  holds<Same<typeof flow, Flow<number>>>();
  // @ts-expect-error: dates are no numbers
  pipeline([1], buffer(sliding<Date>(3)));
}

export function anythingThatGivesValuesIsASource(): void {
  const set = pipeline(new Set([1]), map((n) => n));
  holds<Same<typeof set, Flow<number>>>();
  const entries = pipeline(new Map([[1, "a"]]), map(([key, value]) => ({ key, value })));
  holds<Same<typeof entries, Flow<{ key: number; value: string }>>>();
  const generated = pipeline(some<Generator<number, void, undefined>>(), map((n) => n));
  holds<Same<typeof generated, Flow<number>>>();
  const pulled = pipeline(twice(channel<number>()), map((n) => n));
  holds<Same<typeof pulled, Flow<number>>>();
  const received = pipeline(channel<number>(), map((n) => n));
  holds<Same<typeof received, Flow<number>>>();
  const viewed = pipeline(some<Receiver<number>>(), map((n) => n));
  holds<Same<typeof viewed, Flow<number>>>();
  const flown = pipeline(set, map((n) => n));
  holds<Same<typeof flown, Flow<number>>>();
  const readonly = pipeline([1, 2] as const, map((n) => n));
  holds<Same<typeof readonly, Flow<1 | 2>>>();
  const bytes = pipeline(new Uint8Array(3), map((n) => n));
  holds<Same<typeof bytes, Flow<number>>>();
  const any = pipeline(some<Source<number>>(), map((n) => n));
  holds<Same<typeof any, Flow<number>>>();
}

export function streamsAreSources(): void {
  const web = pipeline(some<ReadableStream<Uint8Array>>(), map((chunk) => chunk));
  holds<Same<typeof web, Flow<Uint8Array>>>();
  const texts = pipeline(some<ReadableStream<string>>(), length);
  holds<Same<typeof texts, Flow<number>>>();
  const node = pipeline(some<NodeReadableStream<string>>(), length);
  holds<Same<typeof node, Flow<number>>>();
  const untyped = pipeline(Readable.from(["a"]), map((chunk: string) => chunk.length));
  holds<Same<typeof untyped, Flow<number>>>();
}

export function whatGivesNoValuesIsAnError(): void {
  // @ts-expect-error: a text is no source
  pipeline("text");
  // @ts-expect-error: a text is no source
  pipeline("text", map((value) => value));
  // @ts-expect-error: a text is no source
  pipeline("text", { signal });
  // @ts-expect-error: a promise is no source
  pipeline(Promise.resolve([1]), double);
  // @ts-expect-error: a generator function is none, its result is
  pipeline(() => [1], double);
  // @ts-expect-error: a sender gives nothing
  pipeline(some<Sender<number>>(), double);
  // @ts-expect-error: there is a source
  pipeline();
}

export function stagesOfOthersAreStages(): void {
  const flow = pipeline(
    [1],
    foreignMap((n) => `${n}`),
    foreignTake(3),
    twice,
    foreignBatch,
    (input) => foreignMap((several: string[]) => several.length)(input),
    async function* (input) {
      for await (const n of input) yield n.toFixed();
    },
    length,
  );
  holds<Same<typeof flow, Flow<number>>>();
  // @ts-expect-error: a stage gives an async iterable
  pipeline([1], (input) => [input]);
  pipeline(
    [1],
    // @ts-expect-error: a generator of a promise is none
    async function* (input: Iterable<number>) {
      yield* input;
    },
  );
}

export function aMistakeIsReportedWhereItIs(): void {
  pipeline(
    [1],
    map((n) => n + 1),
    // @ts-expect-error: a number has no such property
    map((n) => n.name),
    filter((name) => name !== ""),
    take(3),
  );
  pipeline(
    [1],
    map((n) => n + 1),
    // @ts-expect-error: a number has no such property
    filter((n) => n.name === ""),
    { signal },
  );
}

export function aReadyMadeStageThatDoesNotFitIsReportedNearby(): void {
  pipeline(
    [1],
    // @ts-expect-error: its numbers are no texts
    double,
    length,
    double,
  );
  // @ts-expect-error: its numbers are no texts
  pipeline([1], map((n) => n + 1), length);
  // @ts-expect-error: its numbers are no texts
  pipeline([1], map((n) => n + 1), length, { signal });
  // @ts-expect-error: the first of them takes texts
  pipeline([1], length);
  // @ts-expect-error: it gives numbers
  use<Flow<string>>(pipeline([1], double));
}

export function aFlowTakesMoreStages(flow: Flow<number>): void {
  const more = flow.pipe(map((n) => `${n}`), filter((text) => text !== ""), take(3));
  holds<Same<typeof more, Flow<string>>>();
  const narrowed = some<Flow<number | string>>().pipe(filter((value): value is string => typeof value === "string"));
  holds<Same<typeof narrowed, Flow<string>>>();
  const none = flow.pipe();
  holds<Same<typeof none, Flow<number>>>();
  // @ts-expect-error: its numbers are no texts
  flow.pipe(length);
  // @ts-expect-error: options are given to pipeline()
  flow.pipe(double, { signal });
}

export function aFlowIsCovariant(): void {
  use<Flow<Animal>>(some<Flow<Dog>>());
  use<Pipe<Animal>>(some<Pipe<Dog>>());
  use<Source<Animal>>(some<Source<Dog>>());
  // @ts-expect-error: whoever wants dogs must not get any animal
  use<Flow<Dog>>(some<Flow<Animal>>());
  // @ts-expect-error: whoever wants dogs must not get any animal
  use<Source<Dog>>(some<Source<Animal>>());
}

export function aStageIsAFunction(): void {
  use<Stage<Dog, Animal>>(some<Stage<Animal, Dog>>());
  // @ts-expect-error: it could be given any animal
  use<Stage<Animal, Animal>>(some<Stage<Dog, Animal>>());
  // @ts-expect-error: it could give any animal
  use<Stage<Animal, Dog>>(some<Stage<Animal, Animal>>());
}

export async function theValuesOfAFlowAreTyped(flow: Flow<number>, sink: Sender<number | string>): Promise<void> {
  for await (const value of flow) holds<Same<typeof value, number>>();
  const next = await flow.next();
  if (next.done) holds<Same<typeof next.value, undefined>>();
  else holds<Same<typeof next.value, number>>();
  use<number[]>(await flow.toArray());
  const sum = await flow.reduce((total, value) => total + value);
  holds<Same<typeof sum, number>>();
  const text = await flow.reduce((total, value, index) => Promise.resolve(`${total}${value + index}`), "");
  holds<Same<typeof text, string>>();
  await flow.forEach((value, index) => use<number>(value + index));
  const sent = await flow.into(sink, { close: false });
  holds<Same<typeof sent, number>>();
  await using owned = flow;
  use<AsyncIterable<number>>(owned);
  // @ts-expect-error: the channel takes dates
  await flow.into(channel<Date>());
}

export function composedStagesAreAStage(): void {
  const texts = compose(map((n: number) => n + 1), filter((n) => n > 1), map((n) => `${n}`));
  holds<Same<typeof texts, Stage<number, string>>>();
  const lengths = compose(texts, length);
  holds<Same<typeof lengths, Stage<number, number>>>();
  const tapped = compose(tap((n: number) => use(n)), take(3), filter(Boolean), tap(console.log), map((n) => n));
  holds<Same<typeof tapped, Stage<number, number>>>();
  const contextual: Stage<string, number> = compose(map((text) => text.length), filter((n) => n > 1));
  use(contextual);
  const narrowed = compose(filter((value: number | string) => typeof value === "string"), length);
  holds<Same<typeof narrowed, Stage<number | string, number>>>();
  const named = compose(take<number>(3), batch(2));
  holds<Same<typeof named, Stage<number, number[]>>>();
  const flow = pipeline([1], compose(take(3), map((n) => `${n}`)), compose(), length);
  holds<Same<typeof flow, Flow<number>>>();
  // @ts-expect-error: its numbers are no texts
  compose(double, length);
  // @ts-expect-error: options are given to pipeline()
  compose(double, { signal });
}

export function anArrayOfStagesIsReduced(stages: Stage<number, number>[]): void {
  const all = stages.reduce((before, stage) => compose(before, stage), compose());
  holds<Same<typeof all, Stage<number, number>>>();
  const tuple = pipeline([1], ...some<[Stage<number, string>, Stage<string, Date>]>());
  holds<Same<typeof tuple, Flow<Date>>>();
}

export function stagesAloneTakeTheirTypeFromTheirFunction(): void {
  holds<Same<typeof length, Stage<string, number>>>();
  const tested = filter((n: number) => n > 1);
  holds<Same<typeof tested, Stage<number, number>>>();
  const narrowed = filter((value: number | string) => typeof value === "string");
  holds<Same<typeof narrowed, Stage<number | string, string>>>();
  const named = filter<number>((n) => n > 1);
  holds<Same<typeof named, Stage<number, number>>>();
  const tapped = tap((n: number) => use(n), { onError: (_, n) => holds<Same<typeof n, number>>() });
  holds<Same<typeof tapped, Stage<number, number>>>();
  const keyed = distinctUntilChanged((dog: Dog) => dog.name);
  holds<Same<typeof keyed, Stage<Dog, Dog>>>();
  const wide: Stage<Dog, Dog> = filter((animal: Animal) => animal.name !== "");
  use(wide);
}

export function genericFunctionsMayUseThem<T extends Animal>(source: Source<T>, other: Source<T>): void {
  use<Flow<T>>(pipeline(source, filter((animal) => animal.name !== ""), tap(console.log), take(3)));
  use<Flow<string>>(pipeline(source, map((animal) => animal.name)));
  use<Flow<T>>(merge(source, other));
  use<Flow<[T, T]>>(zip(source, other));
}

export function mergedSourcesGiveAUnion(bytes: ReadableStream<Uint8Array>): void {
  const merged = merge(channel<number>(), ["a"]);
  holds<Same<typeof merged, Flow<number | string>>>();
  const after = concat(bytes, new Map([[1, true]]));
  holds<Same<typeof after, Flow<Uint8Array | [number, boolean]>>>();
  const same = merge([1], new Set([2]), pipeline([3]));
  holds<Same<typeof same, Flow<number>>>();
  const array = merge(...some<Receiver<Date>[]>());
  holds<Same<typeof array, Flow<Date>>>();
  const none = merge();
  holds<Same<typeof none, Flow<never>>>();
  const flow = pipeline(merge(channel<number>(), ["a"]), filter(isText), length);
  holds<Same<typeof flow, Flow<number>>>();
  // @ts-expect-error: a text is no source
  merge([1], "text");
}

export function zippedSourcesGiveATuple(bytes: ReadableStream<Uint8Array>): void {
  const zipped = zip(channel<number>(), ["a"]);
  holds<Same<typeof zipped, Flow<[number, string]>>>();
  const latest = combineLatest(bytes, new Map([[1, true]]), pipeline(["a"]));
  holds<Same<typeof latest, Flow<[Uint8Array, [number, boolean], string]>>>();
  const array = zip(...some<Receiver<Date>[]>());
  holds<Same<typeof array, Flow<Date[]>>>();
  const flow = pipeline(zip(channel<number>(), ["a"]), map(([n, text]) => n + text.length));
  holds<Same<typeof flow, Flow<number>>>();
  // @ts-expect-error: a text is no source
  zip([1], "text");
}

export function whatASourceGivesHasAName(): void {
  holds<Same<SourceValue<Source<Date>>, Date>>();
  holds<Same<SourceValue<readonly number[] | Receiver<string>>, number | string>>();
  holds<Same<SourceValue<ReadableStream<Uint8Array>>, Uint8Array>>();
  holds<Same<SourceValues<[number[], Flow<string>]>, [number, string]>>();
}

export function partitionNarrowsBothSides(): void {
  const [texts, numbers] = partition(mixed, (value): value is string => typeof value === "string");
  holds<Same<typeof texts, Flow<string>>>();
  holds<Same<typeof numbers, Flow<number>>>();
  const [own, rest] = partition(channel<number | string>(), isText, 10);
  holds<Same<typeof own, Flow<string>>>();
  holds<Same<typeof rest, Flow<number>>>();
  const [large, small] = partition([1], (n, { index }) => Promise.resolve(n > index));
  holds<Same<typeof large, Flow<number>>>();
  holds<Same<typeof small, Flow<number>>>();
  // @ts-expect-error: there are two sides
  const [, , third] = partition([1], (n) => n > 1);
  use(third);
}

export function teeGivesAsManyFlowsAsAskedFor(): void {
  const [left, right] = tee(channel<number>());
  holds<Same<typeof left, Flow<number>>>();
  holds<Same<typeof right, Flow<number>>>();
  const [, , third] = tee([1], 3, 10);
  holds<Same<typeof third, Flow<number>>>();
  const many = tee(["a"], some<number>());
  holds<Same<typeof many, Flow<string>[]>>();
}
