// In what order those who wait are served.
import * as assert from "uvu/assert";
import { Semaphore } from "sluice";
import { failure } from "../support/failure.ts";
import { pending, suite, ticks } from "../support/test.ts";

const test = suite("permits");

/** Notes in which order those who wait get their permits, which are kept; who is aborted gets none. */
function queue(
  seats: Semaphore,
): { served: string[]; join(name: string, weight?: number, signal?: AbortSignal): void } {
  const served: string[] = [];
  const join = (name: string, weight = 1, signal?: AbortSignal) => {
    seats.acquire({ weight, signal }).then(() => served.push(name), () => {});
  };
  return { served, join };
}

test("those who wait are served first come, first served (G3)", async () => {
  const seats = new Semaphore(1);
  const order: number[] = [];
  await Promise.all([1, 2, 3, 4].map((number) => seats.with(() => order.push(number))));
  assert.equal(order, [1, 2, 3, 4]);
});

test("a heavy one at the head holds the lighter ones behind it back (G3)", async () => {
  const seats = new Semaphore(3);
  const [one, two] = [await seats.acquire(), await seats.acquire({ weight: 2 })];
  const { served, join } = queue(seats);
  join("heavy", 3);
  join("light");
  one.release();
  await ticks(20);
  assert.equal(served, []);
  two.release();
  await ticks(20);
  assert.equal(served, ["heavy"]);
});

test("one release serves as many as fit, and no more (G3)", async () => {
  const seats = new Semaphore(5);
  const held = await seats.acquire({ weight: 5 });
  const { served, join } = queue(seats);
  for (const [name, weight] of [["a", 2], ["b", 2], ["c", 2], ["d", 1]] as const) join(name, weight);
  held.release();
  await ticks(20);
  assert.equal(served, ["a", "b"]);
  assert.is(seats.available, 0);
});

test("when the head leaves, those behind it that fit are served (G3, C14)", async () => {
  const seats = new Semaphore(3);
  await seats.acquire();
  const controller = new AbortController();
  const { served, join } = queue(seats);
  join("heavy", 3, controller.signal);
  join("light");
  join("two", 2);
  controller.abort();
  await ticks(20);
  assert.equal(served, ["light"]);
});

test("when one in the middle leaves, nobody moves up (G3, C14)", async () => {
  const seats = new Semaphore(2);
  const held = await seats.acquire({ weight: 2 });
  const controller = new AbortController();
  const { served, join } = queue(seats);
  join("first");
  join("second", 1, controller.signal);
  join("third");
  controller.abort();
  held.release();
  await ticks(20);
  assert.equal(served, ["first", "third"]);
});

test("when one signal aborts many, none of them is served on the way (C14, G3)", async () => {
  const seats = new Semaphore(2);
  await seats.acquire();
  const controller = new AbortController();
  const { served, join } = queue(seats);
  join("heavy", 2, controller.signal);
  for (const name of ["a", "b"]) join(name, 1, controller.signal);
  join("free");
  controller.abort();
  await ticks(20);
  assert.equal(served, ["free"]);
  assert.is(seats.available, 0);
});

test("resize() serves those who fit now (G3)", async () => {
  const seats = new Semaphore(1);
  await seats.acquire();
  const { served, join } = queue(seats);
  for (const name of ["a", "b", "c"]) join(name);
  seats.resize(3);
  await ticks(20);
  assert.equal(served, ["a", "b"]);
});

test("after resize() below what is held, nobody is served until enough was released (G3)", async () => {
  const seats = new Semaphore(3);
  const held = await Promise.all([seats.acquire(), seats.acquire(), seats.acquire()]);
  seats.resize(1);
  assert.is(seats.available, 0);
  const { served, join } = queue(seats);
  join("next");
  held[0]?.release();
  held[1]?.release();
  await ticks(20);
  assert.equal(served, []);
  held[2]?.release();
  await ticks(20);
  assert.equal(served, ["next"]);
});

test("one who asks for more than resize() left waits on, and goes when there is enough again (G3)", async () => {
  const seats = new Semaphore(3);
  const held = await seats.acquire();
  const { served, join } = queue(seats);
  join("heavy", 3);
  join("light");
  seats.resize(2);
  held.release();
  await ticks(20);
  assert.equal(served, []);
  seats.resize(4);
  await ticks(20);
  assert.equal(served, ["heavy", "light"]);
});

test("a semaphore that is shut while some wait keeps them in order (G3)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const { served, join } = queue(seats);
  for (const name of ["a", "b"]) join(name);
  seats.resize(0);
  held.release();
  await ticks(20);
  assert.equal(served, []);
  seats.resize(2);
  await ticks(20);
  assert.equal(served, ["a", "b"]);
});

test("whoever is served by a release may release and acquire in turn (G3)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const first = seats.acquire().then((permit) => {
    permit.release();
    return seats.acquire();
  });
  const second = seats.acquire();
  held.release();
  assert.ok(await pending(first));
  (await second).release();
  assert.not(await pending(first));
});

test("a release inside an abort listener goes to the next who still waits (C14, G3)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  controller.signal.addEventListener("abort", () => held.release());
  const first = seats.acquire({ signal: controller.signal });
  const second = failure(seats.acquire({ signal: controller.signal }));
  controller.abort("enough");
  await first;
  assert.is(await second, "enough");
  assert.is(seats.available, 0);
});

test.run();
