import * as assert from "uvu/assert";
import { rateLimiter } from "sluice";
import { politeFetch } from "sluice/web";
import { failure, thrownBy } from "../../support/failure.ts";
import { type Gate, gate } from "../../support/gate.ts";
import { rest } from "../../support/jobs.ts";
import { pending, suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("politeFetch");

const url = "http://localhost/";
const refused = (status: number, retryAfter?: string) =>
  new Response("no", { status, headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter } });

/** Gives these answers, one after the other, and notes when it was asked. */
function answering(...answers: (Response | Error | "hang")[]) {
  const calls: (RequestInfo | URL)[] = [];
  const fetch = (input: RequestInfo | URL) => {
    calls.push(input);
    const answer = answers.shift() ?? new Response("done");
    if (answer === "hang") return new Promise<Response>(() => {});
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { fetch, calls };
}

test("at most concurrency requests are on the way, until their headers come (W6)", async () => {
  const gates: Gate<Response>[] = [];
  const ask = politeFetch(() => {
    const answer = gate<Response>();
    gates.push(answer);
    return answer.promise;
  }, { concurrency: 2 });
  const answers = [1, 2, 3].map(() => ask(url));
  await rest();
  assert.is(gates.length, 2);
  gates[0]?.open(new Response("first"));
  await rest();
  assert.is(gates.length, 3);
  for (const { open } of gates) open(new Response("done"));
  assert.equal(await Promise.all(answers.map(async (answer) => (await answer).status)), [200, 200, 200]);
  const eight = politeFetch(() => {
    gates.push(gate());
    return new Promise(() => {});
  });
  gates.length = 0;
  for (let n = 0; n < 10; n++) void eight(url);
  await rest();
  assert.is(gates.length, 8);
});

for (const status of [429, 503]) {
  test(`a ${status} with Retry-After closes the gate for all behind it, with any method; then they pass step by step (W6)`, () =>
    withTimers(async (timers) => {
      const { fetch, calls } = answering(refused(status, "2"));
      const ask = politeFetch(fetch, { concurrency: 1 });
      const first = ask(url, { method: "POST", body: "text" });
      await rest();
      const second = ask("http://localhost/second");
      await rest();
      assert.is(calls.length, 1);
      timers.pass(1_999);
      await rest();
      assert.is(calls.length, 1);
      timers.pass(1);
      await rest();
      assert.is(calls.length, 2);
      timers.pass(2_000);
      await rest();
      assert.equal([(await first).status, (await second).status, calls.length], [200, 200, 3]);
    }));
}

test("Retry-After may be a date, and 0 (W6)", () =>
  withTimers(async (timers) => {
    timers.pass(1_000_000_000_000 - Date.now() % 1_000);
    const date = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_000).toUTCString();
    const { fetch, calls } = answering(refused(429, date), refused(429, "0"));
    const answer = politeFetch(fetch)(url);
    await rest();
    assert.is(calls.length, 1);
    for (let n = 0; n < 12; n++) {
      timers.pass(1_000);
      await rest();
    }
    assert.equal([(await answer).status, calls.length], [200, 3]);
  }));

test("without Retry-After that request alone backs off, and others pass (W6)", () =>
  withTimers(async (timers) => {
    const { fetch, calls } = answering(refused(503));
    const ask = politeFetch(fetch, { concurrency: 1, retry: { delay: 500, jitter: "none" } });
    const first = ask(url);
    await rest();
    assert.is((await ask(url)).status, 200);
    assert.is(calls.length, 2);
    timers.pass(500);
    await rest();
    assert.equal([(await first).status, calls.length], [200, 3]);
  }));

test("when the attempts are used up, the last response is given; bodies given up are cancelled (W6)", async () => {
  const answers = [1, 2, 3].map(() => refused(503));
  const { fetch, calls } = answering(...answers);
  const response = await politeFetch(fetch, { retry: { delay: 0 } })(url);
  assert.equal([response.status, await response.text(), calls.length], [503, "no", 3]);
  for (const answer of answers.slice(0, 2)) {
    assert.ok((await answer.body!.getReader().read()).done);
  }
});

