import * as assert from "uvu/assert";
import { Pace } from "../../../src/web/http/learned-rate.ts";
import { gate } from "../../support/gate.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("learned rate");

const done = () => Promise.resolve(new Response("done"));
const busy = (seconds: number) => () =>
  Promise.resolve(new Response("no", { status: 429, headers: { "Retry-After": `${seconds}` } }));

/** How many pass in that time, one after the other. */
async function passing(pace: Pace, timers: FakeTimers, ms: number): Promise<number> {
  let passed = 0;
  let stopped = false;
  const one = async (): Promise<void> => {
    await pace.run(done, undefined);
    if (stopped) return;
    passed++;
    await one();
  };
  const running = one();
  for (let time = 0; time < ms; time += 10) {
    timers.pass(10);
    await rest();
  }
  stopped = true;
  timers.pass(10_000);
  await rest();
  await running;
  return passed;
}

/** So many that go well, with so much time after each. */
async function succeeding(pace: Pace, timers: FakeTimers, count: number, ms: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await pace.run(done, undefined);
    timers.pass(ms);
  }
}

test("after a refusal the rate is what went well before, at least one a second, and grows with each success (W6)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(4, undefined);
    await pace.run(done, undefined);
    timers.pass(1_000);
    await pace.run(busy(1), undefined);
    timers.pass(1_000);
    const first = await passing(pace, timers, 1_000);
    assert.ok(first >= 1 && first <= 3, `${first} in the first second`);
    const later = await passing(pace, timers, 5_000);
    assert.ok(later > 5 * first, `${later} in the next five`);
  }));

for (const count of [99, 102, 110, 204]) {
  test(`the rate that went well is that of the last seconds, of ${count} requests as of any other number (W6)`, () =>
    withTimers(async (timers) => {
      const pace = new Pace(1, undefined);
      await succeeding(pace, timers, count, 100);
      await pace.run(busy(1), undefined);
      timers.pass(1_000);
      const passed = await passing(pace, timers, 1_000);
      assert.ok(passed >= 9 && passed <= 12, `${passed} in a second, after 10 in each`);
    }));
}

test("a pause is no time in which things went slowly (W6)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(1, undefined);
    await succeeding(pace, timers, 10, 100);
    timers.pass(60_000);
    await succeeding(pace, timers, 50, 20);
    await pace.run(busy(1), undefined);
    timers.pass(1_000);
    const passed = await passing(pace, timers, 1_000);
    assert.ok(passed >= 20, `${passed} in a second, after 50 in one`);
  }));

test("a refusal lowers the rate also when its request began long ago (W6)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(2, undefined);
    const answer = gate<Response>();
    const slow = pace.run(() => answer.promise, undefined);
    await succeeding(pace, timers, 110, 100);
    answer.open(await busy(1)());
    await slow;
    timers.pass(1_000);
    const passed = await passing(pace, timers, 1_000);
    assert.ok(passed <= 12, `${passed} in a second, after 10 in each`);
  }));

test("a clock that steps back holds nobody (W6, T1)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(1, undefined);
    await pace.run(done, undefined);
    timers.pass(-3_600_000);
    assert.is((await pace.run(done, undefined)).status, 200);
  }));

test("of refusals at once only the first lowers the rate: to what went well, not to nothing (W6)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(2, undefined);
    for (let n = 0; n < 10; n++) {
      timers.pass(100);
      await pace.run(done, undefined);
    }
    await Promise.all([pace.run(busy(1), undefined), pace.run(busy(1), undefined)]);
    timers.pass(1_000);
    let passed = 0;
    const running = (async () => {
      for (; passed < 5; passed++) await pace.run(done, undefined);
    })();
    for (let time = 0; time < 1_500; time += 50) {
      timers.pass(50);
      await rest();
    }
    assert.is(passed, 5);
    await running;
  }));

test("of refusals at once, the longest counts, and the rate is lowered once (W6)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(2, undefined);
    await Promise.all([pace.run(busy(2), undefined), pace.run(busy(1), undefined)]);
    let passed = false;
    const next = pace.run(done, undefined).then(() => passed = true);
    await rest();
    timers.pass(1_999);
    await rest();
    assert.not(passed);
    timers.pass(1);
    await next;
  }));

test.run();
