import { channel, map, pipeline, type Sender } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { drained } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("into");

const end = { done: true, value: undefined };

test("into() sends all values, closes the channel and gives their number", async () => {
  for (const source of [new Numbers({ count: 3 }), new AsyncNumbers({ count: 3 })]) {
    const sink = channel<number>(3);
    assert.is(await pipeline(source, map((n) => n * 10)).into(sink), 3);
    assert.ok(sink.closed);
    assert.equal(drained(sink), [0, 10, 20]);
    assert.equal(await sink.receive(), end);
  }
});

test("into() of no values closes the channel, and gives 0", async () => {
  const sink = channel<number>();
  assert.is(await pipeline<number>([]).into(sink), 0);
  assert.ok(sink.closed);
});

test("with close: false, into() leaves the channel open, so that several can fill it", async () => {
  const sink = channel<number>(4);
  assert.is(await pipeline([1, 2]).into(sink, { close: false }), 2);
  assert.is(await pipeline([3]).into(sink, { close: false }), 1);
  assert.not(sink.closed);
  assert.is(await pipeline([4]).into(sink, { close: true }), 1);
  assert.ok(sink.closed);
  assert.equal(drained(sink), [1, 2, 3, 4]);
});

test("values travel untouched (C5)", async () => {
  const values = [undefined, null, end, Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  const [roomy, narrow] = [channel<unknown>(values.length), channel<unknown>()];
  await pipeline(values).into(roomy);
  const done = pipeline(values).into(narrow);
  for (const value of values) {
    assert.is(roomy.tryReceive()?.value, value);
    assert.is((await narrow.receive()).value, value);
  }
  await done;
});

test("a full channel holds the source back: one value more is in hand (P1)", async () => {
  const numbers = new Numbers();
  const sink = channel<number>(2);
  const done = pipeline(numbers, map((n) => n)).into(sink);
  await turn();
  assert.equal([sink.size, numbers.pulled, sink.stats.waitingSenders], [2, 3, 1]);
  await sink.receive();
  await turn();
  assert.equal([sink.size, numbers.pulled], [2, 4]);
  assert.ok(await pending(done));
  sink.cancel();
  await failure(done);
});

test("into() an unbuffered channel goes hand in hand with the receiver (P1)", async () => {
  const numbers = new Numbers({ count: 3 });
  const sink = channel<number>();
  const done = pipeline(numbers).into(sink);
  for (let received = 1; received <= 3; received++) {
    await turn();
    assert.is(numbers.pulled, received);
    assert.equal(await sink.receive(), { done: false, value: received - 1 });
  }
  assert.is(await done, 3);
});

test("a failure closes the channel with its error, after the values before, and rejects with it (P3)", async () => {
  const broken = new Error("broken");
  const sink = channel<number>(3);
  const numbers = new Numbers();
  const done = pipeline(numbers, map((n) => n < 2 ? n : Promise.reject(broken))).into(sink);
  assert.is(await failure(done), broken);
  assert.equal([await sink.receive(), await sink.receive()].map(({ value }) => value), [0, 1]);
  assert.is(await failure(sink.receive()), broken);
  assert.is(numbers.released, 1);
});

test("with close: false, a failure leaves the channel open (P3)", async () => {
  const sink = channel<number>(1);
  const done = pipeline(new AsyncNumbers({ next: () => Promise.reject("broken") })).into(sink, { close: false });
  assert.is(await failure(done), "broken");
  assert.ok(sink.trySend(1));
});

test("a failure of undefined closes the channel with an error: it must not look like the end (P3)", async () => {
  const sink = channel<number>();
  assert.is(await failure(pipeline(new AsyncNumbers({ next: () => Promise.reject() })).into(sink)), undefined);
  const error = await failure<Error>(sink.receive());
  assert.instance(error, Error);
  assert.is(error.message, "Cannot go on: the flow failed with undefined");
});

test("into() that cancel() cuts short rejects, and closes the channel with the same error (P4)", async () => {
  for (const reason of ["enough", undefined]) {
    const sink = channel<number>(1);
    const flow = pipeline(new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined }));
    const done = flow.into(sink);
    await turn();
    await flow.cancel(reason);
    const error = await failure<Error>(done);
    if (reason === undefined) assert.is(error.name, "AbortError");
    else assert.is(error, reason);
    assert.is((await sink.receive()).value, 0);
    assert.is(await failure(sink.receive()), error);
  }
});