test("network errors are tried again with idempotent methods only (W6)", async () => {
  const error = new TypeError("failed");
  for (const [method, calls] of [["GET", 2], ["put", 2], ["DELETE", 2], ["POST", 1], ["PATCH", 1]] as const) {
    const client = answering(error);
    const outcome = await politeFetch(client.fetch, { retry: { delay: 0 } })(url, { method }).catch((error) => error);
    assert.is(client.calls.length, calls, method);
    if (calls === 1) assert.is(outcome, error);
    else assert.is(outcome.status, 200);
  }
  const request = answering(error);
  assert.is(await failure(politeFetch(request.fetch)(new Request(url, { method: "POST" }))), error);
});

test("a body that is a stream is never sent again, whatever it was refused for (W6)", async () => {
  const bodies = [
    () => ({ body: new ReadableStream() }),
    () => ({ body: (async function* () {})() as unknown as ReadableStream }),
  ];
  for (const body of bodies) {
    const { fetch, calls } = answering(refused(429), new Response("late"));
    const response = await politeFetch(fetch, { retry: { delay: 0 } })(url, { method: "PUT", ...body() });
    assert.equal([response.status, await response.text(), calls.length], [429, "no", 1]);
  }
  for (const init of [undefined, { body: null }]) { // which leaves the request its own
    const { fetch, calls } = answering(refused(429));
    const request = new Request(url, { method: "PUT", body: "text" });
    assert.equal([(await politeFetch(fetch)(request, init)).status, calls.length], [429, 1]);
  }
});

test("a Request that does not tell whether it has a body, as Firefox's, is sent once, unless it cannot have one (W6)", async () => {
  for (const [method, times] of [["PUT", 1], ["GET", 2], ["HEAD", 2]] as const) {
    const { fetch, calls } = answering(refused(429), new Response("late"));
    await politeFetch(fetch, { retry: { delay: 0 } })({ method, url } as Request);
    assert.is(calls.length, times);
  }
});

test("the fetch of a package may have a Response and a Request of its own (W6)", async () => {
  class OwnResponse {
    readonly headers = new Headers();
    cancelled = 0;
    readonly body: unknown;
    readonly status: number;

    constructor(status: number, leave: "cancel" | "destroy") {
      this.status = status;
      this.body = { [leave]: () => Promise.resolve(this.cancelled++) };
    }
  }
  // Streams of the web are cancelled; those of Node, as the package node-fetch has them, destroyed.
  for (const leave of ["cancel", "destroy"] as const) {
    const answers = [429, 503, 429].map((status) => new OwnResponse(status, leave));
    const { fetch, calls } = answering(...answers as unknown as Response[]);
    const ask = politeFetch(fetch, { retry: { delay: 0 } });
    assert.is(await ask(url, { method: "POST" }), answers[2]);
    assert.equal([calls.length, answers.map(({ cancelled }) => cancelled)], [3, [1, 1, 0]]);
  }

  const error = new TypeError("failed");
  const post = answering(error);
  const request = { method: "POST", url, body: null, signal: null } as unknown as Request;
  assert.equal([await failure(politeFetch(post.fetch)(request)), post.calls.length], [error, 1]);
});

test("a body that is a stream is not sent again after a network error either (W6)", async () => {
  const error = new TypeError("failed");
  const { fetch, calls } = answering(error);
  const ask = politeFetch(fetch, { retry: { delay: 0 } });
  assert.is(await failure(ask(url, { method: "PUT", body: new ReadableStream() })), error);
  assert.is(calls.length, 1);
});

test("when() may narrow down what is tried again (W6)", async () => {
  const { fetch, calls } = answering(refused(503), refused(503));
  const seen: unknown[] = [];
  const ask = politeFetch(fetch, {
    retry: {
      delay: 0,
      when: (error, attempt) => {
        seen.push((error as Response).status, attempt);
        return false;
      },
    },
  });
  assert.equal([(await ask(url)).status, calls.length, seen], [503, 1, [503, 1]]);
});

test("what when() throws it rejects with, and the body that was refused is cancelled (W6)", async () => {
  let cancelled = 0;
  const error = new Error("mine");
  const body = new ReadableStream({ cancel: () => void cancelled++ });
  const { fetch } = answering(new Response(body, { status: 503 }));
  const when = () => {
    throw error;
  };
  assert.is(await failure(politeFetch(fetch, { retry: { when } })(url)), error);
  assert.is(cancelled, 1);
});

