import * as assert from "uvu/assert";
import { Window } from "../../../src/pressure/elastic/window.ts";
import { suite } from "../../support/test.ts";

const test = suite("window");

/** Two calls at once, each of which takes so long, until that time. */
function busy(window: Window, took: number, from: number, until: number): void {
  for (let now = from + took; now <= until; now += took) {
    for (let call = 0; call < 2; call++) {
      window.ended(now, 1);
      window.began(now, 1);
    }
  }
}

test("by Little's law, the mean time of a call is that of calls that take equally long (R4)", () => {
  const window = new Window();
  window.open(2);
  window.began(0, 1);
  window.began(0, 1);
  busy(window, 10, 0, 100);
  assert.equal([window.latency, window.throughput, window.running], [10, 0.2, 2]);
});

test("calls that were running when it began do not count (R4)", () => {
  const window = new Window();
  window.open(2);
  window.began(0, 2);
  busy(window, 10, 0, 100);
  window.open(2);
  assert.not(window.complete(101));
  window.ended(140, 2); // slow ones from before
  window.began(140, 2);
  busy(window, 10, 140, 200);
  assert.equal([window.latency, window.count], [10, 12]);
});

test("time in which fewer run than might says nothing (R4)", () => {
  const window = new Window();
  window.open(2);
  window.began(0, 2);
  busy(window, 10, 0, 50);
  window.ended(60, 1);
  const { latency, count } = window;
  window.ended(500, 1);
  window.began(600, 2);
  assert.equal([window.latency, window.count, window.running], [latency, count, 2]);
});

test("with a limit of 0 it counts all the time, and knows how many ran at most (R4)", () => {
  const window = new Window();
  window.open(0);
  window.began(0, 3);
  window.ended(10, 1);
  window.ended(20, 2);
  window.began(500, 1);
  window.ended(510, 1);
  assert.equal([window.count, window.latency, window.peak], [4, 15, 3]);
  window.open(0);
  assert.is(window.peak, 0);
});

test("calls that end in the same moment count, all of them, though the next ones begin only then (R4)", () => {
  const window = new Window();
  window.open(4);
  window.began(0, 4);
  for (const now of [10, 20, 30]) {
    for (let call = 0; call < 4; call++) window.ended(now, 1);
    for (let call = 0; call < 4; call++) window.began(now, 1);
  }
  assert.equal([window.count, window.latency, window.throughput], [12, 10, 0.4]);
});

test("it ends between two moments, not in the middle of one (R4)", () => {
  const window = new Window();
  window.open(2);
  window.began(0, 2);
  window.ended(10, 1);
  window.began(10, 1);
  assert.not(window.complete(10));
  window.ended(10, 1);
  window.began(10, 1);
  assert.ok(window.complete(11));
  assert.is(window.count, 2);
});

test("calls that end in the very moment in which it began belong to the time before (R4)", () => {
  const window = new Window();
  window.began(0, 3);
  window.ended(10, 1);
  window.open(2);
  window.ended(10, 2);
  window.began(10, 2);
  window.ended(10, 1);
  window.began(10, 1);
  assert.is(window.count, 0);
});

test.run();
