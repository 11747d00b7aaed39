import * as assert from "uvu/assert";
import { after, channel, dropping, OverflowError, select, selectLoop, sending, trySelect } from "sluice";
import { breathes } from "../../support/breathes.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("select");

test("select() gives the key, done and value of the case that happened", async () => {
  const jobs = channel<string>(1);
  await jobs.send("measure");
  assert.equal(await select({ job: jobs }), { key: "job", done: false, value: "measure" });
});

test("the key of a case in an array is its index", async () => {
  const [empty, full] = [channel<string>(), channel<string>(1)];
  await full.send("measure");
  assert.equal(await select([empty, full]), { key: 1, done: false, value: "measure" });
  assert.equal(trySelect([empty, sending(full, "again")]), { key: 1, done: false, value: undefined });
});

test("a hit on a send case has the value undefined", async () => {
  const results = channel<number>(1);
  assert.equal(await select({ out: sending(results, 42) }), { key: "out", done: false, value: undefined });
  assert.equal(results.tryReceive(), { done: false, value: 42 });
});

test("a receive, a send, a timer, a signal and a promise can stand side by side", async () => {
  const [jobs, results] = [channel<string>(), channel<number>()];
  const controller = new AbortController();
  const reply = new Promise<string>(() => {});
  const hit = select({
    job: jobs,
    out: sending(results, 1),
    late: after(60_000),
    stop: controller.signal,
    reply,
    off: null,
  });
  assert.ok(await pending(hit));
  controller.abort("enough");
  assert.equal(await hit, { key: "stop", done: false, value: "enough" });
});

test("exactly one of several ready cases happens (S1)", async () => {
  const channels = [channel<number>(1), channel<number>(1), channel<number>(1)];
  channels.forEach((each, index) => each.trySend(index));
  const hit = await select(channels);
  assert.is(hit.value, hit.key);
  assert.equal(channels.map(({ size }) => size), [0, 1, 2].map((index) => index === hit.key ? 0 : 1));
});

test("exactly one of several waiting cases happens (S1)", async () => {
  const [a, b] = [channel<string>(1), channel<string>(1)];
  const hit = select({ a, b });
  assert.ok(a.trySend("first"));
  assert.ok(b.trySend("second"));
  assert.equal(await hit, { key: "a", done: false, value: "first" });
  assert.equal([a.size, b.size], [0, 1]);
});

test("exactly one of several send cases sends (S1)", async () => {
  const channels = [channel<number>(1), channel<number>(1)];
  const hit = await select(channels.map((each) => sending(each, 7)));
  assert.equal(channels.map(({ stats }) => stats.sent), hit.key === 0 ? [1, 0] : [0, 1]);
});

test("whether a case is ready is decided inside the call (S1)", () => {
  const [full, empty] = [channel<number>(1), channel<number>(1)];
  full.trySend(1);
  select({ full });
  assert.is(full.size, 0);
  select({ out: sending(empty, 2) });
  assert.is(empty.size, 1);
});

test("what a select sends and receives is counted like any other value (C12, S1)", async () => {
  const jobs = channel<number>(1);
  await select({ out: sending(jobs, 1) });
  await select({ job: jobs });
  const waiting = select({ job: jobs });
  await select({ out: sending(jobs, 2) });
  await waiting;
  const { sent, received, dropped, merged } = jobs.stats;
  assert.equal({ sent, received, dropped, merged }, { sent: 2, received: 2, dropped: 0, merged: 0 });
});

test("a value passes through a select untouched, whatever it is (C5, S1)", async () => {
  const promise = Promise.resolve(1);
  const thenable = { then: () => assert.unreachable("nobody may call this") };
  for (const value of [undefined, null, NaN, false, "", promise, thenable, () => 1, { done: true, value: 1 }]) {
    const values = channel<unknown>(1);
    const out = await select({ out: sending(values, value) });
    assert.is(out.value, undefined);
    const ready = await select({ value: values });
    assert.ok(Object.is(ready.value, value));
    const waiting = select({ value: values });
    values.trySend(value);
    assert.ok(Object.is((await waiting).value, value));
  }
});

test("select({}) and select([]) are a TypeError (S6)", async () => {
  for (const cases of [{}, []]) {
    const error = await failure<TypeError>(select(cases));
    assert.instance(error, TypeError);
    assert.match(error.message, "cases");
    assert.throws(() => trySelect(cases), (error: unknown) => error instanceof TypeError);
    assert.throws(() => selectLoop(cases), (error: unknown) => error instanceof TypeError);
  }
});

test("null, undefined and false are never ready (S6)", async () => {
  const jobs = channel<number>(1);
  const hit = select({ a: null, b: undefined, c: false, job: jobs });
  assert.ok(await pending(hit));
  jobs.trySend(1);
  assert.is((await hit).key, "job");
});

test("a select with only never-ready cases waits for ever (S6)", async () => {
  assert.ok(await pending(select({ a: null, b: undefined, c: false })));
  assert.ok(await pending(select([null])));
});

test("a select with only never-ready cases ends with its signal (S6)", async () => {
  const controller = new AbortController();
  const hit = select({ off: null }, { signal: controller.signal });
  assert.ok(await pending(hit));
  const reason = new Error("enough");
  controller.abort(reason);
  assert.is(await failure(hit), reason);
});

