import { channel, type Flow, merge, pipeline, tee, zip } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { suite, ticks } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("tee");

const end = { done: true, value: undefined };

/** As many values as it gives without a wait. */
async function taken<T>(flow: Flow<T>): Promise<T[]> {
  const values: T[] = [];
  for (;;) {
    const next = flow.next();
    if (await waits(next)) return values;
    const { done, value } = await next;
    if (done) return values;
    values.push(value);
  }
}

test("tee() gives every value to every branch", async () => {
  for (const source of [() => [1, 2, 3], () => Driven.of(1, 2, 3), () => pipeline([1, 2, 3])]) {
    for (const n of [1, 2, 3, 7]) {
      const branches = tee(source(), n);
      assert.is(branches.length, n);
      const all = await Promise.all(branches.map((branch) => branch.toArray()));
      assert.equal(all, branches.map(() => [1, 2, 3]));
    }
  }
});

test("tee() makes two branches unless it is told otherwise", async () => {
  assert.is(tee([1]).length, 2);
  const [one, other] = tee(Driven.of<number>());
  assert.equal(await Promise.all([one.toArray(), other.run()]), [[], 0]);
});

test("the branches get the very same values, untouched", async () => {
  const values = [{}, undefined, null, NaN, Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  const [one, other] = tee(values, 2, 10);
  const seen: unknown[][] = [[], []];
  await one.forEach((value) => void seen[0]?.push(value));
  await other.forEach((value) => void seen[1]?.push(value));
  for (const all of seen) {
    assert.is(all.length, values.length);
    for (const [index, value] of values.entries()) assert.ok(Object.is(all[index], value));
  }
});

test("nothing is pulled before the first pull, of whichever branch (P1)", async () => {
  for (const first of [0, 1, 2]) {
    const source = new Driven<number>().give(1);
    const branches = tee(source, 3);
    await rest();
    assert.is(source.asked, 0);
    assert.is((await branches[first as 0].next()).value, 1);
    assert.is(source.asked, 1);
    assert.equal(
      (await Promise.all(branches.map((branch, index) => index === first ? undefined : branch.next()))).length,
      3,
    );
    assert.is(source.asked, 1);
    await Promise.all(branches.map((branch) => branch.cancel()));
    assert.is(source.returned, 1);
  }
});

test("no branch gets further ahead of another than the buffer, and one more (P1)", async () => {
  for (const buffer of [0, 1, 2, 5]) {
    for (
      const make of [naturals, () => new Driven<number>().give(...Array.from({ length: 30 }, (_, index) => index))]
    ) {
      const source = make();
      const [quick, slow, other] = tee<number>(source, 3, buffer);
      assert.is((await taken(quick)).length, buffer + 1);
      assert.is(source.asked, buffer + 1);
      assert.is((await taken(other)).length, buffer + 1);
      assert.is(source.asked, buffer + 1);
      await slow.next();
      await rest();
      assert.is(source.asked, buffer + 2);
      await Promise.all([quick.cancel(), slow.cancel(), other.cancel()]);
      assert.is(source.returned, 1);
    }
  }
});

test("a value that a slow branch takes lets a quick one that waits go on", async () => {
  const [quick, slow] = tee(naturals());
  await quick.next();
  for (let n = 1; n < 10; n++) {
    const next = quick.next();
    assert.ok(await waits(next));
    assert.is((await slow.next()).value, n - 1);
    assert.is((await next).value, n);
  }
  await Promise.all([quick.cancel(), slow.cancel()]);
});

test("a branch that nobody reads holds the others back", async () => {
  const source = naturals();
  const [one, other, unread] = tee(source, 3);
  const both = Promise.all([one.run(), other.run()]);
  assert.ok(await waits(both));
  assert.is(source.asked, 1);
  await unread.cancel();
  await rest();
  assert.ok(source.asked > 2);
  await Promise.all([one.cancel(), other.cancel(), failure(both)]);
});

test("reading one branch to its end before another waits for ever when the buffer is too small", async () => {
  const [one, other] = tee([1, 2, 3, 4], 2, 2);
  const all = one.toArray();
  assert.ok(await waits(all));
  assert.equal(await other.toArray(), [1, 2, 3, 4]);
  assert.equal(await all, [1, 2, 3, 4]);
});

test("reading one branch to its end before another is fine when the buffer is large enough", async () => {
  for (const buffer of [4, 5, Infinity]) {
    const source = new Counted([1, 2, 3, 4]);
    const [one, other] = tee(source, 2, buffer);
    assert.equal(await one.toArray(), [1, 2, 3, 4]);
    assert.equal(await other.toArray(), [1, 2, 3, 4]);
    assert.is(source.asked, 5);
  }
});

test("the end of the source is the end of every branch, after its values", async () => {
  const [one, other] = tee([1, 2], 2, 5);
  assert.equal(await one.toArray(), [1, 2]);
  assert.equal(await one.next(), end);
  assert.equal([await other.next(), await other.next()].map(({ value }) => value), [1, 2]);
  assert.equal(await other.next(), end);
  assert.equal(await other.next(), end);
});

test("branches can be read in one loop, in any rhythm that the buffer allows", async () => {
  const [one, other] = tee(Driven.of(1, 2, 3, 4, 5, 6), 2, 1);
  const seen: unknown[] = [];
  const read = async (flow: Flow<number>, times: number) => {
    for (let n = 0; n < times; n++) seen.push((await flow.next()).value);
  };
  for (let round = 0; round < 3; round++) {
    await read(one, 2);
    await read(other, 2);
  }
  assert.equal(seen, [1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6]);
  assert.equal([await one.next(), await other.next()], [end, end]);
});

test("branches can be read by loops side by side", async () => {
  const branches = tee(Driven.of(...Array.from({ length: 50 }, (_, index) => index)), 4);
  const read = async (flow: Flow<number>, pause: number) => {
    let sum = 0;
    for await (const value of flow) {
      await ticks(pause);
      sum += value;
    }
    return sum;
  };
  const sums = await Promise.all(branches.map((branch, index) => read(branch, index * 3)));
  assert.equal(sums, [1225, 1225, 1225, 1225]);
});

test("concurrent pulls of one branch are answered in order (P4)", async () => {
  const source = new Driven<number>();
  const [one, other] = tee(source, 2, 3);
  const all = [one.next(), one.next(), one.next(), one.next()];
  source.give(1, 2, 3).end();
  assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 2, 3, undefined]);
  assert.equal(await other.toArray(), [1, 2, 3]);
});

