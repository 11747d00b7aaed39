// Hooks, errors and appearances: C21, C24, C25, B1.
import * as assert from "uvu/assert";
import { type Buffer, channel } from "sluice";
import { thrownBy } from "../../support/failure.ts";
import { drained } from "../../support/reading.ts";
import { expectUncaught, type Suite } from "../../support/test.ts";
import { filled, fitting, type Kind, open } from "./kinds.ts";

export function mannerFacts(test: Suite, kind: Kind): void {
  const values = fitting(kind);

  test("no object of a channel has a then (C21)", () => {
    const ch = filled(kind);
    const own = [
      kind.make(),
      ch,
      ch[Symbol.asyncIterator](),
      ch.consume(),
      ch.batches(),
      ch.tryReceive(),
      ch.stats,
      ch.signal,
    ];
    for (const each of own) assert.is(Object(each).then, undefined);
  });

  test("hooks run after the change, one after the other, and may use the channel (C21)", () => {
    const log: string[] = [];
    const ch = filled(kind, {
      onUndelivered(value) {
        log.push(`${value} begins`);
        assert.is(ch.size, 0);
        assert.ok(ch.closed);
        assert.not(ch.trySend(value));
        ch.close();
        ch.cancel();
        ch.tryReceive();
        log.push(`${value} ends`);
      },
    });
    ch.cancel();
    assert.equal(log, values.flatMap((value) => [`${value} begins`, `${value} ends`]));
  });

  test("what a hook throws is reported, and harms neither the channel nor the other hooks (C21)", async () => {
    const lost: number[] = [];
    const ch = filled(kind, {
      onUndelivered(value) {
        lost.push(value);
        throw new Error(`hook ${value}`);
      },
    });
    const errors = await expectUncaught(() => ch.cancel());
    assert.equal(lost, values);
    assert.equal(errors.map((error) => (error as Error).message), values.map((value) => `hook ${value}`));
    assert.equal(ch.tryReceive(), { done: true, value: undefined });
  });

  test("it describes itself (C24)", () => {
    const ch = filled(kind, { name: "jobs" });
    const inspect = (ch as unknown as { [key: symbol]: () => string })[Symbol.for("nodejs.util.inspect.custom")];
    assert.is(inspect?.call(ch), `Channel "jobs" ${values.length}/${kind.capacity}`);
    assert.is(Object.prototype.toString.call(ch), "[object Channel]");
  });

  const buffer = kind.make<number>();
  if (typeof buffer === "number") return;

  test("a buffer belongs to one channel: a second one refuses it (B1)", () => {
    const used = kind.make<number>() as Buffer<number>;
    const ch = channel(used);
    const error = thrownBy<Error>(() => channel(used));
    assert.instance(error, TypeError);
    assert.is(error.message, "buffer must be a new one: it belongs to another channel");
    assert.not(ch.closed);
  });

  test("the channel uses nothing but the five members of the protocol (B1)", async () => {
    const used = new Set<PropertyKey>();
    const ch = channel<number>(
      new Proxy(kind.make<number>() as Buffer<number>, {
        get(target, member) {
          used.add(member);
          const value: unknown = Reflect.get(target, member);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
    );
    for (const value of values) await ch.send(value);
    assert.not(ch.closed);
    assert.equal(drained(ch), values);
    ch.cancel();
    for (const member of used) assert.ok(["capacity", "size", "offer", "take", "room"].includes(String(member)));
  });

  test("room() says whether offer() would not say wait, full or not (B1)", () => {
    const own = kind.make<number>() as Buffer<number>;
    for (let value = 1; value <= values.length + 1; value++) {
      const room = own.room === undefined ? own.size < own.capacity : own.room(value);
      assert.is(own.offer(value, () => {}) !== "wait", room);
    }
  });

  test("it works through an object that has nothing but the protocol (B1)", async () => {
    const inner = kind.make<number>() as Buffer<number>;
    const ch = channel<number>({
      capacity: inner.capacity,
      get size() {
        return inner.size;
      },
      offer: (value, discard) => inner.offer(value, discard),
      take: () => inner.take(),
      room: inner.room && ((value) => inner.room?.(value) as boolean),
    });
    for (const value of values) await ch.send(value);
    assert.is(ch.size, values.length);
    assert.equal(drained(ch), values);
  });

  test("a fresh channel of this kind is empty and open", () => {
    const ch = open(kind);
    assert.is(ch.size, 0);
    assert.not(ch.closed);
    assert.equal(ch.stats, {
      sent: 0,
      received: 0,
      dropped: 0,
      merged: 0,
      peak: 0,
      waitingSenders: 0,
      waitingReceivers: 0,
    });
  });
}