test("trySelect() with only never-ready cases gives undefined (S6)", () => {
  assert.is(trySelect({ a: null, b: undefined, c: false }), undefined);
});

test("trySelect() gives a hit when a case can happen now, otherwise undefined (S6)", () => {
  const jobs = channel<string>(1);
  assert.is(trySelect({ job: jobs }), undefined);
  assert.equal(trySelect({ out: sending(jobs, "measure") }), { key: "out", done: false, value: undefined });
  assert.is(trySelect({ out: sending(jobs, "again") }), undefined);
  assert.equal(trySelect({ job: jobs }), { key: "job", done: false, value: "measure" });
});

test("the hooks of a channel have run when select() and trySelect() return (C21)", () => {
  const lost: number[] = [];
  const onUndelivered = (value: number) => void lost.push(value);
  const hints = channel(dropping<number>(0), { onUndelivered });
  trySelect({ out: sending(hints, 1) });
  assert.equal(lost, [1]);
  select({ out: sending(hints, 2) });
  assert.equal(lost, [1, 2]);
});

test("trySelect() leaves nothing behind (S1)", () => {
  const jobs = channel<string>();
  const controller = new AbortController();
  trySelect({ job: jobs, out: sending(jobs, "x"), stop: controller.signal });
  const { waitingReceivers, waitingSenders, sent } = jobs.stats;
  assert.equal({ waitingReceivers, waitingSenders, sent }, { waitingReceivers: 0, waitingSenders: 0, sent: 0 });
});

test("an object or array of cases may be used again and again", async () => {
  const jobs = channel<number>(2);
  const cases = { job: jobs, off: null };
  await jobs.sendAll([1, 2]);
  assert.equal([(await select(cases)).value, (await select(cases)).value], [1, 2]);
  assert.equal(Object.keys(cases), ["job", "off"]);
});

test("a wrong case is a TypeError that names its key and what was given (C25)", async () => {
  const jobs = channel<number>();
  const wrong: [unknown, RegExp][] = [
    [5, /case "wrong".*not 5/],
    [0, /case "wrong".*not 0/],
    ["", /case "wrong".*not ""/],
    ["text", /case "wrong".*not "text"/],
    [true, /case "wrong".*not true/],
    [{}, /case "wrong".*not an object/],
    [[jobs], /case "wrong".*not an array/],
    [() => jobs, /case "wrong".*not a function/],
    [{ poll: () => undefined }, /case "wrong".*not an object/],
    [{ park: () => () => {} }, /case "wrong".*not an object/],
    [Symbol("jobs"), /case "wrong".*not a symbol/],
    [7n, /case "wrong".*not 7n/],
  ];
  for (const [given, message] of wrong) {
    const cases = { job: jobs, wrong: given as null };
    const error = await failure<TypeError>(select(cases));
    assert.instance(error, TypeError);
    assert.match(error.message, message);
    assert.throws(() => trySelect(cases), message);
  }
});

test("a wrong case in an array is named by its index (C25)", async () => {
  assert.match((await failure<TypeError>(select([null, 5 as unknown as null]))).message, /case 1.*not 5/);
});

test("wrong cases and options are a TypeError that names them (C25)", async () => {
  const off = { off: null };
  for (const cases of [undefined, null, 5, "cases", () => off]) {
    const error = await failure<TypeError>(select(cases as unknown as typeof off));
    assert.instance(error, TypeError);
    assert.match(error.message, "cases must be");
  }
  const wrongOptions = await failure<TypeError>(select(off, 5 as never));
  assert.instance(wrongOptions, TypeError);
  assert.match(wrongOptions.message, "options must be an object, not 5");
  const wrongSignal = await failure<TypeError>(select(off, { signal: {} as AbortSignal }));
  assert.instance(wrongSignal, TypeError);
  assert.match(wrongSignal.message, "options.signal must be an AbortSignal, not an object");
  for (const [priority, shown] of [[1, "1"], ["first", '"first"'], [null, "null"]] as const) {
    const errors = [
      await failure<TypeError>(select(off, { priority: priority as never })),
      thrownBy<TypeError>(() => trySelect(off, { priority: priority as never })),
      thrownBy<TypeError>(() => selectLoop(off, { priority: priority as never })),
    ];
    for (const error of errors) {
      assert.instance(error, TypeError);
      assert.is(error.message, `options.priority must be a boolean, not ${shown}`);
    }
  }
});

test("a select with a wrong case changes nothing (C25, S1)", async () => {
  const [ready, open] = [channel<number>(1), channel<number>(1)];
  ready.trySend(1);
  await failure<TypeError>(select({ ready, out: sending(open, 2), wrong: 5 as unknown as null }));
  await failure<TypeError>(select({ ready, out: sending(open, 2) }, { signal: 5 as unknown as AbortSignal }));
  assert.equal([ready.size, open.size], [1, 0]);
});

test("selects that fail while they get in line leave the event loop its turn (C23)", async () => {
  const crowded = channel<number>(0, { maxWaiting: 1 });
  const waits = crowded.send(1);
  const foreign = {
    poll: () => undefined,
    park: () => {
      throw new Error("no room");
    },
  };
  assert.instance(await failure(select([sending(crowded, 2)])), OverflowError);
  assert.ok(await breathes(() => select([sending(crowded, 2)])));
  assert.ok(await breathes(() => select([foreign])));
  crowded.tryReceive();
  await waits;
});

test.run();
