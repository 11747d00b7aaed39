import * as assert from "uvu/assert";
import { rateLimiter } from "sluice";
import { guard, type GuardOptions } from "sluice/web";
import { breathes } from "../../support/breathes.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { type Gate, gate } from "../../support/gate.ts";
import { rest } from "../../support/jobs.ts";
import { revoked } from "../../support/revoked.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("guard");

const request = (signal?: AbortSignal) => new Request("http://localhost/", signal === undefined ? {} : { signal });

/** A handler whose requests the test ends one by one. */
function work(options: GuardOptions<[]>) {
  const gates: Gate<Response>[] = [];
  let running = 0;
  let most = 0;
  const handle = guard(() => {
    const done = gate<Response>();
    gates.push(done);
    most = Math.max(most, ++running);
    return done.promise.finally(() => running--);
  }, options);
  return {
    handle,
    finish: async () => {
      gates.shift()?.open(new Response("done"));
      await rest();
    },
    get running() {
      return running;
    },
    get most() {
      return most;
    },
  };
}

test("at most concurrency requests are handled and capacity wait, in order; others get a 503 at once (W5)", async () => {
  const at = work({ concurrency: 2, capacity: 1 });
  const order: number[] = [];
  const answers = [1, 2, 3].map((n) =>
    at.handle(request()).then(({ status }) => {
      order.push(n);
      return status;
    })
  );
  const refused = await at.handle(request());
  assert.equal([refused.status, refused.headers.get("Retry-After"), at.running], [503, "1", 2]);
  assert.is(await refused.text(), "Service Unavailable");
  for (let n = 0; n < 3; n++) await at.finish();
  assert.equal([await Promise.all(answers), order, at.most], [[200, 200, 200], [1, 2, 3], 2]);
});

test("Retry-After says how long the queue takes, by how long requests took (W5)", () =>
  withTimers(async (timers) => {
    const at = work({ concurrency: 1, capacity: 2 });
    for (let n = 0; n < 40; n++) {
      const answer = at.handle(request());
      await rest();
      timers.pass(2_000);
      await at.finish();
      await answer;
    }
    const waiting = [at.handle(request()), at.handle(request()), at.handle(request())];
    const refused = await at.handle(request());
    assert.equal([refused.status, refused.headers.get("Retry-After")], [503, "6"]);
    for (let n = 0; n < 3; n++) await at.finish();
    await Promise.all(waiting);
  }));

test("with maxWait, one who would wait longer gets a 503 at once, by how long requests took; no capacity is needed (W5)", () =>
  withTimers(async (timers) => {
    const at = work({ concurrency: 1, maxWait: 2_500 });
    const first = at.handle(request());
    await rest();
    timers.pass(1_000);
    await at.finish();
    await first;
    const served = [1, 2, 3].map(() => at.handle(request())); // one runs, two wait for 1 s and 2 s
    const refused = await at.handle(request());
    assert.equal([refused.status, refused.headers.get("Retry-After")], [503, "3"]);
    timers.pass(1_000);
    await at.finish();
    served.push(at.handle(request()));
    for (let n = 0; n < 3; n++) {
      timers.pass(1_000);
      await at.finish();
    }
    assert.equal((await Promise.all(served)).map(({ status }) => status), [200, 200, 200, 200]);
  }));

test("with maxWait, a request that takes longer than all before refuses those who would wait for it (W5)", () =>
  withTimers(async (timers) => {
    const at = work({ concurrency: 1, maxWait: 500 });
    const slow = at.handle(request());
    const waiting = at.handle(request()); // nothing is known yet
    timers.pass(500);
    assert.is((await at.handle(request())).status, 503);
    for (let n = 0; n < 2; n++) await at.finish();
    assert.equal([(await slow).status, (await waiting).status], [200, 200]);
  }));

test("with both, capacity bounds the queue as well (W5)", async () => {
  const at = work({ concurrency: 1, capacity: 1, maxWait: 60_000 });
  const served = [at.handle(request()), at.handle(request())];
  assert.is((await at.handle(request())).status, 503);
  for (let n = 0; n < 2; n++) await at.finish();
  assert.equal((await Promise.all(served)).map(({ status }) => status), [200, 200]);
});

test("Retry-After is what it was after the clock has stepped back while a request was handled (W5, T1)", () =>
  withTimers(async (timers) => {
    const at = work({ concurrency: 1 });
    const handled = async (ms: number) => {
      const answer = at.handle(request());
      timers.pass(ms);
      await at.finish();
      await answer;
    };
    for (let n = 0; n < 40; n++) await handled(5_000);
    await handled(-3_600_000);
    for (let n = 0; n < 10; n++) await handled(5_000);
    const last = at.handle(request());
    assert.is((await at.handle(request())).headers.get("Retry-After"), "5");
    await at.finish();
    await last;
  }));

