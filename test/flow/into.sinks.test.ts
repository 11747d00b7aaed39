// Sinks that are closed or cancelled meanwhile, and sinks that are never full.
import {
  channel,
  ChannelClosedError,
  conflating,
  dropping,
  OverflowError,
  pipeline,
  sliding,
  strict,
  unbounded,
} from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { drained, got } from "../support/reading.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("into sinks");

test("a sink that is closed already refuses the first value, which the error brings back (C8, P3)", async () => {
  const sink = channel<number>(1, { name: "jobs" });
  sink.close();
  const numbers = new Numbers();
  const error = await failure<ChannelClosedError>(pipeline(numbers).into(sink));
  assert.instance(error, ChannelClosedError);
  assert.equal([error.value, error.channel], [0, "jobs"]);
  assert.equal([numbers.pulled, numbers.released], [1, 1]);
});

test("a flow without values goes into a closed sink without an error, as sendAll() does (C6)", async () => {
  const sink = channel<number>();
  sink.close();
  assert.is(await pipeline<number>([]).into(sink), 0);
});

test("a sink that others close stops the source with the next value (C8, P3)", async () => {
  const sink = channel<number>(5);
  const numbers = new AsyncNumbers({ next: (n) => void (n === 2 && sink.close()) });
  const error = await failure<ChannelClosedError>(pipeline(numbers).into(sink));
  assert.equal([error.name, error.value, numbers.pulled, numbers.released], ["ChannelClosedError", 2, 3, 1]);
  assert.equal(drained(sink), [0, 1]);
});

test("a sink that others close with an error keeps that error (C9)", async () => {
  const sink = channel<number>(5);
  sink.close("theirs");
  assert.instance(await failure(pipeline([1]).into(sink)), ChannelClosedError);
  assert.is(await failure(sink.receive()), "theirs");
});

test("a sink that is cancelled already stops the flow before anything is pulled (C26, P1)", async () => {
  const sink = channel<number>();
  sink.cancel("enough");
  const numbers = new Numbers();
  const error = await failure<ChannelClosedError>(pipeline(numbers).into(sink));
  assert.instance(error, ChannelClosedError);
  assert.equal([error.cause, error.value, numbers.opened], ["enough", undefined, 0]);
});

test("a sink that is cancelled while the source is silent stops the source (C26)", async () => {
  const sink = channel<number>();
  const numbers = new AsyncNumbers({ next: never });
  const flow = pipeline(numbers);
  const done = flow.into(sink);
  assert.ok(await pending(done));
  sink.cancel("enough");
  const error = await failure<ChannelClosedError>(done);
  assert.instance(error, ChannelClosedError);
  assert.equal([error.cause, numbers.released], ["enough", 1]);
  assert.equal(await flow.next(), { done: true, value: undefined });
});

test("leaving a loop over consume() of the sink stops the source (C18, C26)", async () => {
  const sink = channel<number>(2);
  const numbers = new AsyncNumbers();
  const done = failure<Error>(pipeline(numbers).into(sink));
  for await (const value of sink.consume()) if (value === 3) break;
  assert.is((await done).name, "ChannelClosedError");
  assert.is(numbers.released, 1);
});

test("a sink that is cancelled while a value waits for room brings that value back (C10, C12)", async () => {
  for (const room of [0, 2]) {
    const sink = channel<number>(room, { name: "jobs" });
    const numbers = new Numbers();
    const done = pipeline(numbers).into(sink);
    await turn();
    sink.cancel("enough");
    const error = await failure<ChannelClosedError>(done);
    assert.instance(error, ChannelClosedError);
    assert.equal([error.value, error.channel, error.cause], [room, "jobs", "enough"]);
    assert.is(numbers.released, 1);
  }
});

