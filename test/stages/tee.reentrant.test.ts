import { type Flow, map, pipeline, tee, zip } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("tee, read from within");

const end = { done: true, value: undefined };

for (const [kind, make] of [["synchronous", () => [1, 2, 3]], ["asynchronous", () => Driven.of(1, 2, 3)]] as const) {
  test(`${kind}: a consumer of one branch may wait for the other`, async () => {
    const [one, other] = tee<number>(make());
    const seen: unknown[] = [];
    await one.forEach(async (value) => void seen.push([value, (await other.next()).value]));
    assert.equal(seen, [[1, 1], [2, 2], [3, 3]]);
    assert.equal(await other.next(), end);
  });

  test(`${kind}: a consumer of one branch may ask the other without waiting`, async () => {
    const [one, other] = tee<number>(make());
    const asked: Promise<IteratorResult<number, undefined>>[] = [];
    await one.forEach(() => void asked.push(other.next()));
    assert.equal((await Promise.all(asked)).map(({ value }) => value), [1, 2, 3]);
    assert.equal(await other.next(), end);
  });

  test(`${kind}: a consumer of one branch may start to read the other to its end`, async () => {
    const [one, other] = tee<number>(make());
    let all: Promise<number[]> | undefined;
    await one.forEach(() => void (all ??= other.toArray()));
    assert.equal(await all, [1, 2, 3]);
  });

  test(`${kind}: a consumer of one branch may ask that branch itself`, async () => {
    const [one, other] = tee<number>(make(), 2, 5);
    const seen: unknown[] = [];
    for await (const value of one) seen.push([value, (await one.next()).value]);
    assert.equal(seen, [[1, 2], [3, undefined]]);
    assert.equal(await other.toArray(), [1, 2, 3]);
  });

  test(`${kind}: work above may ask a branch, and is not entered twice`, async () => {
    let running = 0;
    const asked: Promise<unknown>[] = [];
    const work = map((value: number) => {
      assert.is(++running, 1);
      asked.push(other.next(), one.next());
      running--;
      return value;
    });
    const [one, other]: [Flow<number>, Flow<number>] = tee(pipeline(make(), work));
    const first = await one.next();
    await rest();
    assert.is(first.value, 1);
    const values = (await Promise.all(asked)).map((result) => (result as IteratorResult<number>).value);
    assert.equal(values.filter((value) => value === 1).length, 1);
    await Promise.all([one.cancel(), other.cancel()]);
  });

  test(`${kind}: work above may have all branches leave`, async () => {
    const work = map((value: number) => {
      if (value === 2) {
        void one.cancel();
        void other.cancel();
      }
      return value;
    });
    const [one, other]: [Flow<number>, Flow<number>] = tee(pipeline(make(), work));
    const all = [one.next(), other.next(), one.next(), other.next()];
    assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 1, undefined, undefined]);
  });
}

test("a consumer that waits for more of the other branch than the buffer allows waits for ever", async () => {
  const [one, other] = tee(naturals(), 2, 1);
  let got = 0;
  const all = one.forEach(async () => {
    while (!(await other.next()).done) got++;
  });
  assert.ok(await waits(all));
  assert.is(got, 3);
  await Promise.all([other.cancel(), one.cancel(), all.catch(() => {})]);
});

test("one branch may feed the other's consumer through stages of its own", async () => {
  const [one, other] = tee([1, 2, 3]);
  const flow = zip(other.pipe(map((n) => Promise.resolve(n * 10))), one.pipe(map((n) => n + 1)));
  assert.equal(await flow.toArray(), [[10, 2], [20, 3], [30, 4]]);
});

test("a branch that is woken may leave, ask or end the others without confusing them", async () => {
  const source = new Driven<number>();
  const [first, second, third] = tee(source, 3, 1);
  const log: string[] = [];
  void first.forEach((n) => {
    log.push(`first ${n}`);
    if (n === 2) void third.cancel();
    return undefined;
  });
  void second.forEach((n) => void log.push(`second ${n}`));
  void third.forEach((n) => void log.push(`third ${n}`)).catch(() => log.push("third left"));
  for (const n of [1, 2, 3]) {
    source.give(n);
    await rest();
  }
  assert.equal(log.filter((line) => line.startsWith("first")), ["first 1", "first 2", "first 3"]);
  assert.equal(log.filter((line) => line.startsWith("second")), ["second 1", "second 2", "second 3"]);
  assert.equal(log.filter((line) => line.startsWith("third")).at(-1), "third left");
  source.end();
  await rest();
  assert.equal([await first.next(), await second.next()], [end, end]);
});

test("a source that asks a branch while it is asked is not entered twice", async () => {
  let running = 0;
  const asked: Promise<IteratorResult<number, undefined>>[] = [];
  let given = 0;
  const source = {
    [Symbol.iterator]: () => ({
      next() {
        assert.is(++running, 1);
        if (asked.length < 3) asked.push(other.next());
        running--;
        return { done: false, value: given++ };
      },
    }),
  };
  const [one, other]: [Flow<number>, Flow<number>] = tee(source, 2, 5);
  assert.is((await one.next()).value, 0);
  assert.equal((await Promise.all(asked)).map(({ value }) => value), [0, 1, 2].slice(0, asked.length));
  await Promise.all([one.cancel(), other.cancel()]);
});

test.run();