test("an abort ends a request that waits, for its place, for the gate and for the next attempt (W6)", () =>
  withTimers(async (timers) => {
    const { fetch, calls } = answering(refused(429, "60"), "hang");
    const ask = politeFetch(fetch, { concurrency: 1 });
    const controller = new AbortController();
    const { signal } = controller;
    const first = failure(ask(url, { signal }));
    await rest();
    const gated = failure(ask(new Request(url, { signal })));
    await rest();
    const placed = failure(ask(url, { signal }));
    await rest();
    assert.ok(await pending(placed));
    controller.abort(new Error("enough"));
    for (const error of [await first, await gated, await placed]) assert.is((error as Error).message, "enough");
    assert.equal([calls.length, timers.armed], [1, 0]);
  }));

test("a limiter says how often requests begin, and is held for all who share it (W6)", () =>
  withTimers(async (timers) => {
    const limiter = rateLimiter({ limit: 1, interval: 100 });
    const { fetch, calls } = answering(new Response("done"), refused(429, "1"));
    const ask = politeFetch(fetch, { limiter });
    const both = [ask(url), ask(url)];
    await rest();
    assert.is(calls.length, 1);
    timers.pass(100);
    await rest();
    assert.is(calls.length, 2);
    assert.ok(limiter.retryAfter() >= 1_000);
    for (let n = 0; n < 30; n++) {
      timers.pass(100);
      await rest();
    }
    assert.equal(await Promise.all(both.map(async (answer) => (await answer).status)), [200, 200]);
  }));

test("with a concurrency of Infinity no request waits for another (W6)", async () => {
  const { fetch, calls } = answering(...Array.from({ length: 20 }, () => "hang" as const));
  const ask = politeFetch(fetch, { concurrency: Infinity });
  for (let request = 0; request < 20; request++) ask(url);
  await rest();
  assert.is(calls.length, 20);
});

test("wrong arguments throw and name themselves (C25)", () => {
  const messages = [
    () => politeFetch(7 as never),
    () => politeFetch(fetch, 7 as never),
    () => politeFetch(fetch, { concurrency: 0 }),
    () => politeFetch(fetch, { retry: { attempts: 0 } }),
    () => politeFetch(fetch, { limiter: { limit: -1 } }),
    () => politeFetch(fetch, { limiter: { limit: 10, burst: 0.5 } }),
  ].map((call) => thrownBy<Error>(call).message);
  assert.equal(messages, [
    "fetch must be a function, not 7",
    "options must be an object, not 7",
    "options.concurrency must be an integer of at least 1, not 0",
    "options.attempts must be an integer of at least 1, not 0",
    "options.limit must be positive and finite, not -1",
    "options.limiter must have a burst of at least 1, not 0.5",
  ]);
});

test("a client that throws its refusals is held back as well, its bodies are cancelled, and the last error is thrown (W6)", () =>
  withTimers(async (timers) => {
    const refusals = [1, 2, 3].map(() => Object.assign(new Error("refused"), { response: refused(503, "2") }));
    const { fetch, calls } = answering(...refusals);
    const ask = politeFetch(fetch, { concurrency: 1 });
    const answer = failure(ask(url, { method: "POST", body: "text" }));
    for (const count of [1, 2, 3]) {
      await rest();
      assert.is(calls.length, count);
      timers.pass(2_000);
    }
    assert.is(await answer, refusals[2]);
    assert.equal(refusals.map(({ response }) => response.bodyUsed), [true, true, false]);
  }));

test("a call with a wrong init rejects with a TypeError that names it, before anything is asked (W6, C25)", async () => {
  const { fetch, calls } = answering();
  const ask = politeFetch(fetch);
  const messages: [unknown, string][] = [
    [5, "init must be an object, not 5"],
    [{ method: 5 }, "init.method must be a string, not 5"],
    [{ signal: 5 }, "init.signal must be an AbortSignal, not 5"],
  ];
  for (const [init, message] of messages) assert.is((await failure<Error>(ask(url, init as never))).message, message);
  assert.is(calls.length, 0);
  for (const init of [null, { signal: null, method: undefined }]) {
    assert.is((await ask(url, init as never)).status, 200);
  }
});

test("a body that cannot be given up does not take the answer away (W6)", async () => {
  const throws = () => {
    throw new Error("broken");
  };
  for (const body of [{ cancel: throws }, { cancel: () => undefined }, { destroy: throws }]) {
    const headers = { get: () => "0" };
    const { fetch, calls } = answering({ status: 503, headers, body } as never);
    assert.is((await politeFetch(fetch)(url)).status, 200);
    assert.is(calls.length, 2);
  }
});

test.run();
