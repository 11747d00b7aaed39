import { after, channel, select, trySelect } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { withGlobals } from "../support/globals.ts";
import { pending, suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("after");

const end = { done: true, value: undefined };

test("after() gives one value after its time, then ends (T1)", () =>
  withTimers(async (timers) => {
    const late = after(10, "now");
    const first = late.receive();
    assert.ok(await pending(first));
    timers.pass(10);
    assert.equal(await first, { done: false, value: "now" });
    assert.equal(await late.receive(), end);
    assert.equal(late.tryReceive(), end);
  }));

test("after() counts from the call, not from the first look (T1)", () =>
  withTimers((timers) => {
    const late = after(10, "now");
    timers.pass(9);
    assert.is(late.tryReceive(), undefined);
    timers.pass(1);
    assert.equal(late.tryReceive(), { done: false, value: "now" });
    assert.equal(late.tryReceive(), end);
  }));

test("after() without a value gives undefined", () =>
  withTimers((timers) => {
    const late = after(0);
    timers.pass(0);
    assert.equal(late.tryReceive(), { done: false, value: undefined });
  }));

test("after() arms a timer only while somebody waits, and one for all (T2)", () =>
  withTimers(async (timers) => {
    const late = after(10);
    assert.is(timers.armed, 0);
    const controller = new AbortController();
    const received = [1, 2, 3].map(() => late.receive({ signal: controller.signal }));
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(timers.armed, 0);
    for (const one of received) assert.is(await one.catch((reason) => reason), "enough");
  }));

test("a lost select disarms the timer of its after() (T2, S1)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>();
    const hit = select({ job: jobs, late: after(1000) });
    assert.is(timers.armed, 1);
    jobs.trySend("job");
    assert.is(timers.armed, 0);
    assert.is((await hit).key, "job");
  }));

test("made outside a loop, after() is a deadline for all its rounds", () =>
  withTimers(async (timers) => {
    const jobs = channel<number>();
    const deadline = after(25);
    const keys: string[] = [];
    for (let round = 0; round < 3; round++) {
      const hit = select({ job: jobs, deadline });
      timers.pass(10);
      jobs.trySend(round);
      keys.push((await hit).key);
    }
    assert.equal(keys, ["job", "job", "deadline"]);
  }));

test("of many who wait on one after(), the first gets the value and the others the end (C16)", () =>
  withTimers(async (timers) => {
    const late = after(5, "x");
    const all = [late.receive(), late.receive(), late.receive()];
    timers.pass(5);
    assert.equal(await Promise.all(all), [{ done: false, value: "x" }, end, end]);
  }));

test("who waited first is served first, even when the timer is late (C16)", () =>
  withTimers(async (timers) => {
    const late = after(5, "x");
    const waiting = late.receive();
    const { now } = Date;
    Date.now = () => now() + 5; // the clock is there, the timer has not fired
    assert.equal(late.tryReceive(), end);
    assert.equal(await waiting, { done: false, value: "x" });
    assert.is(timers.armed, 0);
  }));

test("a timer that fires is believed when the clock was set back (T1)", () =>
  withTimers(async (timers) => {
    const late = after(5, "x");
    const waiting = late.receive();
    const { now } = Date;
    Date.now = () => now() - 1_000_000;
    timers.pass(5);
    assert.equal(await waiting, { done: false, value: "x" });
    assert.equal(late.tryReceive(), end);
  }));

test("after() takes any finite time, also beyond 2 ** 31 - 1 ms (T3)", () =>
  withTimers(async (timers) => {
    const late = after(2 ** 33).receive();
    timers.pass(2 ** 33 - 1);
    assert.ok(await pending(late));
    timers.pass(1);
    assert.not(await pending(late));
  }));

test("a for await loop over after() runs once", () =>
  withTimers(async (timers) => {
    const seen: string[] = [];
    const loop = (async () => {
      for await (const value of after(5, "x")) seen.push(value);
    })();
    assert.ok(await pending(loop));
    timers.pass(5);
    await loop;
    assert.equal(seen, ["x"]);
  }));

test("cancel() ends after() for everybody and disarms it (C10, T2)", () =>
  withTimers(async (timers) => {
    const late = after(5, "x");
    const waiting = late.receive();
    late.cancel();
    assert.is(timers.armed, 0);
    assert.equal(await waiting, end);
    timers.pass(5);
    assert.equal(late.tryReceive(), end);
  }));

test("batches() and consume() work on after() as on a channel (C18, C20)", () =>
  withTimers(async (timers) => {
    const batches = after(5, "x").batches();
    const batch = batches.next();
    timers.pass(5);
    assert.equal(await batch, { done: false, value: ["x"] });
    assert.equal(await batches.next(), end);
    const consumed = after(5, "x");
    await consumed.consume().return?.();
    assert.equal(consumed.tryReceive(), end);
  }));

test("an after() that is due is a ready case (S3)", () =>
  withTimers((timers) => {
    const late = after(5, "x");
    assert.is(trySelect({ late }), undefined);
    timers.pass(5);
    assert.equal(trySelect({ late }), { key: "late", done: false, value: "x" });
    assert.equal(trySelect({ late }), { key: "late", ...end });
  }));

test("wrong arguments throw and name themselves (C25)", () => {
  assert.throws(
    () => after(-1),
    (error: Error) => error instanceof RangeError && /^ms must .* not -1$/.test(error.message),
  );
  assert.throws(() => after(Infinity), RangeError);
  assert.throws(() => after("1" as never), TypeError);
});

test("a loop over a timer ends with the error of a platform that has no timers to give (C19)", async () => {
  const reading = after(60_000)[Symbol.asyncIterator]();
  const setTimeout = () => {
    throw new Error("no timers");
  };
  await withGlobals({ setTimeout }, async () => {
    assert.is((await failure<Error>(reading.next())).message, "no timers");
  });
  assert.equal(await reading.next(), { done: true, value: undefined });
});

test.run();
