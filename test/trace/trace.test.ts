import * as assert from "uvu/assert";
import { channel } from "sluice";
import { type Trace, trace } from "sluice/trace";
import { thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("trace");

function kinds({ events }: Trace): string {
  return events.map(({ kind }) => kind).join(" ");
}

test("trace() records what happens to channels made since, until it is stopped", () => {
  const before = channel<number>(1);
  const running = trace();
  before.trySend(1);
  const jobs = channel<number>(1, { name: "jobs" });
  jobs.trySend(1);
  running.stop();
  jobs.tryReceive();
  channel();
  assert.is(kinds(running), "make send");
  assert.is(running.events[0]?.channel.title, "jobs");
});

test("channels made before a trace and after it are no different from any", () => {
  const before = channel();
  const running = trace();
  const during = channel();
  running.stop();
  const after = channel();
  assert.is(Object.getPrototypeOf(after), Object.getPrototypeOf(before));
  assert.is.not(Object.getPrototypeOf(during), Object.getPrototypeOf(before));
});

test("of several traces the newest that runs gets the channels", () => {
  const outer = trace();
  const inner = trace();
  channel(0, { name: "a" });
  inner.stop();
  channel(0, { name: "b" });
  const other = trace();
  outer.stop();
  channel(0, { name: "c" });
  other.stop();
  const names = [outer, inner, other].map(({ events }) => events.map((event) => event.channel.title).join());
  assert.equal(names, ["b", "a", "c"]);
});

test("a trace can be disposed, and stopped twice", () => {
  const running = trace();
  running[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  running.stop();
  channel();
  assert.equal(running.events, []);
});

test("limit is how many events are kept", () => {
  const running = trace({ limit: 2 });
  const jobs = channel<number>(10);
  for (const value of [1, 2, 3, 4]) jobs.trySend(value);
  running.stop();
  assert.equal(running.events.map(({ sequence, value }) => [sequence, value]), [[4, "3"], [5, "4"]]);
});

test("`waiting` says who waits now", () => {
  const running = trace();
  const jobs = channel<number>(0, { name: "jobs" });
  jobs.send(1);
  jobs.send(2);
  jobs.tryReceive();
  assert.equal(running.waiting.map(({ operation, value, channel }) => [operation, value, channel.title]), [
    ["send", "2", "jobs"],
  ]);
  running.stop();
});

test("limit is how many of those who wait are kept, too; what becomes of the others is told all the same", () => {
  const running = trace({ limit: 3 });
  const jobs = channel<number>(0, { name: "jobs" });
  for (const value of [1, 2, 3, 4, 5, 6, 7, 8]) jobs.send(value);
  assert.equal(running.waiting.map(({ value }) => value), ["6", "7", "8"]);
  jobs.tryReceive();
  const woken = running.events.filter(({ kind }) => kind === "wake");
  assert.equal(woken.map(({ wait, value }) => [wait, value]), [[1, "1"]]);
  running.stop();
});

test("trace() throws a TypeError or RangeError for wrong options", () => {
  const messages = [5, { limit: "a" }, { limit: 0 }].map((given) =>
    thrownBy<Error>(() => trace(given as never)).message
  );
  assert.equal(messages, [
    "options must be an object, not 5",
    'options.limit must be a number, not "a"',
    "options.limit must be an integer of at least 1, not 0",
  ]);
});

test.run();
