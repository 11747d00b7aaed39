import { sleep } from "sluice";
import * as assert from "uvu/assert";
import { breathes } from "../support/breathes.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";
import { withTimers } from "../support/timers.ts";

const test = suite("sleep");

test("sleep() resolves after its time, with nothing (T1)", () =>
  withTimers(async (timers) => {
    const slept = sleep(10);
    timers.pass(9);
    assert.ok(await pending(slept));
    timers.pass(1);
    assert.not(await pending(slept));
    assert.is(await slept, undefined);
  }));

test("sleep(0) waits for a timer, too (T3)", () =>
  withTimers(async (timers) => {
    const slept = sleep(0);
    assert.ok(await pending(slept));
    timers.pass(0);
    assert.not(await pending(slept));
  }));

test("sleep() can be longer than 2 ** 31 - 1 ms (T3)", () =>
  withTimers(async (timers) => {
    const slept = sleep(2 ** 31 + 10);
    timers.pass(2 ** 31 + 9);
    assert.ok(await pending(slept));
    timers.pass(1);
    assert.not(await pending(slept));
  }));

test("an abort ends a sleep with the reason and disarms its timer (C14, T2)", () =>
  withTimers(async (timers) => {
    const controller = new AbortController();
    const slept = sleep(1000, { signal: controller.signal });
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(timers.armed, 0);
    assert.is(await slept.catch((reason) => reason), "enough");
  }));

test("a signal that is already aborted arms no timer (C13)", () =>
  withTimers(async (timers) => {
    const slept = sleep(10, { signal: AbortSignal.abort("never") });
    assert.is(timers.count, 0);
    assert.is(await slept.catch((reason) => reason), "never");
  }));

test("many sleeps keep one listener on their signal, and none afterwards (C15)", () =>
  withTimers(async (timers) => {
    const watched = watchedSignal();
    const slept = Array.from({ length: 100 }, (_, index) => sleep(index, { signal: watched.signal }));
    assert.is(watched.listeners, 1);
    timers.pass(100);
    await Promise.all(slept);
    await turn();
    assert.is(watched.listeners, 0);
  }));

test("wrong arguments are a rejection that names them (C25)", async () => {
  const message = (promise: Promise<void>) =>
    promise.then(() => "resolved", (error) => `${error.name}: ${error.message}`);
  assert.is(await message(sleep(-1)), "RangeError: ms must be a finite number of at least 0, not -1");
  assert.is(await message(sleep("1" as never)), 'TypeError: ms must be a number, not "1"');
  assert.is(await message(sleep(1, 5 as never)), "TypeError: options must be an object, not 5");
  assert.is(
    await message(sleep(1, { signal: {} as never })),
    "TypeError: options.signal must be an AbortSignal, not an object",
  );
});

test("a sleep() that is refused lets the event loop have its turn (C23)", async () => {
  assert.ok(await breathes(() => sleep(10, { signal: AbortSignal.abort() })));
  assert.ok(await breathes(() => sleep(-1)));
});

test.run();
