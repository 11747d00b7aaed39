import * as assert from "uvu/assert";
import { channel } from "sluice";
import { failure } from "../../support/failure.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("waiter");

test("operations with and without a signal wait in one line, and are told alike (C1, C16)", async () => {
  const { signal } = new AbortController();
  const ch = channel<number>();
  const sent = [ch.send(1), ch.send(2, { signal }), ch.send(3)];
  for (const value of [1, 2, 3]) assert.equal(await ch.receive({ signal }), { done: false, value });
  assert.equal(await Promise.all(sent), [undefined, undefined, undefined]);
});

test("a waiting operation with a signal ends like one without: by the end, an error, or a cancel() (C7, C9, C10)", async () => {
  const { signal } = new AbortController();
  const [closed, failed, cancelled] = [channel<number>(), channel<number>(), channel<number>()];
  const waiting = [closed.receive({ signal }), failed.receive({ signal }), cancelled.send(1, { signal })];
  const error = new Error("The source broke");
  closed.close();
  failed.close(error);
  cancelled.cancel("enough");
  assert.equal(await waiting[0], { done: true, value: undefined });
  assert.is(await failure(waiting[1] as Promise<unknown>), error);
  assert.is((await failure<Error>(waiting[2] as Promise<unknown>)).name, "ChannelClosedError");
});

test("a waiting operation is told exactly once: an abort afterwards changes nothing (C14)", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const [closed, cancelled] = [channel<number>(), channel<number>()];
  const waiting = [closed.receive({ signal }), failure<Error>(cancelled.send(1, { signal }))];
  closed.close();
  cancelled.cancel();
  controller.abort("enough");
  const [end, error] = await Promise.all(waiting);
  assert.equal(end, { done: true, value: undefined });
  assert.is((error as Error).name, "ChannelClosedError");
});

test("a waiting operation is nothing but a promise until it is told (C3)", async () => {
  const ch = channel<number>();
  const received = ch.receive();
  assert.instance(received, Promise);
  assert.ok(await pending(received));
  ch.close();
  await received;
});

test.run();
