import * as assert from "uvu/assert";
import { channel, type ChannelClosedError, strict } from "sluice";
import { toWritable } from "sluice/web";
import { writingContract } from "../../suites/contracts/adapter.ts";
import { breathes } from "../../support/breathes.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { onWorkerd, pending, suite } from "../../support/test.ts";

const test = suite("toWritable");

const contract = writingContract({
  title: "toWritable",
  write: (sender) => {
    const writer = toWritable(sender).getWriter();
    return {
      write: (value) => writer.write(value),
      close: () => writer.close(),
      abort: (reason) => writer.abort(reason),
      failed: writer.closed.then(() => {}, (error) => error),
    };
  },
});

test("its desiredSize is 1, and a writer that looks at it holds one value back (W1)", async () => {
  const jobs = channel<number>();
  const writer = toWritable(jobs).getWriter();
  assert.is(writer.desiredSize, 1);
  await writer.ready;
  const written = writer.write(1);
  assert.is(writer.desiredSize, 0);
  await jobs.receive();
  await written;
  assert.is(writer.desiredSize, 1);
});

test("a write that a cancelled channel refuses hands its value back (W1)", async () => {
  const jobs = channel<number>();
  const writer = toWritable(jobs).getWriter();
  writer.closed.catch(() => {});
  const written = failure<ChannelClosedError<number>>(writer.write(7));
  await rest();
  jobs.cancel("enough");
  const error = await written;
  assert.equal([error.name, error.value, error.cause], ["ChannelClosedError", 7, "enough"]);
});

test("a full strict channel errors the stream with its OverflowError (W1)", async () => {
  const jobs = channel<number>(strict(1));
  const writer = toWritable(jobs).getWriter();
  writer.closed.catch(() => {});
  await writer.write(1);
  assert.is((await failure<Error>(writer.write(2))).name, "OverflowError");
});

test("a value that the sender refuses closes it with that error: its reader does not wait for ever (W1)", async () => {
  const jobs = channel<number>(strict(1));
  const source = new ReadableStream<number>({
    start: (controller) => [1, 2, 3].forEach((n) => controller.enqueue(n)),
  });
  const error = await failure<Error>(source.pipeTo(toWritable(jobs)));
  assert.is(error.name, "OverflowError");
  assert.equal(await jobs.receive(), { done: false, value: 1 });
  assert.is(await failure(jobs.receive()), error);
});

test("a source that fails within pipeTo ends the channel with its error, after what came (W1)", async () => {
  const error = new Error("broken");
  const jobs = channel<number>();
  const source = new ReadableStream<number>({
    start: (controller) => controller.enqueue(1),
    pull: (controller) => controller.error(error),
  }, { highWaterMark: 0 });
  const piped = failure(source.pipeTo(toWritable(jobs)));
  assert.is((await jobs.receive()).value, 1);
  assert.is(await failure(jobs.receive()), error);
  assert.is(await piped, error);
});

test("pipeTo with a signal ends the channel with the signal's reason (W1)", async () => {
  const jobs = channel<number>();
  const controller = new AbortController();
  let produce = () => {};
  const source = new ReadableStream<number>({
    start(controller) {
      produce = () => controller.enqueue(1);
    },
  });
  const piped = failure(source.pipeTo(toWritable(jobs), { signal: controller.signal }));
  await rest();
  controller.abort("enough");
  if (onWorkerd) {
    // Between two chunks the pipes of workerd do not hear their signal, as the standard wants them to.
    assert.ok(await pending(piped));
    assert.not(jobs.closed);
    produce();
  }
  assert.is(await failure(jobs.receive()), "enough");
  assert.is(await piped, "enough");
});

test("what is piped in a row comes in a row (W1)", async () => {
  const jobs = channel<number>(3);
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  const source = new ReadableStream<number>({
    start(controller) {
      for (const n of numbers) controller.enqueue(n);
      controller.close();
    },
  });
  const piped = source.pipeTo(toWritable(jobs));
  assert.equal(await collect(jobs), numbers);
  await piped;
  assert.ok(jobs.stats.peak <= 3);
});

test("any reason but undefined is one, null too (W1, C9)", async () => {
  const jobs = channel<number>();
  await toWritable(jobs).abort(null);
  assert.is(await failure(jobs.receive()), null);
});

test("closing and aborting such streams let the event loop have its turn (C23)", async () => {
  assert.ok(await breathes(() => toWritable(channel()).close()));
  assert.ok(await breathes(() => toWritable(channel()).abort("broken")));
});

test("what is no sender is a TypeError (C25)", () => {
  for (const given of [undefined, {}, new WritableStream()]) {
    assert.match(thrownBy<Error>(() => toWritable(given as never)).message, /^sender must be a channel/);
  }
});

contract.run();
test("a sender of another make that has no signal is written to all the same (W1)", async () => {
  const sent: number[] = [];
  const sender = { send: async (value: number) => void sent.push(await value), trySend: () => false, close() {} };
  const writer = toWritable(sender as never).getWriter();
  await writer.write(1 as never);
  await writer.close();
  assert.equal(sent, [1]);
});

test.run();
