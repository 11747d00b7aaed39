import { type ChannelClosedError, select, watch } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { receivingFrom } from "../support/foreign.ts";
import { collect, drained } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("watch");

test("a subscriber gets the current value at once, then always the newest, skipping what it missed (K4)", async () => {
  const level = watch(1);
  const [quick, slow] = [level.subscribe(), level.subscribe()];
  assert.is((await quick.receive()).value, 1);
  assert.is((await slow.receive()).value, 1);
  const waiting = quick.receive();
  level.set(2);
  assert.is((await waiting).value, 2);
  level.set(3);
  level.set(4);
  assert.equal(drained(quick), [4]);
  assert.equal(drained(slow), [4]);
  assert.equal([quick.lagged, slow.lagged], [1, 2]);
  assert.equal(drained(level.subscribe()), [4]);
  assert.is(level.value, 4);
});

test("a value that is set while another one is given out comes to everyone after that one (C21, K4)", () => {
  for (const when of ["claim", "settle"]) {
    const level = watch(1);
    const [first, other] = [level.subscribe(), level.subscribe()];
    drained(first);
    drained(other);
    const set = (now: string) => void (now === when && level.value === 2 && level.set(3));
    const got: unknown[] = [];
    receivingFrom(first).park({
      claim: () => (set("claim"), true),
      settle: ({ value }) => (got.push(value), set("settle")),
      fail: (error) => got.push(error),
    });
    level.set(2);
    assert.equal([level.value, got, drained(first), drained(other)], [3, [2], [3], [3]]);
  }
});

test("whoever has not looked yet gets the newest alone (K4)", () => {
  const level = watch("a");
  const reader = level.subscribe();
  level.set("b");
  assert.equal(drained(reader), ["b"]);
});

test("setting the same value tells nobody: Object.is decides (K4)", async () => {
  const level = watch<unknown>(NaN);
  const reader = level.subscribe();
  drained(reader);
  level.set(NaN);
  assert.equal(drained(reader), []);
  level.set(0);
  level.set(-0);
  assert.ok(Object.is((await reader.receive()).value, -0));
  const same = { count: 1 };
  level.set(same);
  drained(reader);
  level.set(same);
  assert.ok(await pending(reader.receive()));
});

test("update() sets what the function makes of the value; what it throws changes nothing (K4)", () => {
  const count = watch(1);
  const reader = count.subscribe();
  count.update((value) => value + 1);
  assert.equal(drained(reader), [2]);
  const mine = new Error("mine");
  assert.is(
    thrownBy(() =>
      count.update(() => {
        throw mine;
      })
    ),
    mine,
  );
  assert.is(count.value, 2);
  assert.equal(drained(reader), []);
});

test("set() and update() after close() throw ChannelClosedError, which hands the value back (K4)", () => {
  for (const cause of [undefined, new Error("broken")]) {
    const level = watch(1);
    level.close(cause);
    level.close("late");
    assert.ok(level.closed);
    for (const change of [() => level.set(2), () => level.update(() => 2), () => level.set(1)]) {
      const error = thrownBy<ChannelClosedError<number>>(change);
      assert.equal([error.name, error.message], ["ChannelClosedError", "Cannot set: the watch is closed"]);
      assert.is(error.cause, cause);
    }
    assert.is(thrownBy<ChannelClosedError<number>>(() => level.set(2)).value, 2);
    assert.is(level.value, 1);
  }
});

test("subscribing after close() gives the last value, then the end or the error (K4)", async () => {
  const level = watch(1);
  level.set(2);
  const early = level.subscribe();
  level[Symbol.dispose]();
  assert.equal(await collect(early), [2]);
  assert.equal(await collect(level.subscribe()), [2]);
  const broken = watch(1);
  broken.close("broken");
  const late = broken.subscribe();
  assert.is((await late.receive()).value, 1);
  assert.is(await failure(late.receive()), "broken");
});

test("a subscriber that leaves, by itself or by its signal, gets nothing more (K3, K4)", async () => {
  const level = watch(1);
  const controller = new AbortController();
  const [leaving, aborted] = [level.subscribe(), level.subscribe({ signal: controller.signal })];
  leaving.cancel();
  controller.abort("enough");
  level.set(2);
  assert.equal(leaving.tryReceive(), { done: true, value: undefined });
  assert.is(await failure(aborted.receive()), "enough");
});

test("a subscription stands in a select (K4)", async () => {
  const level = watch(1);
  const reader = level.subscribe();
  assert.is((await select({ level: reader })).value, 1);
  const hit = select({ level: reader });
  level.set(2);
  assert.is((await hit).value, 2);
});

test("any value is one, undefined too (C5, K4)", () => {
  const level = watch<unknown>(undefined);
  const reader = level.subscribe();
  assert.equal(reader.tryReceive(), { done: false, value: undefined });
  level.set(null);
  assert.equal(drained(reader), [null]);
});

test("it says what it is, and wrong arguments get a TypeError (C25, K4)", () => {
  const level = watch(1);
  assert.is(String(level), "[object Watch]");
  assert.is(
    thrownBy<Error>(() => level.update(2 as unknown as () => number)).message,
    "fn must be a function, not 2",
  );
  const wrong = 1 as unknown as { signal: AbortSignal };
  assert.instance(thrownBy(() => level.subscribe(wrong)), TypeError);
});

test.run();
