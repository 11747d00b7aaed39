import * as assert from "uvu/assert";
import { guard, politeFetch } from "sluice/web";
import { serve } from "srvx";
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

test("fifty clients of a server with a limit lose no request, and after a second few are refused (W6)", async () => {
  const answers: { time: number; status: number }[] = [];
  const guarded = guard(() => new Response("done"), { concurrency: 100, limiter: { limit: 100 } });
  const server = serve({
    port: 0,
    hostname: "127.0.0.1",
    silent: true,
    fetch: async (request) => {
      const response = await guarded(request);
      answers.push({ time: performance.now(), status: response.status });
      return response;
    },
  });
  await server.ready();
  try {
    const ask = politeFetch(fetch, { retry: { attempts: Infinity } });
    const start = performance.now();
    let asked = 0;
    const got: number[] = [];
    await Promise.all(Array.from({ length: 50 }, async () => {
      while (performance.now() - start < 3_000) {
        asked++;
        const response = await ask(server.url ?? "");
        await response.text();
        got.push(response.status);
      }
    }));
    assert.equal([got.length, got.filter((status) => status !== 200)], [asked, []]);
    const later = answers.filter(({ time }) => time > start + 1_000);
    const refused = later.filter(({ status }) => status === 429).length;
    assert.ok(later.length > 10, `${later.length} answers after the first second`);
    assert.ok(refused <= later.length * 0.05, `${refused} of ${later.length} were refused`);
  } finally {
    await server.close(true);
  }
}, { within: 60_000 });

test.run();
