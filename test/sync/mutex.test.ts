import * as assert from "uvu/assert";
import { Mutex, Semaphore } from "sluice";
import { failure, thrownBy } from "../support/failure.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("mutex");

test("a mutex is a semaphore of one (G3)", async () => {
  const mutex = new Mutex();
  assert.instance(mutex, Semaphore);
  const held = await mutex.acquire();
  const next = mutex.acquire();
  assert.ok(await pending(next));
  held.release();
  assert.not(await pending(next));
});

test("locked says whether it could be acquired now", async () => {
  const mutex = new Mutex();
  assert.is(mutex.locked, false);
  const held = await mutex.acquire();
  assert.is(mutex.locked, true);
  const next = mutex.acquire();
  held.release();
  assert.is(mutex.locked, true);
  (await next).release();
  assert.is(mutex.locked, false);
});

test("those who use a mutex are never two at a time, and come in order (G3)", async () => {
  const mutex = new Mutex();
  const log: string[] = [];
  await Promise.all(["a", "b", "c"].map((name) =>
    mutex.with(async () => {
      log.push(`${name} in`);
      await undefined;
      log.push(`${name} out`);
    })
  ));
  assert.equal(log, ["a in", "a out", "b in", "b out", "c in", "c out"]);
});

test("a mutex can be shut and opened, but never made to let two in (C25)", async () => {
  const mutex = new Mutex();
  mutex.resize(0);
  assert.ok(mutex.locked);
  const next = mutex.acquire();
  assert.ok(await pending(next));
  mutex.resize(1);
  assert.not(await pending(next));
  const { name, message } = thrownBy<Error>(() => mutex.resize(2));
  assert.is(`${name}: ${message}`, "RangeError: permits of a mutex must be 0 or 1, not 2");
  assert.instance(thrownBy(() => mutex.resize(-1)), RangeError);
  for (const given of ["1", "2"]) assert.instance(thrownBy(() => mutex.resize(given as never)), TypeError);
});

test("more than the one permit can never be had: asking for more is an error, also while it is shut (C25)", async () => {
  const mutex = new Mutex();
  for (const [permits, there] of [[1, "are"], [0, "can be"]] as const) {
    mutex.resize(permits);
    const message = `must be at most 1, the permits there ${there}, not 2`;
    const errors = [
      await failure<Error>(mutex.acquire({ weight: 2 })),
      thrownBy<Error>(() => mutex.acquiring({ weight: 2 })),
      thrownBy<Error>(() => mutex.tryAcquire(2)),
    ];
    for (const error of errors) assert.instance(error, RangeError);
    assert.equal(errors.map((error) => error.message), [
      `options.weight ${message}`,
      `options.weight ${message}`,
      `weight ${message}`,
    ]);
  }
});

test("a mutex is made with one permit, whether that is said or not (C25)", () => {
  assert.is(new Mutex().available, 1);
  assert.is(new Mutex(1).available, 1);
  const message = (given: unknown) => {
    const { name, message } = thrownBy<Error>(() => new Mutex(given as never));
    return `${name}: ${message}`;
  };
  assert.is(message(5), "RangeError: permits of a mutex must be 1, not 5");
  assert.is(message(0), "RangeError: permits of a mutex must be 1, not 0");
  assert.is(message("1"), 'TypeError: permits must be a number, not "1"');
});

test.run();
