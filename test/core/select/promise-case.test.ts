import * as assert from "uvu/assert";
import { channel, select, trySelect } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { Probe } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { expectUncaught, pending, suite, ticks, turn } from "../../support/test.ts";

const test = suite("promise case");

/** A promise that counts the reactions it carries. */
function watchedPromise<T>() {
  let [fulfill, reject] = [(_: T) => {}, (_: unknown) => {}];
  const promise = new Promise<T>((onFulfilled, onRejected) => [fulfill, reject] = [onFulfilled, onRejected]);
  const then = promise.then.bind(promise);
  const watched = { promise, fulfill, reject, reactions: 0 };
  Object.defineProperty(promise, "then", {
    value: (...reactions: Parameters<typeof then>) => {
      watched.reactions++;
      return then(...reactions);
    },
  });
  return watched;
}

test("a promise happens when it is fulfilled (S3)", async () => {
  const { promise, fulfill } = watchedPromise<string>();
  const jobs = channel<string>();
  const hit = select({ job: jobs, reply: promise });
  assert.ok(await pending(hit));
  fulfill("hello");
  assert.equal(await hit, { key: "reply", done: false, value: "hello" });
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("that a promise is fulfilled is known a hop after it was first met", async () => {
  const reply = Promise.resolve("hello");
  assert.is(trySelect({ reply }), undefined);
  await ticks(1);
  assert.equal(trySelect({ reply }), { key: "reply", done: false, value: "hello" });
  assert.equal(await select({ reply, off: null }), { key: "reply", done: false, value: "hello" });
});

test("a fulfilled promise is not taken again and again: it stays fulfilled (S3)", async () => {
  const reply = Promise.resolve("hello");
  for (let round = 0; round < 3; round++) assert.is((await select([reply])).value, "hello");
});

test("a rejection rejects the select, with all else left (S8)", async () => {
  const { promise, reject } = watchedPromise<string>();
  const [jobs, probe, stop] = [channel<string>(), new Probe(), watchedSignal()];
  const hit = select({ job: jobs, probe, stop: stop.signal, reply: promise });
  const reason = new Error("no reply");
  reject(reason);
  assert.is(await failure(hit), reason);
  assert.equal([jobs.stats.waitingReceivers, probe.waiting.size], [0, 0]);
  await turn();
  assert.is(stop.listeners, 0);
});

test("a rejection that is known rejects a later select, and trySelect() throws it (S8)", async () => {
  const reason = new Error("no reply");
  const reply = Promise.reject(reason);
  assert.is(await failure(select({ reply })), reason);
  assert.is(await failure(select({ reply })), reason);
  assert.is(thrownBy(() => trySelect({ reply })), reason);
});

test("however many selects wait on one promise, it carries one reaction (S8)", async () => {
  const watched = watchedPromise<string>();
  const reply = watched.promise;
  const jobs = channel<number>();
  const hits = Array.from({ length: 100 }, () => select({ job: jobs, reply }));
  for (let value = 0; value < 50; value++) jobs.trySend(value);
  for (let round = 0; round < 100; round++) trySelect({ reply });
  assert.is(watched.reactions, 1);
  watched.fulfill("hello");
  const keys = (await Promise.all(hits)).map(({ key }) => key);
  assert.equal([keys.filter((key) => key === "job").length, keys.filter((key) => key === "reply").length], [50, 50]);
  await select({ reply });
  assert.is(watched.reactions, 1);
});

test("a losing promise that rejects later is silent (S8)", async () => {
  const errors = await expectUncaught(async () => {
    const { promise, reject } = watchedPromise<string>();
    const jobs = channel<number>(1);
    jobs.trySend(1);
    assert.is((await select({ reply: promise, job: jobs })).key, "job");
    reject(new Error("too late"));
  });
  assert.equal(errors, []);
});

test("a promise that rejects after its select was aborted is silent (S8)", async () => {
  const errors = await expectUncaught(async () => {
    const { promise, reject } = watchedPromise<string>();
    const controller = new AbortController();
    const hit = select({ reply: promise }, { signal: controller.signal });
    controller.abort("enough");
    assert.is(await failure(hit), "enough");
    reject(new Error("too late"));
  });
  assert.equal(errors, []);
});

test("selects that wait on one promise are told in the order in which they came (S3)", async () => {
  const { promise, fulfill } = watchedPromise<string>();
  const order: number[] = [];
  const hits = [0, 1, 2].map((index) => select([promise]).then(() => order.push(index)));
  fulfill("hello");
  await Promise.all(hits);
  assert.equal(order, [0, 1, 2]);
});

test("a thenable is a promise, and its then is called once (S8)", async () => {
  const calls: ((value: string) => void)[] = [];
  const reply = { then: (fulfill: (value: string) => void) => void calls.push(fulfill) } as unknown as Promise<string>;
  const hits = [select({ reply }), select({ reply })];
  await ticks(2);
  assert.is(calls.length, 1);
  calls.forEach((fulfill) => fulfill("hello"));
  for (const hit of hits) assert.equal(await hit, { key: "reply", done: false, value: "hello" });
});

test("a thenable whose then throws rejects the select (S8)", async () => {
  const reason = new Error("no reply");
  const reply = { then: () => throws(reason) } as unknown as Promise<string>;
  assert.is(await failure(select({ reply })), reason);
});

function throws(error: unknown): never {
  throw error;
}

test.run();
