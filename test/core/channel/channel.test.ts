import * as assert from "uvu/assert";
import { type Buffer, channel, type ChannelOptions, sliding } from "sluice";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("channel");

/** A buffer whose parts can be wrong. */
function buffer(parts: Record<string, unknown> = {}): Buffer<number> {
  return { capacity: 1, size: 0, offer: () => "wait", take: () => 1, ...parts } as Buffer<number>;
}

test("channel() has capacity 0 (C2)", () => {
  assert.is(channel().capacity, 0);
  assert.is(channel(undefined).capacity, 0);
  assert.not(channel<number>().trySend(1));
});

test("channel(n) has exactly capacity n (C2)", () => {
  for (const capacity of [0, 1, 3, 5, 1000]) {
    const ch = channel<number>(capacity);
    assert.is(ch.capacity, capacity);
    let held = 0;
    while (ch.trySend(held)) held++;
    assert.is(held, capacity);
    assert.is(ch.size, capacity);
  }
});

test("a large capacity costs nothing until it is used (B2)", () => {
  const ch = channel<number>(Number.MAX_SAFE_INTEGER);
  assert.is(ch.capacity, Number.MAX_SAFE_INTEGER);
  assert.ok(ch.trySend(1));
});

test("channel(-0) is channel(0)", () => {
  assert.is(channel(-0).capacity, 0);
});

test("a channel has the name it was given, or none", () => {
  assert.is(channel(1, { name: "jobs" }).name, "jobs");
  assert.is(channel(1, {}).name, undefined);
  assert.is(channel(1).name, undefined);
  assert.is(channel(1, { name: undefined }).name, undefined);
  assert.is(channel(1, { name: "" }).name, "");
});

test("options that are undefined count as left out", () => {
  const ch = channel<number>(1, { name: undefined, onUndelivered: undefined, maxWaiting: undefined });
  ch.trySend(1);
  ch.cancel();
  assert.is(ch.stats.dropped, 1);
});

test("channels without a capacity share nothing that shows (C2)", async () => {
  const [one, other] = [channel<number>(), channel<number>()];
  one.send(1);
  assert.is(other.tryReceive(), undefined);
  assert.is(other.stats.waitingSenders, 0);
  assert.equal(await one.receive(), { done: false, value: 1 });
});

test("options are read once, when the channel is made", () => {
  const lost: number[] = [];
  const options = { onUndelivered: (value: number) => lost.push(value) };
  const ch = channel<number>(1, options);
  options.onUndelivered = () => assert.unreachable() as never;
  ch.trySend(1);
  ch.cancel();
  assert.equal(lost, [1]);
});

test("counts of one channel are not those of another", () => {
  const [one, other] = [channel<number>(1), channel<number>(1)];
  one.trySend(1);
  one.cancel("enough");
  assert.is(one.stats.dropped, 1);
  assert.is(other.stats.dropped, 0);
  assert.not(other.closed);
  assert.not(other.signal.aborted);
});

