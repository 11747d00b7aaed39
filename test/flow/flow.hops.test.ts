// What moves without a hop (P5). The breather may hold up any one run, so the best of several counts; how fast a
// machine is does not matter.
import { channel, compose, drop, filter, map, pipeline, scan, type Stage, take, tap, unbounded } from "sluice";
import * as assert from "uvu/assert";
import { AsyncNumbers, Numbers } from "../support/numbers.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("flow hops");

/** More than operations pass between two looks at the clock, and few enough for a slow engine to need no breath. */
const COUNT = 300;
const ROUNDS = 20;

/** The best of several rounds, each in a turn of its own. */
async function best(pick: (...given: number[]) => number, round: () => Promise<number>): Promise<number> {
  const results: number[] = [];
  for (let count = 0; count < ROUNDS; count++) {
    await turn();
    results.push(await round());
  }
  return pick(...results);
}

/** How many turns of the microtask queue it takes. `Infinity` when it had to wait for something else. */
async function hops(body: () => Promise<unknown>): Promise<number> {
  let done = false;
  const finished = body().then(() => done = true);
  for (let count = 0; count < 20 * COUNT; count++) {
    if (done) return count;
    await undefined;
  }
  await finished;
  return Infinity;
}

/** Six stages that need not wait. */
const synchronous: Stage<number, number> = compose(
  map((n: number) => n + 1),
  filter((n) => n > 0),
  tap(() => {}),
  scan((_: number, n) => n, 0),
  drop(0),
  take(Infinity),
);

const operations: Record<string, (numbers: Numbers) => Promise<unknown>> = {
  "toArray()": (numbers) => pipeline(numbers, synchronous).toArray(),
  "run()": (numbers) => pipeline(numbers, synchronous).run(),
  "reduce()": (numbers) => pipeline(numbers, synchronous).reduce((a, b) => a + b, 0),
  "forEach()": (numbers) => pipeline(numbers, synchronous).forEach(() => {}),
  "into()": (numbers) => pipeline(numbers, synchronous).into(channel<number>(unbounded())),
};

for (const [name, operation] of Object.entries(operations)) {
  test(`${name} of a synchronous source through synchronous stages is done inside the call (P5)`, async () => {
    const pulled = await best(Math.max, async () => {
      const numbers = new Numbers({ count: COUNT });
      const done = operation(numbers);
      const { pulled } = numbers;
      await done;
      return pulled;
    });
    assert.is(pulled, COUNT + 1);
  });

  test(`${name} takes as many hops for ${COUNT} items as for one (P5)`, async () => {
    const one = await best(Math.min, () => hops(() => operation(new Numbers({ count: 1 }))));
    const many = await best(Math.min, () => hops(() => operation(new Numbers({ count: COUNT }))));
    assert.is(many, one);
  });
}

async function loop(flow: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of flow);
}

test("a loop takes about one hop for each item, however many synchronous stages there are (P5)", async () => {
  const numbers = () => new Numbers({ count: COUNT });
  const bare = await best(Math.min, () => hops(() => loop(pipeline(numbers()))));
  const staged = await best(Math.min, () => hops(() => loop(pipeline(numbers(), synchronous, synchronous))));
  assert.ok(bare <= COUNT + 10, `${bare} hops`);
  assert.is(staged, bare);
});

test("pipelines in a row are one: a flow as a source costs no hop (P5)", async () => {
  const nested = () =>
    pipeline(pipeline(new Numbers({ count: COUNT }), map((n) => n)).pipe(map((n) => n)), map((n) => n)).pipe();
  const bare = await best(Math.min, () => hops(() => loop(pipeline(new Numbers({ count: COUNT })))));
  assert.is(await best(Math.min, () => hops(() => loop(nested()))), bare);
});

test("an asynchronous source costs its own hops, and one more at most, however many stages there are (P5)", async () => {
  const numbers = () => new AsyncNumbers({ count: COUNT });
  const bare = await best(Math.min, () => hops(() => pipeline(numbers()).run()));
  const staged = await best(Math.min, () => hops(() => pipeline(numbers(), synchronous).run()));
  assert.ok(bare <= 2 * COUNT + 10, `${bare} hops`);
  assert.is(staged, bare);
});

test("a full channel moves to another one inside the call (P5)", async () => {
  const moved = await best(Math.max, async () => {
    const [from, to] = [channel<number>(unbounded()), channel<number>(unbounded())];
    for (let n = 0; n < COUNT; n++) from.trySend(n);
    from.close();
    const done = pipeline(from, synchronous).into(to);
    const { size } = to;
    await done;
    return size;
  });
  assert.is(moved, COUNT);
});

test("a function that waits for one item leaves the others synchronous (P5)", async () => {
  const flow = (count: number) => pipeline(new Numbers({ count }), map((n) => n === 0 ? Promise.resolve(n) : n));
  const few = await best(Math.min, () => hops(() => flow(2).toArray()));
  const many = await best(Math.min, () => hops(() => flow(COUNT).toArray()));
  assert.is(many, few);
});

test.run();