test("branches can come together again, in zip(), merge() and within each other", async () => {
  assert.equal(await zip(...tee([1, 2, 3], 3)).toArray(), [[1, 1, 1], [2, 2, 2], [3, 3, 3]]);
  assert.equal((await merge(...tee(Driven.of(1, 2), 3)).toArray()).sort(), [1, 1, 1, 2, 2, 2]);
  const [one, other] = tee([1, 2]);
  assert.equal(await merge(one.pipe(), pipeline(other)).toArray(), [1, 1, 2, 2]);
});

test("tees can be nested, and each keeps its own bound", async () => {
  const source = naturals();
  const [near, far] = tee(source, 2, 1);
  const [left, right] = tee(far, 2, 2);
  assert.equal(await taken(left), [0, 1]); // near holds two, one more than its buffer
  assert.is(source.asked, 2);
  assert.equal(await taken(near), [0, 1, 2, 3, 4]); // left, which still asked, took 2; far holds 3 and 4
  assert.is(source.asked, 5);
  assert.equal(await taken(right), [0, 1, 2, 3, 4, 5]); // left holds 3, 4 and 5
  assert.is(source.asked, 6);
  for (const branch of [near, left, right]) await branch.cancel();
  assert.is(source.returned, 1);
});

test("a deep tower of tees loses nothing", async () => {
  const ends: Flow<number>[] = [];
  let rest: Flow<number> = pipeline(Driven.of(1, 2, 3));
  for (let depth = 0; depth < 20; depth++) {
    const [one, other] = tee(rest);
    ends.push(one);
    rest = other;
  }
  const all = await Promise.all([...ends, rest].map((flow) => flow.toArray()));
  assert.equal(all, Array.from({ length: 21 }, () => [1, 2, 3]));
});

test("a channel is shared: when all branches have left it is open, and nobody waits there", async () => {
  const jobs = channel<number>();
  const [one, other] = tee(jobs);
  const all = [one.next(), other.next()];
  await jobs.send(1);
  assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 1]);
  const next = one.next();
  assert.ok(await waits(next));
  await Promise.all([one.cancel(), other.cancel()]);
  assert.equal(await next, end);
  assert.is(jobs.stats.waitingReceivers, 0);
  assert.not(jobs.closed);
});

test("wrong arguments are an error that names them, and take nothing (C25)", async () => {
  const source = pipeline([1]);
  const message = (...args: unknown[]) => {
    const { name, message } = thrownBy<Error>(() => tee(...args as [number[]]));
    return `${name}: ${message}`;
  };
  assert.is(message(source, 0), "RangeError: n must be an integer of at least 1, not 0");
  assert.is(message(source, 2 ** 53), "RangeError: n must be at most 1000000, not 9007199254740992");
  assert.is(message(source, Infinity), "RangeError: n must be an integer of at least 1, not Infinity");
  assert.is(message(source, "2"), 'TypeError: n must be a number, not "2"');
  assert.is(message(source, 2, -1), "RangeError: buffer must be an integer of at least 0, not -1");
  assert.is(message(source, 2, 0.5), "RangeError: buffer must be an integer of at least 0, not 0.5");
  assert.match(message("text"), /^TypeError: source must be an iterable/);
  assert.equal(await source.toArray(), [1]);
});

test.run();