test("what is left while its sink is full is left at once: its value was not sent (P4)", async () => {
  const controller = new AbortController();
  const ways: ((flow: { cancel(reason: unknown): Promise<void> }) => unknown)[] = [
    (flow) => flow.cancel("enough"),
    () => controller.abort("enough"),
  ];
  for (const leave of ways) {
    const sink = channel<number>(1);
    const flow = pipeline(new Numbers(), { signal: controller.signal });
    const done = flow.into(sink);
    await turn();
    await leave(flow);
    assert.is(await failure(done), "enough");
    assert.equal([sink.stats.sent, sink.stats.waitingSenders], [1, 0]);
    assert.is((await sink.receive()).value, 0);
    assert.is(await failure(sink.receive()), "enough");
  }
});

test("anything that sends is a sink; the options of send() are those of a Sender", async () => {
  const sent: number[] = [];
  const { signal } = new AbortController();
  const sink: Sender<number> = {
    trySend: (value) => value % 2 === 0 && sent.push(value) > 0,
    send: (value) => Promise.resolve(void sent.push(value)),
    sendAll: never,
    close: () => void sent.push(-1),
    closed: false,
    signal,
  };
  assert.is(await pipeline([0, 1, 2, 3]).into(sink), 4);
  assert.equal(sent, [0, 1, 2, 3, -1]);
});

test("a sink of another make may do without a signal, and be told of an abort in vain", async () => {
  const sent: number[] = [];
  const close = (error?: unknown) => void sent.push(error === undefined ? -1 : -2);
  const send = (value: number) => Promise.resolve(void sent.push(value));
  const sink = { trySend: () => false, send, close } as unknown as Sender<number>;
  assert.is(await pipeline([0, 1]).into(sink), 2);
  const flow = pipeline(new AsyncNumbers({ next: never }));
  const done = flow.into(sink);
  await flow.cancel("enough");
  assert.is(await failure(done), "enough");
  assert.equal(sent, [0, 1, -1, -2]);
});

test("what the functions of a sink throw fails the flow and closes the sink with that (P3)", async () => {
  for (const trySend of [thrower("broken"), () => false]) {
    const errors: unknown[] = [];
    const numbers = new Numbers();
    const sink = {
      trySend,
      send: () => Promise.reject("broken"),
      close: (error: unknown) => void errors.push(error),
      signal: new AbortController().signal,
    } as unknown as Sender<number>;
    assert.is(await failure(pipeline(numbers).into(sink)), "broken");
    assert.equal(errors, ["broken"]);
    assert.equal([numbers.pulled, numbers.released], [1, 1]);
  }
});

function thrower(error: unknown): () => never {
  return () => {
    throw error;
  };
}

test("into() leaves no listener on the signal of its sink (C15)", async () => {
  const watched = watchedSignal();
  const sink = Object.defineProperty(channel<number>(2), "signal", { value: watched.signal });
  const done = pipeline(new AsyncNumbers({ count: 2 })).into(sink);
  assert.is(watched.listeners, 1);
  await done;
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("into() needs a sender, and options that are some, or rejects with a TypeError (C25)", async () => {
  const flow = pipeline([1]);
  const into = flow.into as (...given: unknown[]) => Promise<number>;
  const wrong = [[undefined, "undefined"], [5, "5"], [[], "an array"], [{ send: () => {} }, "an object"]] as const;
  for (const [sender, text] of wrong) {
    const error = await failure<Error>(into.call(flow, sender));
    assert.instance(error, TypeError);
    assert.is(error.message, `sender must be a channel or another sender, not ${text}`);
  }
  const error = await failure<Error>(into.call(flow, channel(1), true));
  assert.instance(error, TypeError);
  assert.is(error.message, "options must be an object, not true");
  const noBoolean = await failure<Error>(into.call(flow, channel(1), { close: 1 }));
  assert.instance(noBoolean, TypeError);
  assert.is(noBoolean.message, "options.close must be a boolean, not 1");
  assert.equal(await flow.toArray(), [1]);
});

test.run();
