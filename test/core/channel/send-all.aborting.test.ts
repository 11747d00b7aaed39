import { channel } from "sluice";
import * as assert from "uvu/assert";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("sendAll: a source that aborts");

/** Gives 1, 2, 3; aborts when it is asked for the one given; counts how often it is released. */
function source(abortsAt: number, controller: AbortController) {
  let [asked, released] = [0, 0];
  return {
    get released() {
      return released;
    },
    next() {
      if (++asked === abortsAt) controller.abort("enough");
      return { done: asked > 3, value: asked };
    },
    return() {
      released++;
      return { done: true, value: 0 };
    },
  };
}

test("a synchronous source that aborts: its value is not sent, and goes to the hook (C6, C13)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(10, { onUndelivered: (value) => lost.push(value) });
  const controller = new AbortController();
  const from = source(2, controller);
  const values = { [Symbol.iterator]: () => from };
  assert.is(await ch.sendAll(values, controller).catch((reason) => reason), "enough");
  assert.equal([ch.size, lost, from.released], [1, [2], 1]);
  assert.is(ch.stats.dropped, 0);
});

test("an asynchronous source that aborts: it rejects at once, and the late value goes to the hook (C6, C14)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(10, { onUndelivered: (value) => lost.push(value) });
  const controller = new AbortController();
  const from = source(2, controller);
  let deliver = () => {};
  const values = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const result = from.next();
        return new Promise<IteratorResult<number>>((resolve) => {
          deliver = () => resolve(result);
          if (result.value === 1) deliver();
        });
      },
      return: () => Promise.resolve(from.return()),
    }),
  };
  const sent = ch.sendAll(values, controller).catch((reason) => reason);
  assert.not(await pending(sent));
  assert.is(await sent, "enough");
  assert.equal([ch.size, lost, from.released], [1, [], 1]);
  deliver();
  await ticks(5);
  assert.equal(lost, [2]);
});

test("a source that aborts as it ends has sent all (C14)", async () => {
  const ch = channel<number>(10);
  const controller = new AbortController();
  const from = source(4, controller);
  assert.is(await ch.sendAll({ [Symbol.iterator]: () => from }, controller), 3);
  assert.is(from.released, 0);
});

test("a send that waits for room ends with the signal, and its value goes to the hook (C6, C14)", async () => {
  const lost: number[] = [];
  const ch = channel<number>(1, { onUndelivered: (value) => lost.push(value) });
  const controller = new AbortController();
  const from = source(9, controller);
  const sent = ch.sendAll({ [Symbol.iterator]: () => from }, controller).catch((reason) => reason);
  assert.ok(await pending(sent));
  controller.abort("enough");
  assert.is(await sent, "enough");
  assert.equal([ch.size, ch.stats.waitingSenders, lost, from.released], [1, 0, [2], 1]);
});

test.run();
