import * as assert from "uvu/assert";
import { rateLimiter, Semaphore } from "sluice";
import { isLimiter, limiterOf } from "../../../src/pressure/limit/limiter-of.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("limiterOf");

test("a limiter is told by shape; options make one, wrong ones throw (C25)", () => {
  const limiter = rateLimiter({ limit: 1 });
  assert.is(limiterOf("gate", limiter), limiter);
  assert.ok(isLimiter(limiterOf("gate", { limit: 1 })));
  assert.not(isLimiter({ limit: 1 }));
  assert.is(thrownBy<Error>(() => limiterOf("gate", { limit: 0 })).name, "RangeError");
  for (const [given, text] of [[5, "5"], [{}, "an object"], [new Semaphore(1), "an object"]] as const) {
    const { name, message } = thrownBy<Error>(() => limiterOf("gate", given as never));
    assert.is(`${name}: ${message}`, `TypeError: gate must be a rate limiter, or options with a limit, not ${text}`);
  }
});

test("one whose burst lets nothing pass throws, whether it was given or is to be made (C25)", () => {
  for (const given of [{ limit: 10, burst: 0.5 }, rateLimiter({ limit: 10, burst: 0.5 })]) {
    const { name, message } = thrownBy<Error>(() => limiterOf("gate", given));
    assert.equal([name, message], ["RangeError", "gate must have a burst of at least 1, not 0.5"]);
  }
  assert.is(limiterOf("gate", { limit: 0.5 }).burst, 1);
});

test.run();