test("channel(buffer) refuses what is no capacity and no buffer, and says what was given (C25)", () => {
  const messages: [unknown, typeof RangeError | typeof TypeError, string][] = [
    [-1, RangeError, "buffer must be an integer of at least 0, not -1"],
    [1.5, RangeError, "buffer must be an integer of at least 0, not 1.5"],
    [NaN, RangeError, "buffer must be an integer of at least 0, not NaN"],
    [Infinity, RangeError, "buffer must be an integer of at least 0, not Infinity; for no bound use unbounded()"],
    [-Infinity, RangeError, "buffer must be an integer of at least 0, not -Infinity"],
    ["16", TypeError, 'buffer must be a capacity or a Buffer, not "16"'],
    [null, TypeError, "buffer must be a capacity or a Buffer, not null"],
    [true, TypeError, "buffer must be a capacity or a Buffer, not true"],
    [16n, TypeError, "buffer must be a capacity or a Buffer, not 16n"],
    [{}, TypeError, "buffer must be a capacity or a Buffer, not an object"],
    [[], TypeError, "buffer must be a capacity or a Buffer, not an array"],
    [() => {}, TypeError, "buffer must be a capacity or a Buffer, not a function"],
    [Symbol("s"), TypeError, "buffer must be a capacity or a Buffer, not a symbol"],
    [buffer({ capacity: "1" }), TypeError, 'buffer.capacity must be a number, not "1"'],
    [buffer({ capacity: -1 }), RangeError, "buffer.capacity must be an integer of at least 0, not -1"],
    [buffer({ capacity: 1.5 }), RangeError, "buffer.capacity must be an integer of at least 0, not 1.5"],
    [buffer({ capacity: NaN }), RangeError, "buffer.capacity must be an integer of at least 0, not NaN"],
    [buffer({ size: undefined }), TypeError, "buffer.size must be a number, not undefined"],
    [buffer({ size: -1 }), RangeError, "buffer.size must be an integer of at least 0, not -1"],
    [buffer({ size: Infinity }), RangeError, "buffer.size must be an integer of at least 0, not Infinity"],
    [buffer({ offer: undefined }), TypeError, "buffer must be a capacity or a Buffer, not an object"],
    [buffer({ take: 1 }), TypeError, "buffer.take must be a function, not 1"],
    [buffer({ room: true }), TypeError, "buffer.room must be a function, not true"],
  ];
  for (const [given, kind, message] of messages) {
    const error = thrownBy<Error>(() => channel(given as number));
    assert.instance(error, kind);
    assert.is(error.message, message);
  }
});

test("a buffer serves one channel also where nothing can be added to globalThis, as in hardened realms (C25)", () => {
  const key = Symbol.for("sluice.buffers");
  channel(sliding(1)); // has it made
  const before = Object.getOwnPropertyDescriptor(globalThis, key) as PropertyDescriptor;
  Object.defineProperty(globalThis, key, { value: undefined, writable: false });
  try {
    const given = sliding<number>(3);
    assert.is(channel(given).capacity, 3);
    assert.match(thrownBy<Error>(() => channel(given)).message, /belongs to another channel/);
  } finally {
    Object.defineProperty(globalThis, key, before);
  }
});

test("a buffer of one's own may have any capacity that the built-in ones can have (C25, B1)", () => {
  for (const capacity of [0, 1, Infinity]) assert.is(channel(buffer({ capacity })).capacity, capacity);
});

test("channel(buffer, options) refuses wrong options, and says what was given (C25)", () => {
  const messages: [unknown, typeof RangeError | typeof TypeError, string][] = [
    [null, TypeError, "options must be an object, not null"],
    ["jobs", TypeError, 'options must be an object, not "jobs"'],
    [{ name: 5 }, TypeError, "options.name must be a string, not 5"],
    [{ name: null }, TypeError, "options.name must be a string, not null"],
    [{ onUndelivered: "log" }, TypeError, 'options.onUndelivered must be a function, not "log"'],
    [{ onUndelivered: null }, TypeError, "options.onUndelivered must be a function, not null"],
    [{ maxWaiting: "5" }, TypeError, 'options.maxWaiting must be a number, not "5"'],
    [{ maxWaiting: -1 }, RangeError, "options.maxWaiting must be an integer of at least 0, not -1"],
    [{ maxWaiting: 1.5 }, RangeError, "options.maxWaiting must be an integer of at least 0, not 1.5"],
    [{ maxWaiting: NaN }, RangeError, "options.maxWaiting must be an integer of at least 0, not NaN"],
  ];
  for (const [options, kind, message] of messages) {
    const error = thrownBy<Error>(() => channel<number>(1, options as ChannelOptions<number>));
    assert.instance(error, kind);
    assert.is(error.message, message);
  }
});

test("a buffer that was refused with wrong options can be used (C25)", () => {
  const fresh = buffer();
  thrownBy(() => channel<number>(fresh, { name: 5 as unknown as string }));
  assert.is(channel(fresh).capacity, 1);
});

test.run();
