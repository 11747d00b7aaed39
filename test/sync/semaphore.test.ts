import * as assert from "uvu/assert";
import { type Permit, Semaphore } from "sluice";
import { failure, thrownBy } from "../support/failure.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("semaphore");

test("acquire() resolves while there are permits, then waits for one to be released (G3)", async () => {
  const seats = new Semaphore(2);
  const first = await seats.acquire();
  await seats.acquire();
  const third = seats.acquire();
  assert.ok(await pending(third));
  first.release();
  assert.not(await pending(third));
});

test("whether acquire() must wait is decided inside the call (G3)", () => {
  const seats = new Semaphore(3);
  seats.acquire({ weight: 2 });
  assert.is(seats.available, 1);
});

test("releasing or disposing a permit twice releases it once (G3)", async () => {
  const seats = new Semaphore(2);
  const [one, another] = [await seats.acquire(), await seats.acquire()];
  one.release();
  one.release("again");
  one[Symbol.dispose]();
  assert.is(seats.available, 1);
  another[Symbol.dispose]();
  another[Symbol.dispose]();
  assert.is(seats.available, 2);
});

test("a permit is given back with the weight that it was acquired with (G3)", async () => {
  const megabytes = new Semaphore(10);
  const permits = [await megabytes.acquire({ weight: 7 }), megabytes.tryAcquire(3) as Permit];
  assert.is(megabytes.available, 0);
  permits[0]?.release();
  assert.is(megabytes.available, 7);
  permits[1]?.release();
  assert.is(megabytes.available, 10);
});

test("tryAcquire() gives a permit, or undefined when none is free", () => {
  const seats = new Semaphore(1);
  const seat = seats.tryAcquire();
  assert.ok(seat);
  assert.is(seats.tryAcquire(), undefined);
  seat.release();
  assert.ok(seats.tryAcquire());
});

test("tryAcquire() never overtakes those who wait, and available says so (G3)", async () => {
  const seats = new Semaphore(3);
  const seat = await seats.acquire();
  const heavy = seats.acquire({ weight: 3 });
  assert.is(seats.available, 0);
  assert.is(seats.tryAcquire(), undefined);
  seat.release();
  (await heavy).release();
  assert.is(seats.available, 3);
});

test("Infinity permits never run out, and can be limited later", async () => {
  const seats = new Semaphore(Infinity);
  const permits = await Promise.all(Array.from({ length: 100 }, () => seats.acquire({ weight: 10 })));
  assert.is(seats.available, Infinity);
  permits[0]?.release();
  assert.is(seats.available, Infinity);
  seats.resize(1000);
  assert.is(seats.available, 10);
});

test("a semaphore of 0 permits is shut: everyone waits for resize(), whatever they ask for", async () => {
  const gate = new Semaphore(0);
  const waiting = [gate.acquire(), gate.acquire({ weight: 5 })];
  assert.is(gate.tryAcquire(7), undefined);
  for (const each of waiting) assert.ok(await pending(each));
  gate.resize(6);
  await Promise.all(waiting);
  assert.is(gate.available, 0);
});

test("with() takes as many permits as it is asked for, and gives them all back (G3)", async () => {
  const seats = new Semaphore(5);
  assert.is(await seats.with(() => seats.available, { weight: 3 }), 2);
  assert.is(seats.available, 5);
  assert.is((await failure<Error>(seats.with(() => 1, { weight: 6 }))).name, "RangeError");
});

test("a weight above the permits is a RangeError at the call (C25)", async () => {
  const seats = new Semaphore(3);
  const errors = [
    await failure<Error>(seats.acquire({ weight: 4 })),
    thrownBy<Error>(() => seats.tryAcquire(4)),
    thrownBy<Error>(() => seats.acquiring({ weight: 4 })),
  ];
  const message = "weight must be at most 3, the permits there are, not 4";
  assert.equal(errors.map((error) => `${error.name}: ${error.message}`), [
    `RangeError: options.${message}`,
    `RangeError: ${message}`,
    `RangeError: options.${message}`,
  ]);
  assert.is(seats.available, 3);
});

test("wrong arguments get an error that names them and what was given (C25)", async () => {
  const seats = new Semaphore(3);
  const weights: [unknown, string][] = [
    [0, "RangeError: options.weight must be an integer of at least 1, not 0"],
    [1.5, "RangeError: options.weight must be an integer of at least 1, not 1.5"],
    [NaN, "RangeError: options.weight must be an integer of at least 1, not NaN"],
    [Infinity, "RangeError: options.weight must be an integer of at least 1, not Infinity"],
    [2 ** 53, "RangeError: options.weight must be at most 9007199254740991, not 9007199254740992"],
    ["1", 'TypeError: options.weight must be a number, not "1"'],
    [null, "TypeError: options.weight must be a number, not null"],
  ];
  for (const [given, expected] of weights) {
    const weight = given as number;
    const rejected = await failure<Error>(seats.acquire({ weight }));
    assert.is(`${rejected.name}: ${rejected.message}`, expected);
    const thrown = thrownBy<Error>(() => seats.acquiring({ weight }));
    assert.is(`${thrown.name}: ${thrown.message}`, expected);
    const tried = thrownBy<Error>(() => seats.tryAcquire(weight));
    assert.is(`${tried.name}: ${tried.message}`, expected.replace("options.", ""));
  }
  for (const wrong of [-1, 1.5, NaN]) {
    for (const call of [() => new Semaphore(wrong), () => seats.resize(wrong)]) {
      const { name, message } = thrownBy<Error>(call);
      assert.is(`${name}: ${message}`, `RangeError: permits must be an integer of at least 0, not ${wrong}`);
    }
  }
  assert.instance(thrownBy(() => new Semaphore("3" as never)), TypeError);
  assert.is((await failure<Error>(seats.acquire(5 as never))).message, "options must be an object, not 5");
  assert.is(thrownBy<Error>(() => seats.acquiring(null as never)).message, "options must be an object, not null");
  assert.instance(await failure(seats.acquire({ signal: {} as never })), TypeError);
  assert.is(seats.available, 3);
});