test("a sink that is cancelled as it takes the last waiting value stops the source all the same (C26)", async () => {
  const sink = channel<number>();
  const numbers = new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined });
  const done = pipeline(numbers).into(sink);
  await turn();
  const received = sink.tryReceive();
  sink.cancel("enough");
  assert.equal(received, got(0));
  const error = await failure<ChannelClosedError>(done);
  assert.equal([error.name, error.cause, numbers.released], ["ChannelClosedError", "enough", 1]);
});

test("a sink that is cancelled after a value has waited for it, while the source is silent, stops the source (C26)", async () => {
  const sink = channel<number>();
  const numbers = new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined });
  const done = pipeline(numbers).into(sink);
  await turn();
  assert.equal(await sink.receive(), got(0));
  await turn();
  assert.is(numbers.pulled, 2);
  sink.cancel("enough");
  const error = await failure<ChannelClosedError>(done);
  assert.equal([error.name, error.cause, numbers.released], ["ChannelClosedError", "enough", 1]);
});

test("into() a cancelled sink rejects once the source has been released (P3)", async () => {
  const sink = channel<number>();
  const releasing = gate();
  const done = pipeline(new AsyncNumbers({ return: () => releasing.promise })).into(sink);
  await turn();
  sink.cancel();
  assert.ok(await pending(done));
  releasing.open();
  assert.instance(await failure(done), ChannelClosedError);
});

test("a sink that the source cancels while it is being released changes nothing any more (P4)", async () => {
  const sink = channel<number>();
  const numbers = new AsyncNumbers({
    next: never,
    return: () => {
      sink.cancel("theirs");
      throw "In return()";
    },
  });
  const flow = pipeline(numbers);
  const done = flow.into(sink);
  await turn();
  assert.is(await failure(flow.cancel("enough")), "In return()");
  assert.is(await failure(done), "enough");
});

test("into() a dropping sink counts what send() resolved for, the dropped included (B3)", async () => {
  const lost: number[] = [];
  const sink = channel<number>(dropping(2), { onUndelivered: (value) => lost.push(value) });
  assert.is(await pipeline([1, 2, 3, 4]).into(sink), 4);
  assert.equal(lost, [3, 4]);
  assert.equal([sink.stats.sent, sink.stats.dropped], [4, 2]);
  assert.equal(drained(sink), [1, 2]);
});

test("into() a sliding, a conflating and an unbounded sink never waits (B3)", async () => {
  const last = [sliding<number>(2), conflating<number>(), unbounded<number>()].map(async (buffer) => {
    const sink = channel<number>(buffer);
    assert.is(await pipeline([1, 2, 3, 4]).into(sink), 4);
    return drained(sink);
  });
  assert.equal(await Promise.all(last), [[3, 4], [4], [1, 2, 3, 4]]);
});

test("a full strict sink fails the flow, and the error brings the value back (C12, P3)", async () => {
  const sink = channel<number>(strict(2));
  const numbers = new Numbers();
  const error = await failure<OverflowError>(pipeline(numbers).into(sink));
  assert.instance(error, OverflowError);
  assert.equal([error.value, numbers.pulled, numbers.released], [2, 3, 1]);
  assert.equal([await sink.receive(), await sink.receive()], [got(0), got(1)]);
  assert.is(await failure(sink.receive()), error);
});

test("two flows may fill one channel (C1)", async () => {
  const sink = channel<number>();
  const done = Promise.all([
    pipeline(new Numbers({ count: 3 })).into(sink, { close: false }),
    pipeline(new AsyncNumbers({ count: 3 })).into(sink, { close: false }),
  ]).then(() => sink.close());
  const all: number[] = [];
  for await (const value of sink) all.push(value);
  await done;
  assert.equal(all.sort(), [0, 0, 1, 1, 2, 2]);
});

test("an engine without AbortController can do without it", async () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    const sink = channel<number>(1);
    const done = pipeline([1, 2, 3]).into(sink);
    const all: number[] = [];
    for await (const value of sink) all.push(value);
    assert.is(await done, 3);
    assert.equal(all, [1, 2, 3]);
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test.run();
