// The stages that call a function for each item, in all their ways to do so, in the contract of all stages.
import * as assert from "uvu/assert";
import {
  channel,
  compose,
  filter,
  flatMap,
  map,
  pipeline,
  type Receiver,
  Semaphore,
  type Source,
  tap,
  walk,
} from "sluice";
import { type AnyStage, stageContract, type StageKind, type Work, type Working } from "../suites/contracts/stage.ts";

/** Options as the stages take them; the values are unknown here. */
type Options = NonNullable<Parameters<typeof map<unknown, unknown>>[1]>;

interface Way {
  readonly title: string;
  readonly options?: () => Options;
  readonly width: number;
  readonly more: Partial<StageKind>;
}

/** The semaphores of one fact: whatever happened, they get back what was taken. */
let semaphores: Semaphore[] = [];

function governor(): Semaphore {
  const semaphore = new Semaphore(3);
  semaphores.push(semaphore);
  return semaphore;
}

const governed: Partial<StageKind> = {
  ahead: 3,
  cautious: true,
  async around(body) {
    semaphores = [];
    await body();
    const available = semaphores.map((semaphore) => semaphore.available);
    assert.equal(available, available.map(() => 3), "permits are missing");
  },
};

const ways: readonly Way[] = [
  { title: "", width: 1, more: {} },
  { title: ", { concurrency: 1, ordered: false }", options: () => ({ ordered: false }), width: 1, more: {} },
  { title: ", { concurrency: 3 }", options: () => ({ concurrency: 3 }), width: 3, more: { ahead: 2 } },
  {
    title: ", { concurrency: 3, ordered: false }",
    options: () => ({ concurrency: 3, ordered: false }),
    width: 3,
    more: { ahead: 2, ordered: false },
  },
  { title: ", { concurrency: governor }", options: () => ({ concurrency: governor() }), width: 3, more: governed },
  {
    title: ", { concurrency: governor, ordered: false }",
    options: () => ({ concurrency: governor(), ordered: false }),
    width: 3,
    more: { ...governed, ordered: false },
  },
];

/** A stage, given what to do with each item. */
type Make = (work: Work, options?: Options) => AnyStage;

/** The stage with each way to work, with a function that needs no waiting and with one that does. */
function working(title: string, make: Make, more: Partial<StageKind> = {}, lasts = false): StageKind[] {
  return ways.flatMap((way) => {
    const doing = (work: Work, onError?: Options["onError"]) => make(work, { ...way.options?.(), onError });
    const working: Working = { make: doing, catching: doing, width: way.width, lasts };
    return [
      { title: `${title}(fn${way.title})`, make: () => doing(() => {}), working, ...more, ...way.more },
      { title: `${title}(async fn${way.title})`, make: () => doing(() => Promise.resolve()), ...more, ...way.more },
    ];
  });
}

/** Calls back when the work is done: at once, if it needs no waiting. */
function after<R>(result: unknown, then: () => R): R | Promise<R> {
  return result instanceof Promise ? result.then(then) : then();
}

/** They give each item in an array, since what their functions return is waited for, or read. */
const wrapped: Partial<StageKind> = {
  gives: (numbers) => numbers.map((number) => [number]),
  items: (given) => given as unknown[],
};

async function* later(value: unknown): AsyncGenerator<unknown> {
  yield [value];
}

function held(value: unknown): Receiver<unknown> {
  const ch = channel<unknown>(1);
  ch.trySend(value);
  ch.close();
  return ch;
}

/** An item that a visit has added. */
class Again {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** What flatMap opens for an item, as all the kinds of sources. */
const inners: Record<string, (value: unknown) => Source<unknown>> = {
  "a generator": (value) => [[value]].values(),
  "an async generator": later,
  "a flow": (value) => pipeline([[value]]),
  "a flow that waits": (value) => pipeline(later(value), tap(() => Promise.resolve())),
  "a channel": (value) => held([value]),
};

const sideBySide: Partial<StageKind> = { ...wrapped, ahead: 2, cautious: true };

const test = stageContract(
  ...working(
    "map",
    (work, options) => map((value, context) => after(work(value, context), () => [value]), options),
    wrapped,
  ),
  ...working("filter", (work, options) => filter((value, context) => after(work(value, context), () => true), options)),
  ...working(
    "flatMap",
    (work, options) => flatMap((value, context) => after(work(value, context), () => [value]), options),
    { cautious: true },
    true,
  ),
  ...working("tap", (work, options) => tap(work, options)),
  ...working(
    "walk",
    (work, options) => walk((value, context) => after(work(value, context), () => [value]), options),
    { ...wrapped, cautious: true },
  ),
  ...Object.entries(inners).flatMap(([title, open]): StageKind[] => [
    { title: `flatMap(to ${title})`, make: () => flatMap(open), ...wrapped },
    {
      title: `flatMap(to ${title}, { concurrency: 3 })`,
      make: () => flatMap(open, { concurrency: 3 }),
      ...sideBySide,
    },
    {
      title: `flatMap(to ${title}, { concurrency: 3, ordered: false })`,
      make: () => flatMap(open, { concurrency: 3, ordered: false }),
      ...sideBySide,
      ordered: false,
    },
  ]),
  {
    title: "filter(half of them)",
    make: () => filter((value) => Number(value) % 2 === 1),
    gives: (numbers) => numbers.filter((number) => number % 2 === 1),
    per: 2,
    untouched: false,
  },
  {
    title: "walk(adding each once more), filter(those that were added)",
    make: () =>
      compose(
        walk((value, { add }) => value instanceof Again ? value.value : add(new Again(value))),
        filter((_, { index }) => index % 2 === 1),
      ),
    untouched: false,
  },
  {
    title: "flatMap(to several), filter(one of them)",
    make: () => compose(flatMap((value) => [{}, value]), filter((_, { index }) => index % 2 === 1)),
  },
);

test.run();
