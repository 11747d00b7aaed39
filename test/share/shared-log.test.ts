import { broadcast, sized } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("log");

/** How many places a broadcast's log has in use. */
function sizeOf(source: object): number {
  const log = Reflect.get(source, "log");
  return Reflect.get(log, "values").size;
}

test("each value is kept once, however many have yet to read it, and forgotten after the last (K2)", async () => {
  const source = broadcast<number>();
  const readers = Array.from({ length: 8 }, () => source.subscribe(1000));
  for (let value = 0; value < 1000; value++) await source.send(value);
  assert.is(sizeOf(source), 1000);
  const [slow, ...fast] = readers;
  for (const reader of fast) assert.is(drained(reader).length, 1000);
  assert.is(sizeOf(source), 1000);
  slow?.tryReceive();
  assert.is(sizeOf(source), 999);
  slow?.cancel();
  assert.is(sizeOf(source), 0);
});

test("nothing is kept for those who wait, nor for buffers of their own (K2)", async () => {
  const source = broadcast<number>();
  const received = source.subscribe(0).receive();
  await source.send(1);
  assert.is(sizeOf(source), 0);
  await received;
});

test("the last values are kept for newcomers, and no more than they get (K1)", async () => {
  const source = broadcast<number>({ replay: 3 });
  for (let value = 0; value < 10; value++) await source.send(value);
  assert.is(sizeOf(source), 3);
  assert.equal(drained(source.subscribe(3)), [7, 8, 9]);
});

test("what a withdrawn send was to replay, an earlier value still does (K1, K2)", async () => {
  const source = broadcast<number>({ replay: 2 });
  for (const value of [1, 2, 3]) await source.send(value);
  const slow = source.subscribe(2);
  const controller = new AbortController();
  const sent = source.send(4, { signal: controller.signal });
  controller.abort("late");
  assert.is(await failure(sent), "late");
  assert.equal(drained(source.subscribe(5)), [2, 3]);
  assert.equal(drained(slow), [2, 3]);
  assert.equal(drained(source.subscribe(5)), [2, 3], "also when nobody holds them any more");
});

test("withdrawn sends leave nothing behind, however long somebody else stands still (C14, K2)", async () => {
  const source = broadcast<number>();
  const stuck = source.subscribe(1);
  const fast = source.subscribe(0);
  const held = [source.send(0), source.send(1)]; // one in the window, one that waits for ever
  let previous = new AbortController();
  for (let value = 2; value < 1000; value++) {
    const controller = new AbortController();
    source.send(value, { signal: controller.signal }).catch(() => {});
    previous.abort("late");
    previous = controller;
    drained(fast);
  }
  assert.ok(sizeOf(source) < 64, `${sizeOf(source)} places`);
  stuck.cancel();
  await Promise.all(held);
  assert.is(sizeOf(source), 0);
});

test("the last withdrawn send leaves nothing in the log (C14, B2)", async () => {
  const source = broadcast<number>();
  source.subscribe(0);
  const controller = new AbortController();
  const sent = source.send(1, { signal: controller.signal });
  assert.is(sizeOf(source), 1);
  controller.abort("late");
  assert.is(await failure(sent), "late");
  assert.is(sizeOf(source), 0);
});

test("gaps made while a value is given out do not move it away from those who are still to get it (C21, K1)", async () => {
  const source = broadcast<number>();
  const controller = new AbortController();
  source.subscribe(0);
  source.subscribe(sized(1000, (value) => {
    if (value === 99) controller.abort("late");
    return 1;
  }));
  const sent = Array.from({ length: 20 }, (_, value) => source.send(value, { signal: controller.signal }));
  const late = source.subscribe(5);
  const last = source.send(99);
  assert.equal(await Promise.all(sent.map((send) => failure(send))), sent.map(() => "late"));
  assert.equal(drained(late), [99]);
  source.close();
  assert.ok(last instanceof Promise);
});

test("closing gaps takes everyone along: who reads, who stands in line, and who sends (C14, K1, K2)", async () => {
  const source = broadcast<number>();
  const [slow, fast, window] = [source.subscribe(0), source.subscribe(0), source.subscribe(25)];
  const controllers = Array.from({ length: 40 }, () => new AbortController());
  const told: unknown[] = [];
  for (const [value, { signal }] of controllers.entries()) {
    source.send(value, { signal }).then(() => told.push(value), (reason) => told.push(reason));
  }
  for (let value = 0; value < 20; value++) assert.is(fast.tryReceive()?.value, value);
  for (let value = 0; value < 5; value++) assert.is(window.tryReceive()?.value, value);
  const odd = Array.from({ length: 20 }, (_, index) => index * 2 + 1);
  for (const value of odd) controllers[value]?.abort(-value);
  assert.is(sizeOf(source), 40);
  controllers[2]?.abort(-2);
  assert.is(sizeOf(source), 19);
  controllers[38]?.abort(-38);
  await turn();
  assert.equal(told, [...odd.map((value) => -value), -2, -38]);
  told.length = 0;
  const even = Array.from({ length: 20 }, (_, index) => index * 2).filter((value) => value !== 2 && value !== 38);
  assert.equal(drained(fast), even.filter((value) => value >= 20));
  // The window had accepted everything up to 29, and keeps it.
  const accepted = Array.from({ length: 25 }, (_, index) => index + 5);
  assert.equal(drained(window), [...accepted, ...even.filter((value) => value >= 30)]);
  assert.equal(drained(slow), even);
  await turn();
  assert.equal(told, even);
  assert.is(sizeOf(source), 0);
});

test.run();