test("a client that leaves the queue frees its place, and its request is never handled (W5)", async () => {
  const at = work({ concurrency: 1, capacity: 1 });
  const first = at.handle(request());
  const controller = new AbortController();
  const leaving = at.handle(request(controller.signal));
  assert.is((await at.handle(request())).status, 503);
  controller.abort();
  assert.is((await leaving).status, 499);
  const next = at.handle(request());
  await at.finish();
  assert.is(at.running, 1);
  await at.finish();
  assert.equal([(await first).status, (await next).status], [200, 200]);
  const gone = await at.handle(request(AbortSignal.abort()));
  assert.equal([gone.status, at.running], [499, 0]);
});

test("no timer is left of a request that waited (W5, T2)", () =>
  withTimers(async (timers) => {
    const at = work({ concurrency: 1, capacity: 1 });
    const both = [at.handle(request()), at.handle(request())];
    await rest();
    assert.is(timers.armed, 1);
    await at.finish();
    assert.is(timers.armed, 0);
    await at.finish();
    await Promise.all(both);
  }));

test("what a handler throws is the server's, and its place is free again (W5)", async () => {
  const error = new Error("broken");
  let calls = 0;
  const handle = guard((): Response => {
    calls++;
    throw error;
  }, { concurrency: 1 });
  for (let n = 0; n < 3; n++) assert.is(await failure(handle(request())), error);
  assert.is(calls, 3);
});

test("a key that has used up its rate gets a 429 with the time until it may; others do not (W5)", () =>
  withTimers(async (timers) => {
    const handle = guard((_request, key: string) => new Response(key), {
      concurrency: 1,
      limiter: { limit: 2, interval: 60_000 },
      keyOf: (_request, key) => key,
    });
    const ask = async (key: string) => await handle(request(), key);
    assert.equal([(await ask("a")).status, (await ask("a")).status], [200, 200]);
    const refused = await ask("a");
    assert.equal([refused.status, refused.headers.get("Retry-After")], [429, "30"]);
    assert.is(await refused.text(), "Too Many Requests");
    assert.is((await ask("b")).status, 200);
    timers.pass(30_000);
    assert.is((await ask("a")).status, 200);
    assert.is((await ask("a")).status, 429);
  }));

test("with a limiter every response has the RateLimit headers, also those of fetch (W5)", () =>
  withTimers(async (timers) => {
    const fetched = Response.redirect("http://localhost/there");
    const handle = guard(() => fetched, { concurrency: 1, limiter: { limit: 10, interval: 60_000, burst: 3 } });
    const headers = async () => {
      const answer = await handle(request());
      return [answer.status, answer.headers.get("RateLimit-Policy"), answer.headers.get("RateLimit")];
    };
    const policy = '"default";q=10;w=60';
    assert.equal(await headers(), [302, policy, '"default";r=2;t=6']);
    assert.equal(await headers(), [302, policy, '"default";r=1;t=12']);
    assert.equal(await headers(), [302, policy, '"default";r=0;t=18']);
    assert.equal(await headers(), [429, policy, '"default";r=0;t=18']);
    timers.pass(18_000);
    assert.equal(await headers(), [302, policy, '"default";r=2;t=6']);
  }));

test("a slow response tells what is left of its key, also when the limiter it began with was forgotten (W5)", () =>
  withTimers(async (timers) => {
    const slow = gate<Response>();
    const handle = guard<[key: string, answer?: Promise<Response>]>(
      (_request, key, answer) => answer ?? new Response(key),
      {
        concurrency: 2,
        limiter: { limit: 2, interval: 60_000 },
        keyOf: (_request, key) => key,
      },
    );
    const first = handle(request(), "a", slow.promise);
    timers.pass(60_000);
    await handle(request(), "b"); // now "a" is whole, and forgotten
    await handle(request(), "a");
    await handle(request(), "a");
    slow.open(new Response("late"));
    assert.is((await first).headers.get("RateLimit"), '"default";r=0;t=60');
  }));

test("what turns a request into a WebSocket is left as it is: 101, or nothing at all on Bun (W5)", async () => {
  const headers = {
    set() {
      throw new TypeError("Headers are immutable");
    },
  };
  for (const upgrade of [{ status: 101, headers, body: null }, undefined]) {
    const handle = guard(() => upgrade as unknown as Response, { concurrency: 1, limiter: { limit: 1 } });
    assert.is(await handle(request()), upgrade);
    assert.is((await handle(request())).status, 429);
  }
});

