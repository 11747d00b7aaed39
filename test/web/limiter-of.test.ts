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

test.run();
