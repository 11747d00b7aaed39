// A guard that has requests wait, in a real server of workerd, which ends a request that waits for nothing it knows of.
import * as assert from "uvu/assert";
import { suite } from "../../support/test.ts";
import { served } from "./served.ts";

const test = suite("workerd: guard");

test(
  "requests that wait are answered in their turn, the others at once (W5)",
  () =>
    served("guard.worker.ts", async (url) => {
      const answers = await Promise.all(Array.from({ length: 30 }, async () => {
        const response = await fetch(url);
        const { status, headers } = response;
        return {
          status,
          retryAfter: headers.get("Retry-After"),
          policy: headers.get("RateLimit-Policy"),
          most: Number(await response.text()),
        };
      }));
      const done = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 503);
      assert.is(done.length + refused.length, answers.length, answers.map(({ status }) => status).join());
      assert.ok(done.length >= 6 && refused.length > 0, `${done.length} were handled`);
      assert.ok(done.every(({ most }) => most <= 2));
      assert.ok(refused.every(({ retryAfter }) => Number(retryAfter) >= 1));
      assert.ok(answers.every(({ policy }) => policy === '"default";q=1000;w=1'));
    }),
  { within: 60_000 },
);

test.run();
