import * as assert from "uvu/assert";
import { rateLimiter } from "sluice";
import { isLimiter, limiterOf } from "../../src/web/limiter-of.ts";
import { thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("limiterOf");

test("a limiter is told by shape; options make one, wrong ones throw (C25)", () => {
  const limiter = rateLimiter({ limit: 1 });
  assert.is(limiterOf(limiter), limiter);
  assert.ok(isLimiter(limiterOf({ limit: 1 })));
  assert.not(isLimiter({ limit: 1 }));
  assert.is(thrownBy<Error>(() => limiterOf({ limit: 0 })).name, "RangeError");
});

test("one whose burst lets no request pass throws, whether it was given or is to be made (C25)", () => {
  for (const given of [{ limit: 10, burst: 0.5 }, rateLimiter({ limit: 10, burst: 0.5 })]) {
    const { name, message } = thrownBy<Error>(() => limiterOf(given));
    assert.equal([name, message], ["RangeError", "options.limiter must have a burst of at least 1, not 0.5"]);
  }
  assert.is(limiterOf({ limit: 0.5 }).burst, 1);
});

test.run();
