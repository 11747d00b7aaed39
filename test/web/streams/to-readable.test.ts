import * as assert from "uvu/assert";
import { channel, map, pipeline, produce } from "sluice";
import { toReadable, toWritable } from "sluice/web";
import { readingContract } from "../../suites/contracts/adapter.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { onWorkerd, pending, suite } from "../../support/test.ts";

const test = suite("toReadable");

const contract = readingContract({
  title: "toReadable",
  read: (source, signal) => {
    const reader = toReadable(source, { signal }).getReader();
    return { next: () => reader.read(), cancel: (reason) => reader.cancel(reason) };
  },
});

test("a stream over a pipeline is what fetch and Response take (W1)", async () => {
  const letters = pipeline(["a", "b", "c"], map((letter) => new TextEncoder().encode(letter)));
  assert.is(await new Response(toReadable(letters)).text(), "abc");
});

test("several reads at once are answered in order (W1)", async () => {
  const reader = toReadable([1, 2]).getReader();
  const reads = await Promise.all([reader.read(), reader.read(), reader.read()]);
  assert.equal(reads.map(({ done, value }) => [done, value]), [[false, 1], [false, 2], [true, undefined]]);
});

test("what travels is untouched, undefined included (C5)", async () => {
  const values = [undefined, null, NaN, () => 1, { then: 1 }];
  assert.equal(await collect(toReadable(values)), values);
});

test("cancel waits for the source to stop, and rejects with what releasing it throws (W1)", async () => {
  let stopped = false;
  const slow = produce<number>(async (out, { signal }) => {
    await out.send(1);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await rest();
    stopped = true;
  });
  const reader = toReadable(slow).getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(stopped);

  const error = new Error("cannot release");
  const unwilling = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 1 }),
      return: () => Promise.reject(error),
    }),
  };
  const other = toReadable(unwilling).getReader();
  await other.read();
  assert.is(await failure(other.cancel()), error);
});

test("a value that comes while the reader cancels is not put into a stream that is closed (W1)", async () => {
  const jobs = channel<number>();
  const reader = toReadable(jobs).getReader();
  const read = reader.read();
  assert.ok(await pending(read));
  jobs.trySend(1);
  await reader.cancel();
  assert.ok((await read).done);
});

test("an abort errors a stream that nobody reads (W1)", async () => {
  const controller = new AbortController();
  const reader = toReadable([1, 2], { signal: controller.signal }).getReader();
  controller.abort("enough");
  assert.is(await failure(reader.closed), "enough");
});

test("a consumed channel is cancelled with the stream, for its reason; a plain one is left open (C17, C18, C26, W1)", async () => {
  const shared = channel<number>(1);
  await toReadable(shared).cancel();
  assert.not(shared.closed);
  const owned = channel<number>(1);
  const { signal } = owned;
  await toReadable(owned.consume()).cancel("enough");
  assert.equal([owned.closed, signal.reason], [true, "enough"]);
});

test("pipeTo ends in a channel, and the error of one side is the other's (W1)", async () => {
  const out = channel<number>();
  const piping = toReadable([1, 2, 3]).pipeTo(toWritable(out));
  assert.equal(await collect(out), [1, 2, 3]);
  await piping;

  const error = new Error("broken");
  const failing = channel<number>();
  const source = channel<number>();
  const failed = failure(toReadable(source).pipeTo(toWritable(failing)));
  source.close(error);
  assert.is(await failure(failing.receive()), error);
  assert.is(await failed, error);
});

test("a cancelled channel at the end of pipeTo stops the source at the other end, though it is silent (W1)", async () => {
  let released = 0;
  const silent = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<IteratorResult<number>>(() => {}),
      return: () => Promise.resolve({ done: true as const, value: ++released }),
    }),
  };
  const out = channel<number>();
  const piped = toReadable(silent).pipeTo(toWritable(out)).catch((error: Error) => error.name);
  await rest();
  out.cancel("enough");
  // The standard rejects a pipe whose destination has failed; on workerd it ends as if all were well.
  assert.is(await piped, onWorkerd ? undefined : "ChannelClosedError");
  assert.is(released, 1);
});

test("a pipe between two values hears the signal of its source, wherever it is (W1)", async () => {
  const jobs = channel<number>();
  const out = channel<number>();
  const controller = new AbortController();
  const piped = failure(toReadable(jobs, { signal: controller.signal }).pipeTo(toWritable(out)));
  await rest();
  controller.abort("enough");
  assert.is(await failure(out.receive()), "enough");
  assert.is(await piped, "enough");
});

test("a tee of it works as with any stream (W1)", async () => {
  const [left, right] = toReadable([1, 2]).tee();
  assert.equal([await collect(left), await collect(right)], [[1, 2], [1, 2]]);
});

test("wrong arguments throw and name themselves (C25)", () => {
  assert.match(thrownBy<Error>(() => toReadable("text" as never)).message, /^source must be an iterable/);
  assert.match(thrownBy<Error>(() => toReadable([], { signal: 7 as never })).message, /^options\.signal must be/);
});

contract.run();
test.run();
