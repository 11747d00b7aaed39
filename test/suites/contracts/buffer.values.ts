// Any value travels untouched, whichever way it takes: C5, and how an error hands it back (C8).
import * as assert from "uvu/assert";
import type { ChannelClosedError, OverflowError } from "sluice";
import { failure } from "../../support/failure.ts";
import { pending, type Suite } from "../../support/test.ts";
import { type Kind, open } from "./kinds.ts";

function touched(): never {
  throw new Error("The value was touched");
}

/** Every property of it throws: whoever tests it for a promise, an iterator or the truth gives themselves away. */
const shy: object = new Proxy({}, { get: touched, has: touched, getPrototypeOf: touched, ownKeys: touched });

function anything(): unknown[] {
  const rejected = Promise.reject(new Error("A value of the test"));
  rejected.catch(() => {});
  return [
    ...[undefined, null, NaN, -0, 0, "", false, 0n, "text"],
    ...[Promise.resolve(1), rejected, new Promise(() => {}), { then: touched }, shy],
    ...[() => touched(), class {}, [], {}, new Error("A value of the test")],
    ...[{ done: true, value: undefined }, { done: false, value: 1 }],
  ];
}

export function valueFacts(test: Suite, kind: Kind): void {
  const sameFor = async (way: (value: unknown) => unknown) => {
    for (const [index, value] of anything().entries()) {
      const [came] = await way(value) as [unknown];
      assert.ok(Object.is(came, value), `value ${index} came out changed`);
    }
  };

  if (kind.room > 0) {
    test("any value passes the buffer untouched (C5)", () =>
      sameFor(async (value) => {
        const ch = open<unknown>(kind);
        await ch.send(value);
        return [(await ch.receive()).value];
      }));

    test("any value passes trySend() and tryReceive() untouched (C5)", () =>
      sameFor((value) => {
        const ch = open<unknown>(kind);
        assert.ok(ch.trySend(value));
        return [ch.tryReceive()?.value];
      }));

    test("any value passes sendAll() and batches() untouched (C5)", () =>
      sameFor(async (value) => {
        const ch = open<unknown>(kind);
        await ch.sendAll([value]);
        return (await ch.batches().next()).value;
      }));

    test("any value reaches onUndelivered untouched, once (C5, C12)", () =>
      sameFor((value) => {
        const lost: unknown[] = [];
        const ch = open<unknown>(kind, { onUndelivered: (value) => lost.push(value) });
        ch.trySend(value);
        ch.cancel();
        assert.is(lost.length, 1);
        return lost;
      }));
  }

  test("any value reaches a waiting receiver untouched (C5)", () =>
    sameFor(async (value) => {
      const ch = open<unknown>(kind);
      const received = ch.receive();
      await ch.send(value);
      return [(await received).value];
    }));

  test("any value reaches a waiting loop untouched, and none ends it (C5)", () =>
    sameFor(async (value) => {
      const ch = open<unknown>(kind);
      const all = (async () => {
        const all: unknown[] = [];
        for await (const value of ch) all.push(value);
        return all;
      })();
      await ch.send(value);
      ch.close();
      return await all;
    }));

  test("any value reaches a waiting batch untouched (C5)", () =>
    sameFor(async (value) => {
      const ch = open<unknown>(kind);
      const batch = ch.batches().next();
      await ch.send(value);
      return (await batch).value;
    }));

  if (kind.full === "waits" && kind.room < Infinity) {
    test("any value passes the line of those who wait to send, untouched (C5)", () =>
      sameFor(async (value) => {
        const ch = open<unknown>(kind);
        for (let count = 0; count < kind.room; count++) ch.trySend({});
        const sent = ch.send(value);
        for (let count = 0; count < kind.room; count++) ch.tryReceive();
        const received = ch.tryReceive();
        await sent;
        return [received?.value];
      }));
  }

  test("a closed channel hands any value back in the error, untouched (C5, C8)", () =>
    sameFor(async (value) => {
      const ch = open<unknown>(kind);
      ch.close();
      return [(await failure<ChannelClosedError>(ch.send(value))).value];
    }));

  if (kind.full === "fails") {
    test("a full channel hands any value back in the error, untouched (C5)", () =>
      sameFor(async (value) => {
        const ch = open<unknown>(kind);
        for (let count = 0; count < kind.room; count++) ch.trySend(count);
        return [(await failure<OverflowError>(ch.send(value))).value];
      }));
  }

  test("a promise as a value is not waited for (C5)", async () => {
    const ch = open<Promise<void>>(kind);
    const received = ch.receive();
    const endless = new Promise<void>(() => {});
    await ch.send(endless);
    const { value } = await received;
    assert.is(value, endless);
    assert.ok(await pending(endless));
  });
}