test("a limiter of the caller's is one for all; who is refused for want of a place keeps its rate (W5)", async () => {
  const limiter = rateLimiter({ limit: 2, interval: 60_000 });
  const done = gate<Response>();
  const handle = guard(() => done.promise, { concurrency: 1, limiter });
  const first = handle(request());
  const refused = await handle(request());
  assert.equal([refused.status, refused.headers.get("RateLimit")], [503, '"default";r=1;t=30']);
  done.open(new Response("done"));
  assert.is((await first).headers.get("RateLimit-Policy"), '"default";q=2;w=60');
  assert.ok(limiter.tryAcquire());
  assert.is((await handle(request())).status, 429);
});

test("with a limiter that is one for all no key is asked for, nor kept (W5)", async () => {
  const limiter = rateLimiter({ limit: 2, interval: 60_000 });
  const handle = guard(() => new Response(), { concurrency: 1, limiter, keyOf: () => assert.unreachable() });
  assert.is((await handle(request())).status, 200);
  assert.ok(limiter.retryAfter(2) > 0, "it was asked");
});

test("what keyOf throws rejects (W5)", async () => {
  const error = new Error("no key");
  const keyOf = () => {
    throw error;
  };
  const handle = guard(() => new Response(), { concurrency: 1, limiter: { limit: 1 }, keyOf });
  assert.is(await failure(handle(request())), error);
});

test("what it makes names the request, as Deno gives nothing to a handler without parameters (W5)", () => {
  const handler = () => new Response("done");
  assert.is(guard(handler, { concurrency: 1 }).length, 1);
  assert.is(guard(handler, { concurrency: 1, limiter: { limit: 1 } }).length, 1);
});

test("answers that need not wait let the event loop have its turn, refusals too (C23)", async () => {
  const [asking, gone] = [request(), request(AbortSignal.abort())];
  const handle = guard(() => new Response(), { concurrency: 1 });
  const full = work({ concurrency: 1 });
  const handling = full.handle(asking);
  const limited = guard(() => new Response(), { concurrency: 1, limiter: { limit: 1, interval: 60_000 } });
  await limited(asking);
  const answers = [() => handle(asking), () => handle(gone), () => full.handle(asking), () => limited(asking)];
  assert.equal(await Promise.all(answers.map(async (answer) => (await answer()).status)), [200, 499, 503, 429]);
  for (const answer of answers) assert.ok(await breathes(answer));
  await full.finish();
  await handling;
});

test("with a concurrency of Infinity no request waits for another (W5)", async () => {
  let handled = 0;
  const handle = guard(() => new Promise<Response>(() => handled++), { concurrency: Infinity });
  for (let request = 0; request < 20; request++) handle(new Request("http://localhost/"));
  await rest();
  assert.is(handled, 20);
});

test("wrong arguments throw and name themselves (C25)", () => {
  const handler = () => new Response();
  const messages = [
    () => guard(7 as never, { concurrency: 1 }),
    () => guard(handler, undefined as never),
    () => guard(handler, {} as never),
    () => guard(handler, { concurrency: 0 }),
    () => guard(handler, { concurrency: 1, capacity: -1 }),
    () => guard(handler, { concurrency: 1, maxWait: -1 }),
    () => guard(handler, { concurrency: 1, maxWait: "5" as never }),
    () => guard(handler, { concurrency: 1, keyOf: 7 as never }),
    () => guard(handler, { concurrency: 1, limiter: { limit: 0 } }),
    () => guard(handler, { concurrency: 1, limiter: { limit: 10, burst: 0.5 } }),
  ].map((call) => thrownBy<Error>(call).message);
  assert.equal(messages, [
    "handler must be a function, not 7",
    "options must be an object, not undefined",
    "options.concurrency must be a number, not undefined",
    "options.concurrency must be an integer of at least 1, not 0",
    "options.capacity must be an integer of at least 0, not -1",
    "options.maxWait must be a finite number of at least 0, not -1",
    'options.maxWait must be a number, not "5"',
    "options.keyOf must be a function, not 7",
    "options.limit must be positive and finite, not 0",
    "options.limiter must have a burst of at least 1, not 0.5",
  ]);
});

test("what is no request rejects with a TypeError that says so, and takes no place (C25)", async () => {
  for (const limiter of [undefined, { limit: 1 }]) {
    const handle = guard(() => new Response("done"), { concurrency: 1, limiter });
    for (const [given, text] of [[undefined, "undefined"], [{}, "an object"]] as const) {
      const error = await failure<Error>(handle(given as never));
      assert.is(String(error), `TypeError: request must be a Request, not ${text}`);
    }
    assert.is((await handle(request())).status, 200);
  }
});

test("options that are a revoked Proxy are a TypeError that says so (C25)", () => {
  const error = thrownBy<Error>(() => guard(() => new Response(), revoked({}) as never));
  assert.is(error.message, "options must be an object, not a revoked Proxy");
});

test.run();