test("a signal that is already aborted rejects and changes nothing, even where there are permits (C13)", async () => {
  const seats = new Semaphore(1);
  assert.is(await failure(seats.acquire({ signal: AbortSignal.abort("never") })), "never");
  assert.is(seats.available, 1);
  const held = await seats.acquire();
  assert.is(await failure(seats.acquire({ signal: AbortSignal.abort("never") })), "never");
  held.release();
  assert.is(seats.available, 1);
});

test("an abort while waiting rejects with the reason and takes no permit (C14)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  const waiting = seats.acquire({ signal: controller.signal });
  controller.abort("enough");
  assert.is(await failure(waiting), "enough");
  held.release();
  assert.is(seats.available, 1);
});

test("once a permit is granted an abort changes nothing, in the same tick, too (C14)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  const waiting = seats.acquire({ signal: controller.signal });
  held.release();
  controller.abort("late");
  const permit = await waiting;
  assert.is(seats.available, 0);
  permit.release();
  assert.is(seats.available, 1);
});

test("an abort just before the release leaves the permit to the next in line (C14, G3)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  const aborted = failure(seats.acquire({ signal: controller.signal }));
  const next = seats.acquire();
  controller.abort("enough");
  held.release();
  assert.is(await aborted, "enough");
  (await next).release();
  assert.is(seats.available, 1);
});

test("however many wait on one signal, there is one listener, and none a turn after the last (C15)", async () => {
  const seats = new Semaphore(1);
  for (const ending of ["served", "aborted"]) {
    const watched = watchedSignal();
    const { signal } = watched;
    const held = await seats.acquire();
    const waiting = Array.from({ length: 100 }, () => seats.with(() => "served", { signal }).catch((reason) => reason));
    assert.is(watched.listeners, 1);
    if (ending === "aborted") watched.controller.abort("aborted");
    held.release();
    assert.equal([...new Set(await Promise.all(waiting))], [ending]);
    await turn();
    assert.is(watched.listeners, 0);
  }
});

test("a hundred thousand who wait are aborted as fast as one could wish, in any order (C14)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const shared = new AbortController();
  const together = Array.from({ length: 50_000 }, () => failure(seats.acquire({ signal: shared.signal })));
  const single = Array.from({ length: 50_000 }, () => new AbortController());
  const each = single.map(({ signal }) => failure(seats.acquire({ signal })));
  const last = seats.acquire();
  shared.abort("enough");
  for (let index = single.length - 1; index >= 0; index -= 2) single[index]?.abort("enough");
  for (let index = 0; index < single.length; index += 2) single[index]?.abort("enough");
  const reasons = new Set([...await Promise.all(together), ...await Promise.all(each)]);
  assert.equal([...reasons], ["enough"]);
  assert.ok(await pending(last));
  held.release();
  assert.not(await pending(last));
}, { within: 20_000 });

test("with() holds one permit while its function runs, whatever becomes of it", async () => {
  const seats = new Semaphore(2);
  assert.is(await seats.with(() => seats.available), 1);
  assert.is(await failure(seats.with(() => Promise.reject("broken"))), "broken");
  assert.is(seats.available, 2);
});

test("with() waits for a permit, and an abort ends that (C14)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  const aborted = seats.with(() => assert.unreachable(), { signal: controller.signal });
  const next = seats.with(() => "next");
  assert.ok(await pending(next));
  controller.abort("enough");
  assert.is(await failure(aborted), "enough");
  held.release();
  assert.is(await next, "next");
  assert.is(seats.available, 1);
});

test("wrap() lets only so many calls run at once", async () => {
  const seats = new Semaphore(2);
  let [running, most] = [0, 0];
  const call = seats.wrap(async (value: number) => {
    most = Math.max(most, ++running);
    await undefined;
    running--;
    return value;
  });
  assert.equal(await Promise.all([1, 2, 3, 4, 5].map((value) => call(value))), [1, 2, 3, 4, 5]);
  assert.is(most, 2);
});

for (
  const [loop, step] of Object.entries<(seats: Semaphore) => Promise<Permit>>({
    "that takes what is free": (seats) => seats.acquire({ weight: 2 }),
    "of two who hand it to each other": (seats) => seats.acquire({ weight: 2, signal: new AbortController().signal }),
    "of two who hand it to each other without a signal": (seats) => seats.acquire({ weight: 2 }),
  })
) {
  test(`a hot loop over acquire() ${loop} lets the event loop have its turn (C23)`, async () => {
    const seats = new Semaphore(2);
    let over = false;
    const hot = async () => {
      for (let count = 0; !over && count < 1_000_000; count++) {
        const permit = await step(seats);
        await undefined;
        permit.release();
      }
    };
    const loops = loop.startsWith("that") ? [hot()] : [hot(), hot()];
    const all = Promise.all(loops).then(() => "starved");
    assert.is(await Promise.race([all, turn()]), undefined);
    over = true;
    await all;
  });
}

test.run();
