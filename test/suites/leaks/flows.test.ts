// The heap while a million values pass: pipelines hold nothing of what has passed.
import {
  batch,
  buffer,
  catchError,
  combineLatest,
  concat,
  distinctUntilChanged,
  drop,
  dropWhile,
  filter,
  flatMap,
  type Flow,
  groupBy,
  map,
  merge,
  partition,
  pipeline,
  produce,
  scan,
  Semaphore,
  sliding,
  take,
  takeWhile,
  tap,
  tee,
  timeout,
  walk,
  zip,
} from "sluice";
import * as assert from "uvu/assert";
import { assertFlat } from "../../support/heap.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("leaks: flows");

const PORTION = 100_000;
const ROUNDS = 10;
const long = { within: 240_000 };

interface Thing {
  readonly number: number;
}

function* things(count = Infinity): Generator<Thing> {
  for (let number = 0; number < count; number++) yield { number };
}

async function* thingsLater(count = Infinity): AsyncGenerator<Thing> {
  for (let number = 0; number < count; number++) yield { number };
}

/** Over a million values, the heap stays as it is after the first of them. */
async function assertFlatOver(flow: Flow<unknown>): Promise<void> {
  await assertFlat(ROUNDS, async () => {
    for (let count = 0; count < PORTION; count++) assert.not((await flow.next()).done);
  });
  await flow.return();
}

const sameThing = ({ number }: Thing) => number;

async function* relay(input: AsyncIterable<Thing>): AsyncGenerator<Thing> {
  for await (const thing of input) yield thing;
}

const flows: Record<string, () => Flow<unknown>> = {
  "synchronous stages": () =>
    pipeline(
      things(),
      map(({ number }) => ({ number })),
      filter(() => true),
      tap(() => {}),
      distinctUntilChanged(),
      scan((_: Thing, thing) => thing, { number: -1 }),
      takeWhile(() => true),
      flatMap((thing) => [thing]),
    ),
  "asynchronous stages": () =>
    pipeline(thingsLater(), map((thing) => Promise.resolve({ ...thing })), filter(() => Promise.resolve(true)), relay),
  "stages that let all pass after a while": () =>
    pipeline(
      things(),
      drop(1),
      dropWhile(({ number }) => number < 3),
      take(Infinity),
      catchError(() => {}),
    ),
  "batches that have some time": () =>
    pipeline(thingsLater(), batch(10, { within: 10_000 }), flatMap((batch) => batch)),
  "batch and its opposite": () => pipeline(things(), batch(10), flatMap((batch) => batch)),
  "concurrent work in order": () =>
    pipeline(things(), map((thing) => Promise.resolve({ ...thing }), { concurrency: 8 })),
  "concurrent work in any order": () =>
    pipeline(things(), map((thing) => Promise.resolve({ ...thing }), { concurrency: 8, ordered: false })),
  "governed work": () =>
    pipeline(things(), map((thing) => Promise.resolve({ ...thing }), { concurrency: new Semaphore(8) })),
  "work that fails": () =>
    pipeline(
      things(),
      map((thing) => thing.number % 2 === 0 ? Promise.reject(thing) : thing, { concurrency: 4, onError: () => {} }),
    ),
  "work that makes work": () =>
    pipeline(
      [{ number: 0 }],
      walk((thing, { add }) => {
        if (thing.number % 2 === 0) { for (const more of [1, 2]) add({ number: thing.number + more }); } // the odd one ends
        return Promise.resolve(thing);
      }, { concurrency: 8, ordered: false }),
    ),
  "sources of sources": () =>
    pipeline(
      things(),
      flatMap(() => things(3), { concurrency: 3 }),
      flatMap((thing) => pipeline([thing]), { concurrency: 3, ordered: false }),
    ),
  "buffers": () => pipeline(thingsLater(), buffer(16), map((thing) => thing), buffer(4)),
  "a buffer that gives up": () => pipeline(thingsLater(), timeout(10_000), buffer(sliding(4))),
  "several sources": () =>
    zip(merge(things(), thingsLater()), concat(things(10), things()), combineLatest(things(), thingsLater())),
  "a group for each thing, left after one": () =>
    pipeline(
      things(),
      groupBy(sameThing),
      flatMap(({ values }) => pipeline(values, take(1)), { concurrency: 2, ordered: false }),
    ),
  "a task": () =>
    produce<Thing>(async (out) => {
      for (const thing of things()) await out.send(thing);
    }, 4),
  "many short flows": () => pipeline(things(), flatMap((thing) => pipeline(concat([thing], thingsLater()), take(1)))),
};

for (const [title, open] of Object.entries(flows)) {
  test(`the heap is flat over a million values: ${title} (P1)`, () => assertFlatOver(open()), long);
}

test("the heap is flat over a million values in one loop of the library (P1, P5)", async () => {
  for (const source of [things(), thingsLater()]) {
    const flow = pipeline(source, map((thing) => ({ ...thing })), filter(() => true));
    let count = 0;
    let more = () => {};
    const read = flow.forEach(() => ++count % PORTION > 0 || new Promise<void>((resolve) => more = resolve));
    await assertFlat(ROUNDS, async () => {
      const target = (Math.floor(count / PORTION) + 1) * PORTION;
      more();
      while (count < target) await turn();
    });
    const left = flow.cancel("enough");
    more();
    await left;
    assert.is(await read.catch((reason) => reason), "enough");
  }
}, long);

test("the heap is flat over a million values for branches that are read side by side (P1)", async () => {
  const [yes, no] = partition(things(), ({ number }) => number % 2 === 0);
  const [first, second, third] = tee(merge(yes, no), 3, 4);
  await assertFlat(ROUNDS, async () => {
    for (let count = 0; count < PORTION; count++) await Promise.all([first.next(), second.next(), third.next()]);
  });
  await Promise.all([first.return(), second.return(), third.return()]);
}, long);

test.run();
