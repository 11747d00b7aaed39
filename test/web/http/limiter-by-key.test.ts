import * as assert from "uvu/assert";
import { rateLimiter } from "sluice";
import { Allowances } from "../../../src/web/http/limiter-by-key.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("limiter by key");

test("a key that asks again meets the same limiter, until that is whole again (W5)", () =>
  withTimers((timers) => {
    const allowances = new Allowances(() => rateLimiter({ limit: 2 }));
    const first = allowances.of("a");
    first.tryAcquire();
    assert.is(allowances.of("a"), first);
    allowances.of("b").tryAcquire();
    assert.is(allowances.size, 2);
    timers.pass(1_000);
    allowances.of("c").tryAcquire();
    assert.is(allowances.size, 1);
    assert.is.not(allowances.of("a"), first);
  }));

test("each request forgets two at most, so that none of them takes long (W5)", () =>
  withTimers((timers) => {
    const allowances = new Allowances(() => rateLimiter({ limit: 1 }));
    for (const key of "abcd") allowances.of(key).tryAcquire();
    timers.pass(1_000);
    allowances.of("e");
    assert.is(allowances.size, 3);
  }));

test("however many keys come and go, those that are whole are forgotten on the way (W5)", () =>
  withTimers((timers) => {
    const allowances = new Allowances(() => rateLimiter({ limit: 1 }));
    for (let key = 0; key < 10_000; key++) {
      allowances.of(key).tryAcquire();
      timers.pass(100);
    }
    assert.ok(allowances.size <= 12, `${allowances.size} keys are kept`);
  }));

test("a policy is told in whole requests and whole seconds, at the rate of the limiter (W5)", () => {
  const policies = [
    [{ limit: 10, interval: 60_000 }, "q=10;w=60"],
    [{ limit: 10, interval: 100 }, "q=100;w=1"],
    [{ limit: 3, interval: 1_500 }, "q=4;w=2"],
    [{ limit: 0.5 }, "q=1;w=2"],
    [{ limit: 1, interval: 2.5 }, "q=400;w=1"],
    [{ limit: 2.5 }, "q=2;w=1"],
  ] as const;
  for (const [options, policy] of policies) {
    const { headers } = new Allowances(() => rateLimiter(options)).marked(new Response(), "a");
    assert.is(headers.get("RateLimit-Policy"), `"default";${policy}`);
  }
});

test.run();
