import * as assert from "uvu/assert";
import { Pace } from "../../src/web/pace.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("pace");

const done = () => Promise.resolve(new Response("done"));
const busy = (seconds: number) => () =>
  Promise.resolve(new Response("no", { status: 429, headers: { "Retry-After": `${seconds}` } }));

test("after a refusal the rate is what went well before, at least one a second, and grows with each success (W6)", () =>
  withTimers(async (timers) => {
    const pace = new Pace(4, undefined);
    const passing = async (ms: number, step = 10) => {
      let passed = 0;
      let stopped = false;
      const one = async (): Promise<void> => {
        await pace.run(done, undefined);
        if (stopped) return;
        passed++;
        await one();
      };
      const running = one();
      for (let time = 0; time < ms; time += step) {
        timers.pass(step);
        await rest();
      }
      stopped = true;
      timers.pass(10_000);
      await rest();
      await running;
      return passed;
    };
    await pace.run(done, undefined);
    timers.pass(1_000);
    await pace.run(busy(1), undefined);
    timers.pass(1_000);
    const first = await passing(1_000);
    assert.ok(first >= 1 && first <= 3, `${first} in the first second`);
    const later = await passing(5_000);
    assert.ok(later > 5 * first, `${later} in the next five`);
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
