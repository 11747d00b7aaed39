import * as assert from "uvu/assert";
import { channel, filter, map, pipeline, Semaphore, take, walk, type WalkContext } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { Counted, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { Jobs, rest } from "../support/jobs.ts";
import { pending, suite, ticks, turn } from "../support/test.ts";

const test = suite("walk");

/** Visits a binary tree of nodes 1 to `last`: the children of n are 2n and 2n + 1. */
function tree(last: number, wait: (n: number) => unknown = () => undefined) {
  return async (n: number, { add }: WalkContext<number>) => {
    await wait(n);
    for (const child of [2 * n, 2 * n + 1]) if (child <= last) add(child);
    return n;
  };
}

/** The same, without a wait. */
function atOnce(last: number) {
  return (n: number, { add }: WalkContext<number>) => {
    for (const child of [2 * n, 2 * n + 1]) if (child <= last) add(child);
    return n;
  };
}

const nodes = (last: number) => upTo(last).map((n) => n + 1);

test("walk() visits what its visits add, each once, and ends by itself (P7)", async () => {
  for (const { name, options } of every) {
    for (const fn of [atOnce(100), tree(100), tree(100, (n) => ticks(n * 7 % 5))]) {
      const all = await pipeline([1], walk(fn, options())).toArray();
      assert.equal(all.sort((a, b) => a - b), nodes(100), name);
    }
  }
});

test("what was added is visited in the order in which it was added, and an ordered walk gives it so (P7)", async () => {
  for (const { name, options, ordered } of every) {
    if (!ordered) continue;
    assert.equal(await pipeline([1], walk(atOnce(100), options())).toArray(), nodes(100), name);
  }
});

test("nothing is pulled from the source while something that was added waits (P7)", async () => {
  const source = new Counted(upTo(3));
  const order: string[] = [];
  const fn = (item: number | string, { add }: WalkContext<number | string>) => {
    order.push(`${item} after ${source.asked}`);
    if (typeof item === "number") { for (const part of ["a", "b"]) add(`${item}${part}`); }
  };
  await pipeline(source, walk(fn)).run();
  assert.equal(
    order,
    ["0", "0a", "0b", "1", "1a", "1b", "2", "2a", "2b"].map((item) => `${item} after ${+item[0]! + 1}`),
  );
});

test("an item is visited while the visit that adds it still runs (P7)", async () => {
  const jobs = new Jobs((n) => n);
  let more = (_: number) => {};
  const fn = (n: number, context: WalkContext<number>) => {
    if (n === 0) more = context.add;
    return jobs.work(n, context);
  };
  const result = pipeline([0], walk(fn, { concurrency: 3, ordered: false })).toArray();
  await rest();
  more(1);
  more(2);
  more(3);
  await rest();
  assert.equal(jobs.started, [0, 1, 2]);
  jobs.finish(1);
  await rest();
  assert.equal(jobs.started, [0, 1, 2, 3]);
  jobs.finish(2, 3, 0);
  assert.equal(await result, [1, 2, 3, 0]);
});

test("a walk waits for its last visit, since that may add (P7)", async () => {
  for (const { name, options } of every) {
    const jobs = new Jobs((n) => n);
    let more = () => {};
    const fn = (n: number, context: WalkContext<number>) => {
      more = () => context.add(n + 1);
      return jobs.work(n, context);
    };
    const flow = pipeline([0], walk(fn, options()));
    const result = flow.toArray();
    for (let n = 0; n < 4; n++) {
      await rest();
      assert.ok(await pending(result), name);
      assert.equal(jobs.started, upTo(n + 1), name);
      if (n < 3) more();
      jobs.finish(n);
    }
    assert.equal(await result, [0, 1, 2, 3], name);
  }
});

test("a walk takes what a source that waits gives later, and ends after it (P7)", async () => {
  for (const { name, options } of every) {
    const source = channel<number>();
    const result = pipeline(source, walk(tree(9), options())).toArray();
    await rest();
    await source.send(2);
    await rest();
    await source.send(3);
    source.close();
    assert.equal((await result).sort(), [2, 3, 4, 5, 6, 7, 8, 9], name);
  }
});

test("a consumer that takes its time holds the visits back, and no add is lost by that (P1, P7)", async () => {
  for (const { name, options, hand } of every) {
    if (hand === Infinity) continue;
    let [begun, taken] = [0, 0];
    const flow = pipeline([1], walk(tree(60, () => void begun++), options()));
    for await (const _ of flow) {
      taken++;
      await turn();
      assert.ok(begun - taken <= hand, `${name}: ${begun} begun, ${taken} taken`);
    }
    assert.is(taken, 60, name);
  }
});

test("more added items than the capacity fail the visit, unless it catches that (P3, P6, P7)", async () => {
  const fn = (n: number, { add }: WalkContext<number>) => (n === 0 && [1, 2, 3].forEach(add), n);
  const error = await failure<Error>(pipeline([0], walk(fn, { capacity: 2 })).run());
  assert.equal([error.name, error.message], ["OverflowError", "Cannot add: 2 added values are already waiting"]);
  const letters: unknown[] = [];
  const onError = (error: unknown, value: number) => void letters.push([(error as { value: number }).value, value]);
  assert.equal(await pipeline([0], walk(fn, { capacity: 2, onError })).toArray(), [1, 2]);
  assert.equal(letters, [[3, 0]]);
});

test("65,536 added items may wait unless the options say otherwise (P7)", async () => {
  const added: number[] = [];
  const fill = (_: number, { add }: WalkContext<number>) => {
    for (;;) {
      add(1);
      added.push(1);
    }
  };
  const error = await failure<Error>(pipeline([0], walk(fill)).run());
  assert.equal([error.name, added.length], ["OverflowError", 65_536]);
  const many = (n: number, { add }: WalkContext<number>) => {
    if (n === 0) { for (const one of upTo(70_000)) add(one + 1); }
  };
  assert.is(await pipeline([0], walk(many, { capacity: Infinity })).run(), 70_001);
});

test("what a visit added before it failed is visited, where onError takes the failure (P6, P7)", async () => {
  for (const { name, options } of every) {
    const letters: unknown[] = [];
    const fn = (n: number, { add }: WalkContext<number>) => {
      if (n === 0) [1, 2].forEach(add);
      if (n < 2) throw new Error("broken");
      return n;
    };
    const onError = (_: unknown, value: unknown) => ticks(3).then(() => letters.push(value));
    assert.equal(await pipeline([0], walk(fn, { ...options(), onError })).toArray(), [2], name);
    assert.equal(letters.sort(), [0, 1], name);
  }
});

test("a visit that a governor refuses ends, too, so that the walk can end (P6, P7)", async () => {
  const refused = {
    acquire: () => Promise.reject(new Error("no")),
    with: () => Promise.reject(),
    wrap: () => () => {},
  };
  const governor = Object.assign(Object.create(refused), { bounds: true });
  const letters: unknown[] = [];
  const onError = (_: unknown, value: number) => void letters.push(value);
  assert.is(await pipeline([1, 2], walk(atOnce(9), { concurrency: governor as never, onError })).run(), 0);
  assert.equal(letters, [1, 2]);
});

test("a shared budget bounds the visits of two walks together (P2, P7)", async () => {
  const budget = new Semaphore(3);
  let [running, most] = [0, 0];
  const wait = async () => {
    most = Math.max(most, ++running);
    await ticks(5);
    running--;
  };
  const walks = [30, 40].map((last) => pipeline([1], walk(tree(last, wait), { concurrency: budget })).run());
  assert.equal(await Promise.all(walks), [30, 40]);
  assert.equal([most, budget.available], [3, 3]);
});

test("a failed visit ends the walk: what was added is discarded, the rest aborted and waited for (P3, P7)", async () => {
  const broken = new Error("broken");
  const jobs = new Jobs((n) => n);
  const fn = (n: number, context: WalkContext<number>) => {
    if (n === 0) [1, 2, 3, 4, 5].forEach(context.add);
    return jobs.obeying(n, context);
  };
  const source = new Counted([0]);
  const result = failure(pipeline(source, walk(fn, { concurrency: 3, ordered: false })).toArray());
  await rest();
  jobs.finish(0);
  await rest();
  jobs.fail(2, broken);
  assert.is(await result, broken);
  await rest();
  assert.equal(jobs.started, [0, 1, 2, 3]);
  assert.equal(jobs.aborted, [1, 3]);
});

test("a walk that has no end can be left, and what its visits add then is discarded (P4, P7)", async () => {
  for (const { name, options, hand } of every) {
    if (hand === Infinity) continue;
    const adds: ((n: number) => void)[] = [];
    const fn = async (n: number, { add, signal }: WalkContext<number>) => {
      add(n + 1);
      await ticks(3);
      if (signal.aborted) add(n + 2);
      adds.push(add);
      return n;
    };
    assert.equal(await pipeline(naturals(), walk(fn, options()), take(20)).run(), 20, name);
    await rest();
    for (const add of adds) assert.throws(() => add(1), "the visit has ended");
  }
});

test("a walk whose visits never wait leaves the event loop its turns (C23)", async () => {
  let turns = 0;
  let going = true;
  const count = async () => {
    for (; going; turns++) await turn();
  };
  const counting = count();
  const fn = (n: number, { add }: WalkContext<number>) => (turns < 5 && add(n + 1), n);
  await pipeline([0], walk(fn), filter(() => false)).run();
  going = false;
  await counting;
  assert.ok(turns >= 5);
});

test("add() after the visit's end throws, and says what to look for (P7)", async () => {
  const late: Promise<unknown>[] = [];
  const fn = (n: number, { add }: WalkContext<number>) => {
    if (n === 0) late.push(failure(ticks(2).then(() => add(9))));
    return n > 0 ? ticks(9) : undefined;
  };
  assert.is(await pipeline([0, 1], walk(fn)).run(), 2);
  const [error] = await Promise.all(late) as [Error];
  assert.is(error.message, "Cannot add: the visit has ended; is everything in it awaited?");
});

test("a consumer may feed a visit that runs, from a stage below (P7)", async () => {
  let more = (_: number) => {};
  let finish = () => {};
  const fn = (n: number, { add }: WalkContext<number>) => {
    if (n > 0) return n;
    more = add;
    return new Promise<number>((resolve) => finish = () => resolve(0));
  };
  const below = map((n: number) => {
    if (n > 0 && n < 5) more(n + 1);
    if (n === 5) finish();
    return n;
  });
  const flow = pipeline([0, 1], walk(fn, { concurrency: 2, ordered: false }), below);
  assert.equal(await flow.toArray(), [1, 2, 3, 4, 5, 0]);
});

test("a visit is told its index and its signal, beside how to add (P2, P7)", async () => {
  const indexes: number[] = [];
  const fn = (n: number, context: WalkContext<number>) => {
    if (n === 1) [2, 3].forEach(context.add);
    assert.equal(Object.keys(context).sort(), ["add", "index"]);
    assert.not(context.signal.aborted);
    indexes.push(context.index);
  };
  await pipeline([1, 4], walk(fn)).run();
  assert.equal(indexes, [0, 1, 2, 3]);
});

test("wrong arguments are named, each with what was given (C25)", () => {
  const messageOf = (call: () => unknown) => {
    const { name, message } = thrownBy<Error>(call);
    return `${name}: ${message}`;
  };
  const fn = () => {};
  assert.equal([
    messageOf(() => walk(5 as never)),
    messageOf(() => walk(fn, 5 as never)),
    messageOf(() => walk(fn, { capacity: 0 })),
    messageOf(() => walk(fn, { capacity: "2" as never })),
    messageOf(() => walk(fn, { concurrency: 0 })),
    messageOf(() => walk(fn, { onError: 5 as never })),
  ], [
    "TypeError: fn must be a function, not 5",
    "TypeError: options must be an object, not 5",
    "RangeError: options.capacity must be an integer of at least 1, not 0",
    'TypeError: options.capacity must be a number, not "2"',
    "RangeError: options.concurrency must be an integer of at least 1, not 0",
    "TypeError: options.onError must be a function, not 5",
  ]);
});

test.run();
