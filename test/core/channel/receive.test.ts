import * as assert from "uvu/assert";
import { channel } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { collect, got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("receive");

const end = { done: true, value: undefined };
test("a value handed to a receiver never counts as held (C2, C3)", async () => {
  const ch = channel<number>(1);
  const received = [ch.receive(), ch.receive()];
  ch.trySend(1);
  ch.trySend(2);
  assert.is(ch.size, 0);
  assert.is(ch.stats.peak, 0);
  await Promise.all(received);
  ch.trySend(3);
  assert.is(ch.stats.peak, 1);
});

test("the values of sends that waited at close() are delivered, then comes the end (C7)", async () => {
  const ch = channel<number>();
  const sent = [ch.send(1), ch.send(2)];
  ch.close();
  assert.ok(await pending(sent[0] as Promise<void>));
  assert.equal([await ch.receive(), await ch.receive(), await ch.receive()], [got(1), got(2), end]);
  await Promise.all(sent);
});

test("each receive on a failed channel rejects with the error itself, not with a copy (C9)", async () => {
  const ch = channel<number>();
  const error = new Error("The source broke");
  ch.close(error);
  for (let round = 0; round < 3; round++) {
    assert.is(await failure(ch.receive()), error);
    assert.is(thrownBy(() => ch.tryReceive()), error);
    assert.is(await failure(collect(ch)), error);
  }
});

test("close(error) waits for the values of senders that wait, too (C9)", async () => {
  const ch = channel<number>();
  const sent = ch.send(1);
  const error = new Error("The source broke");
  ch.close(error);
  assert.equal(await ch.receive(), got(1));
  await sent;
  assert.is(await failure(ch.receive()), error);
});

test("each receive gives a result object of its own (C5)", async () => {
  const ch = channel<number>(2);
  await ch.sendAll([1, 1]);
  const [one, other] = [await ch.receive(), await ch.receive()];
  assert.is.not(one, other);
  ch.close();
  assert.is.not(await ch.receive(), await ch.receive());
});

test.run();
