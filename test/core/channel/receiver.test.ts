import * as assert from "uvu/assert";
import { after, channel } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { drained, got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("receiver");
const end = { done: true, value: undefined };
test("receive() waits for a value, and no longer (C3)", async () => {
  const ch = channel<number>();
  const received = ch.receive();
  assert.ok(await pending(received));
  ch.trySend(1);
  assert.equal(await received, got(1));
});

test("receive() takes within the call what is there (C3)", async () => {
  const ch = channel<number>(1);
  ch.trySend(1);
  const received = ch.receive();
  assert.is(ch.size, 0);
  assert.equal(await received, got(1));
});

test("receives are served in the order of their calls, with and without a signal (C16)", async () => {
  const ch = channel<number>();
  const { signal } = new AbortController();
  const all = [ch.receive(), ch.receive({ signal }), ch.receive({}), ch.receive({ signal })];
  await ch.sendAll([1, 2, 3, 4]);
  assert.equal(await Promise.all(all), [1, 2, 3, 4].map(got));
});

test("options may be left out, empty, or hold an undefined signal", async () => {
  const ch = channel<number>(3);
  await ch.send(1, undefined);
  await ch.send(2, {});
  await ch.send(3, { signal: undefined });
  assert.equal(await ch.receive(undefined), got(1));
  assert.equal(await ch.receive({}), got(2));
  assert.equal(await ch.receive({ signal: undefined }), got(3));
});

test("an aborted receive() in the middle of the line leaves the others in theirs (C14)", async () => {
  const ch = channel<number>();
  const controllers = [0, 1, 2, 3, 4].map(() => new AbortController());
  const all = controllers.map(({ signal }) => ch.receive({ signal }));
  const aborted = [1, 3, 0].map((index) => {
    controllers[index]?.abort(`enough ${index}`);
    return failure(all[index] as Promise<unknown>);
  });
  assert.equal(await Promise.all(aborted), ["enough 1", "enough 3", "enough 0"]);
  assert.is(ch.stats.waitingReceivers, 2);
  await ch.sendAll([1, 2]);
  assert.equal([await all[2], await all[4]], [got(1), got(2)]);
});

test("many receives leave a long line one by one, from behind as from the front, O(1) each (C14)", async () => {
  const ch = channel<number>();
  const count = 100_000;
  const controllers = Array.from({ length: count }, () => new AbortController());
  const settled = Promise.allSettled(controllers.map(({ signal }) => ch.receive({ signal })));
  // With a reason: to make errors with their stacks takes some engines longer than all the rest.
  for (let index = count - 1; index >= count / 2; index--) controllers[index]?.abort("enough");
  for (let index = 1; index < count / 2; index++) controllers[index]?.abort("enough");
  assert.is(ch.stats.waitingReceivers, 1);
  await ch.send(7);
  const [first, ...others] = await settled;
  assert.equal(first, { status: "fulfilled", value: got(7) });
  assert.ok(others.every(({ status }) => status === "rejected"));
});

test("an abort and a value in one turn: whichever came first wins (C14)", async () => {
  const [abortedFirst, sentFirst] = [new AbortController(), new AbortController()];
  const ch = channel<number>(1);
  const aborted = failure(ch.receive({ signal: abortedFirst.signal }));
  abortedFirst.abort("enough");
  ch.trySend(1);
  assert.is(await aborted, "enough");
  assert.equal(drained(ch), [1]);

  const received = ch.receive({ signal: sentFirst.signal });
  ch.trySend(2);
  sentFirst.abort("enough");
  assert.equal(await received, got(2));
});

test("an abort and a close() in one turn: whichever came first wins (C14, C7)", async () => {
  const [abortedFirst, closedFirst] = [new AbortController(), new AbortController()];
  const [one, other] = [channel<number>(), channel<number>()];
  const aborted = failure(one.receive({ signal: abortedFirst.signal }));
  const closed = other.receive({ signal: closedFirst.signal });
  abortedFirst.abort("enough");
  one.close();
  other.close();
  closedFirst.abort("enough");
  assert.is(await aborted, "enough");
  assert.equal(await closed, end);
});

test("a reason is passed on as it came, undefined ones as the signal has them (C13, C14)", async () => {
  for (const reason of [null, 0, "", false, new Error("enough")]) {
    const ch = channel<number>();
    const controller = new AbortController();
    const waiting = [ch.receive({ signal: controller.signal }), ch.send(1, { signal: AbortSignal.abort(reason) })];
    controller.abort(reason);
    for (const each of waiting.map(failure)) assert.is(await each, reason);
  }
  const controller = new AbortController();
  const received = failure<Error>(channel().receive({ signal: controller.signal }));
  controller.abort();
  assert.is((await received).name, "AbortError");
});

test("an already aborted signal wins over a close error and over the end (C13)", async () => {
  const ch = channel<number>();
  ch.close(new Error("The source broke"));
  const signal = AbortSignal.abort("enough");
  assert.is(await failure(ch.receive({ signal })), "enough");
  assert.is(await failure(ch.send(1, { signal })), "enough");
});

test("tryReceive() throws the close error, each time, once the channel is drained (C4, C9)", () => {
  const ch = channel<number>(1);
  const error = new Error("The source broke");
  ch.trySend(1);
  ch.close(error);
  assert.equal(ch.tryReceive(), got(1));
  for (let round = 0; round < 3; round++) assert.is(thrownBy(() => ch.tryReceive()), error);
});

test("tryReceive() takes the value of a sender that waits (C4, C2)", async () => {
  const ch = channel<number>();
  const sent = ch.send(1);
  assert.equal(ch.tryReceive(), got(1));
  await sent;
  assert.is(ch.tryReceive(), undefined);
});

test("batches() works for receivers that are no channels, too (C20)", () =>
  withTimers(async ({ pass }) => {
    const late = after(1000, "late");
    const waiting = late.batches().next();
    pass(1000);
    assert.equal(await waiting, got(["late"]));
    const due = after(1000, "due");
    pass(1000);
    const batches = due.batches();
    assert.equal(await batches.next(), got(["due"]));
    assert.equal(await batches.next(), end);
  }));

test.run();
