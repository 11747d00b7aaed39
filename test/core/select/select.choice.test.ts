import * as assert from "uvu/assert";
import { type Cases, channel, select, sending, trySelect } from "sluice";
import { chiSquare, seeded, withRandom } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";

const test = suite("select: which of the ready cases");

const rounds = 4_000;

/** How often each of the cases is chosen, over and over again, by a generator with a seed. */
async function counted(cases: Cases, seed: number): Promise<Map<string | number, number>> {
  const counts = new Map<string | number, number>();
  await withRandom(seeded(seed), () => {
    for (let round = 0; round < rounds; round++) {
      const key = trySelect(cases)?.key;
      assert.is.not(key, undefined);
      counts.set(key ?? "", (counts.get(key ?? "") ?? 0) + 1);
    }
  });
  return counts;
}

/** A receive case that is ready again and again. */
function full(count = rounds) {
  const values = channel<number>(count);
  for (let value = 0; value < count; value++) values.trySend(value);
  return values;
}

test("ready cases are chosen uniformly (S2)", async () => {
  const counts = await counted([full(), full(), full(), full()], 1);
  // Three degrees of freedom: a fair choice stays below with a probability of 0.999, and the seed is fixed.
  assert.ok(chiSquare([...counts.values()]) < 16.27, `${[...counts]}`);
  assert.is(counts.size, 4);
});

test("ready cases are chosen uniformly, wherever the others stand (S2)", async () => {
  // To start anywhere and take the next one that is ready would favour the one behind a gap.
  const counts = await counted([full(), null, channel(), channel(), full(), full()], 2);
  assert.equal([...counts.keys()].sort(), [0, 4, 5]);
  assert.ok(chiSquare([...counts.values()]) < 13.82, `${[...counts]}`);
});

test("sends, ends and signals take part in the choice like values (S2)", async () => {
  const closed = channel<never>();
  closed.close();
  const room = channel<number>(rounds);
  const cases = { value: full(), out: sending(room, 1), closed, stop: AbortSignal.abort() };
  const counts = await counted(cases, 3);
  assert.equal([...counts.keys()].sort(), ["closed", "out", "stop", "value"]);
  assert.ok(chiSquare([...counts.values()]) < 16.27, `${[...counts]}`);
});

test("without a seed no ready case is left out (S2)", async () => {
  const cases = [full(1_000), full(1_000), full(1_000)];
  const counts = [0, 0, 0];
  for (let round = 0; round < 900; round++) {
    const { key } = await select(cases);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  // 300 each; ten standard deviations are 141.
  for (const count of counts) assert.ok(Math.abs(count - 300) < 141, `${counts}`);
});

test("Math.random is looked up at each call (S2)", async () => {
  const cases = [full(), full()];
  const original = Math.random;
  let calls = 0;
  await withRandom(() => (calls++, 0), () => trySelect(cases));
  assert.ok(calls > 0);
  assert.is(Math.random, original);
  const before = calls;
  trySelect(cases);
  assert.is(calls, before);
});

test("the same seed gives the same choices (S2)", async () => {
  const run = async () => {
    const keys: number[] = [];
    const cases = [full(), full(), full()];
    await withRandom(seeded(7), async () => {
      for (let round = 0; round < 50; round++) keys.push((await select(cases)).key);
    });
    return keys.join("");
  };
  const keys = await run();
  assert.match(keys, /0.*1|1.*0/);
  assert.is(await run(), keys);
});

test("the extremes of Math.random choose a ready case, too (S2)", async () => {
  for (const random of [0, 0.5, 1 - 2 ** -53]) {
    await withRandom(() => random, () => {
      for (let length = 1; length <= 4; length++) {
        for (let ready = 0; ready < length; ready++) {
          const cases = Array.from({ length }, (_, index) => index === ready ? full(1) : channel<number>());
          assert.is(trySelect(cases)?.key, ready);
        }
      }
    });
  }
});

test("with priority, the first of the ready cases in the order written is chosen (S2)", async () => {
  const [empty, first, second] = [channel<number>(), full(), full()];
  for (let round = 0; round < 50; round++) {
    assert.is((await select({ off: null, empty, first, second }, { priority: true })).key, "first");
    assert.is((await select([null, empty, second, first], { priority: true })).key, 2);
    assert.is(trySelect({ empty, second, first }, { priority: true })?.key, "second");
  }
});

test("priority is not the first word, but only among those ready (S2)", async () => {
  const [first, second] = [channel<string>(1), channel<string>(1)];
  second.trySend("b");
  assert.is((await select({ first, second }, { priority: true })).value, "b");
});

test("priority: false is the random choice (S2)", async () => {
  const cases = { a: full(), b: full() };
  const keys = new Set<string>();
  await withRandom(seeded(5), async () => {
    for (let round = 0; round < 64; round++) keys.add((await select(cases, { priority: false })).key);
  });
  assert.is(keys.size, 2);
});

test.run();
