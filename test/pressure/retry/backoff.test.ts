import * as assert from "uvu/assert";
import { backoff } from "sluice";
import { seeded, withRandom } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";

const test = suite("backoff");

test("delay n is delay * 2 ** (n - 1), up to maxDelay (R3)", () => {
  assert.equal([...backoff({ attempts: 8, delay: 3, maxDelay: 50, jitter: "none" })], [3, 6, 12, 24, 48, 50, 50]);
  assert.equal([...backoff({ attempts: 12, jitter: "none" })].slice(7), [12_800, 25_600, 30_000, 30_000]);
  assert.equal([...backoff({ delay: 70, maxDelay: 50, jitter: "none" })], [50, 50]);
});

test("there is one delay fewer than attempts: by default two, with one attempt none (R3)", () => {
  assert.is([...backoff()].length, 2);
  assert.equal([...backoff({ attempts: 1 })], []);
});

test("with full jitter, the default, each delay is a random part of it (R3)", async () => {
  await withRandom(() => 0.25, () => assert.equal([...backoff({ delay: 8 })], [2, 4]));
  await withRandom(() => 0, () => assert.equal([...backoff({ jitter: "full" })], [0, 0]));
  await withRandom(seeded(1), () => {
    const bounds = [...backoff({ attempts: 1000, jitter: "none" })];
    const delays = [...backoff({ attempts: 1000 })];
    assert.ok(delays.every((ms, index) => ms >= 0 && ms < (bounds[index] ?? 0)));
    const mean = delays.slice(20).reduce((sum, ms) => sum + ms, 0) / (delays.length - 20);
    assert.ok(Math.abs(mean - 15_000) < 1000, `${mean}`);
  });
});

test("jitter may be a function of the delay (R3)", () => {
  assert.equal([...backoff({ attempts: 4, jitter: (ms) => ms + 1 })], [101, 201, 401]);
});

test("each iteration begins anew, also beside another (R3)", () => {
  const delays = backoff({ jitter: "none" });
  const [first] = delays;
  const iterator = delays[Symbol.iterator]();
  iterator.next();
  assert.is(first, 100);
  assert.equal([...delays], [100, 200]);
  assert.is(iterator.next().value, 200);
});

test("attempts may be Infinity, and no delay is ever more than maxDelay (R3)", () => {
  for (const delay of [0, 1, 30_000]) {
    let [count, last] = [0, 0];
    for (const ms of backoff({ attempts: Infinity, delay, jitter: "none" })) {
      last = ms;
      if (++count === 2000) break;
    }
    assert.is(last, delay === 0 ? 0 : 30_000);
  }
});

test.run();
