import { broadcast, type ChannelClosedError } from "sluice";
import * as assert from "uvu/assert";
import { Publisher } from "../../src/share/sending-half.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite } from "../support/test.ts";

const test = suite("sending half");

test("a broadcast is a publisher", () => {
  assert.instance(broadcast(), Publisher);
});

test("send() to a closed one rejects with ChannelClosedError, which hands the value back; trySend() is false (C8)", async () => {
  const source = broadcast<string>();
  const cause = new Error("broken");
  source.close(cause);
  assert.ok(source.closed);
  const error = await failure<ChannelClosedError<string>>(source.send("late"));
  assert.equal([error.name, error.value, error.cause], ["ChannelClosedError", "late", cause]);
  assert.is(error.message, "Cannot send: the sender is closed");
  assert.not(source.trySend("late"));
});

test("close() is idempotent, and disposing is close() (C7, C11)", async () => {
  const source = broadcast<string>();
  const reader = source.subscribe(0);
  source[Symbol.dispose]();
  source.close("too late");
  assert.equal(await reader.receive(), { done: true, value: undefined });
});

test("sendAll() waits for the slowest, and says how many were accepted (C6, K2)", async () => {
  const source = broadcast<number>();
  const [slow, fast] = [source.subscribe(0), source.subscribe(3)];
  const sent = source.sendAll([1, 2, 3]);
  assert.is(fast.tryReceive()?.value, 1);
  for (const value of [1, 2, 3]) assert.is((await slow.receive()).value, value);
  assert.is(await sent, 3);
  assert.equal(drained(fast), [2, 3]);
});

test("sendAll() that fails midway releases its source; what was accepted stays accepted (C6)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(1);
  let released = false;
  function* values() {
    try {
      yield* [1, 2, 3];
    } finally {
      released = true;
    }
  }
  const controller = new AbortController();
  const sent = source.sendAll(values(), { signal: controller.signal });
  controller.abort("enough");
  assert.is(await failure(sent), "enough");
  assert.ok(released);
  assert.equal(drained(reader), [1]);
});

test("an aborted signal rejects with its reason and changes nothing, even where there is room (C13)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(1);
  assert.is(await failure(source.send(1, { signal: AbortSignal.abort("before") })), "before");
  assert.equal(drained(reader), []);
});

test("wrong arguments reject with a TypeError that names them (C25)", async () => {
  const source = broadcast<number>();
  const wrong = { signal: 1 } as unknown as { signal: AbortSignal };
  assert.is(
    (await failure<Error>(source.send(1, wrong))).message,
    "options.signal must be an AbortSignal, not 1",
  );
  assert.instance(await failure(source.sendAll("text" as unknown as number[])), TypeError);
  assert.instance(thrownBy(() => source.subscribe(1, wrong)), TypeError);
});

test("its signal is never aborted: subscribers come and go (K5)", () => {
  const source = broadcast<number>();
  const { signal } = source;
  source.subscribe(0).cancel("enough");
  source.close("broken");
  assert.is(source.signal, signal);
  assert.not(signal.aborted);
});

test.run();
