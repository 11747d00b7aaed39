import { after, channel, select } from "sluice";
import * as assert from "uvu/assert";
import { Probe } from "../support/foreign.ts";
import { pending, suite } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("timed");

/** What a foreign select sees of a timer. */
function foreign(given: object) {
  return Object(given)[Symbol.for("sluice.receiving")].call(given);
}

test("a value that nobody claimed is still there for the next one (C12)", () =>
  withTimers((timers) => {
    const late = after(10, "x");
    foreign(late).park({ claim: () => false, settle: () => {}, fail: () => {} });
    timers.pass(10);
    assert.equal(late.tryReceive(), { done: false, value: "x" });
  }));

test("a foreign turn that parks too late is settled at once (S8)", () =>
  withTimers((timers) => {
    const late = after(10, "x");
    timers.pass(10);
    const results: unknown[] = [];
    foreign(late).park({ claim: () => true, settle: (result: unknown) => results.push(result), fail: () => {} });
    assert.equal(results, [{ done: false, value: "x" }]);
    foreign(late).park({ claim: () => true, settle: (result: unknown) => results.push(result), fail: () => {} });
    assert.equal(results[1], { done: true, value: undefined });
  }));

test("a timer goes on for those who stay when one of them leaves (T2)", () =>
  withTimers(async (timers) => {
    const late = after(10, "x");
    const controller = new AbortController();
    const leaving = late.receive({ signal: controller.signal });
    const staying = late.receive();
    controller.abort("enough");
    assert.is(timers.armed, 1);
    assert.is(await leaving.catch((reason) => reason), "enough");
    timers.pass(10);
    assert.not(await pending(staying));
  }));

test("a timer that user code cancels while a select gets in line ends its case (S3, T2)", () =>
  withTimers(async (timers) => {
    for (const first of [true, false]) {
      const late = after(10, "x");
      const meddling = new Probe({ park: () => late.cancel() });
      const hit = select(first ? [meddling, late] : [late, meddling]);
      assert.equal(await hit, { key: first ? 1 : 0, done: true, value: undefined });
      assert.is(timers.armed, 0);
    }
  }));

test("a timer stays in its select when user code does something else meanwhile (S3, T2)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>(1);
    const hit = select([after(10, "x"), new Probe({ park: () => void jobs.trySend("measure") })]);
    timers.pass(10);
    assert.equal(await hit, { key: 0, done: false, value: "x" });
  }));

test("who comes while the one who waited longest is asked does not get what is theirs (T1, C12)", () =>
  withTimers((timers) => {
    const late = after(10, "x");
    const told: unknown[] = [];
    const claim = () => told.push(late.tryReceive()) > 0;
    foreign(late).park({ claim, settle: (result: unknown) => told.push(result), fail: () => {} });
    timers.pass(10);
    assert.equal(told, [undefined, { done: false, value: "x" }]);
    assert.equal(late.tryReceive(), { done: true, value: undefined });
  }));

test("a timer that is cancelled while somebody is asked gives them the end (T2)", () =>
  withTimers((timers) => {
    const late = after(10, "x");
    const told: unknown[] = [];
    foreign(late).park({
      claim() {
        late.cancel();
        return true;
      },
      settle: (result: unknown) => told.push(result),
      fail: () => {},
    });
    timers.pass(10);
    assert.equal(told, [{ done: true, value: undefined }]);
  }));

test.run();
