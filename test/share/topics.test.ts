import { channel, pipeline, select, sending, sliding, topics, trySelect } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { lent, Probe } from "../support/foreign.ts";
import { seeded } from "../support/dice.ts";
import { collect, drained, got } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("topics");

interface Message {
  readonly key: unknown;
  readonly value: number;
}

function open() {
  return topics((message: Message) => message.key);
}

/** How many keys are remembered. */
function keysOf(source: object): number {
  return Reflect.get(source, "topics").size;
}

function values(messages: readonly Message[]): number[] {
  return messages.map(({ value }) => value);
}

test("each subscriber gets the values of its key; keys are compared as in a Map (K5)", async () => {
  const source = open();
  const key = {};
  const readers = ["a", "b", NaN, key, undefined].map((key) => source.subscribe(key, 10));
  const keys = ["a", NaN, key, undefined, "b", {}, "a", NaN];
  for (const [value, key] of keys.entries()) await source.send({ key, value });
  source.close();
  assert.equal(await Promise.all(readers.map(async (reader) => values(await collect(reader)))), [
    [0, 6],
    [4],
    [1, 7],
    [2],
    [3],
  ]);
});

test("a value that nobody wants is dropped, and a key without subscribers forgotten (K5)", async () => {
  const source = open();
  await source.send({ key: "a", value: 1 });
  assert.ok(source.trySend({ key: "a", value: 2 }));
  const readers = ["a", "a", "b"].map((key) => source.subscribe(key, 10));
  assert.is(keysOf(source), 2);
  readers[0]?.cancel();
  assert.is(keysOf(source), 2);
  for (const reader of readers) reader[Symbol.dispose]();
  assert.is(keysOf(source), 0);
  readers[0]?.cancel();
  const again = source.subscribe("a", 10);
  readers[0]?.cancel();
  await source.send({ key: "a", value: 3 });
  assert.equal(values(drained(again)), [3]);
  source.subscribe("c", 1, { signal: AbortSignal.abort("before") });
  assert.is(keysOf(source), 1);
});

test("a subscriber of a key must say its buffer: without one, nobody has subscribed (C25, K5)", () => {
  const source = open();
  const subscribe = source.subscribe as (key: string, buffer?: number) => unknown;
  const { name, message } = thrownBy<Error>(() => subscribe.call(source, "a"));
  assert.equal([name, message], ["TypeError", "buffer must be a capacity or a Buffer, not undefined"]);
  assert.is(keysOf(source), 0);
});

test("the slowest subscriber of a key holds back that key alone (K2, K5)", async () => {
  const source = open();
  const [slow, fast] = [source.subscribe("a", 0), source.subscribe("b", 1)];
  const sent = source.send({ key: "a", value: 1 });
  assert.not(source.trySend({ key: "a", value: 2 }));
  await source.send({ key: "b", value: 3 });
  assert.ok(await pending(sent));
  assert.equal(values(drained(slow)), [1]);
  await sent;
  assert.equal(values(drained(fast)), [3]);
});

test("the last subscriber of a key frees its senders as it leaves (K3, K5)", async () => {
  const source = open();
  const reader = source.subscribe("a", 0);
  const sent = source.send({ key: "a", value: 1 });
  const hit = select({ out: sending(source, { key: "a", value: 2 }) });
  reader.cancel();
  await sent;
  assert.is((await hit).key, "out");
});

test("what keyOf throws rejects that send, and trySend() throws it (K5)", async () => {
  const mine = new Error("mine");
  const source = topics((value: number) => {
    if (value < 0) throw mine;
    return value % 2;
  });
  const odd = source.subscribe(1, 5);
  assert.is(await failure(source.send(-1)), mine);
  assert.is(thrownBy(() => source.trySend(-1)), mine);
  assert.is(await failure(source.sendAll([1, -1, 3])), mine);
  assert.is(await failure(select({ out: sending(source, -1) })), mine);
  await source.send(5);
  assert.equal(drained(odd), [1, 5]);
});

test("close() ends all, also who subscribes after it; later sends are refused (K1, K5)", async () => {
  for (const error of [undefined, "broken"]) {
    const source = open();
    const reader = source.subscribe("a", 1);
    await source.send({ key: "a", value: 1 });
    if (error === undefined) source[Symbol.dispose]();
    else source.close(error);
    source.close("late");
    assert.is((await reader.receive()).value?.value, 1);
    const late = source.subscribe("b", 0);
    for (const ended of [reader, late, source.subscribe("a", 0)]) {
      if (error === undefined) assert.equal(await ended.receive(), { done: true, value: undefined });
      else assert.is(await failure(ended.receive()), error);
    }
    assert.is((await failure<Error>(source.send({ key: "a", value: 2 }))).name, "ChannelClosedError");
    assert.not(source.trySend({ key: "a", value: 2 }));
    assert.is(
      thrownBy<Error>(() => trySelect({ out: sending(source, { key: "a", value: 2 }) })).name,
      "ChannelClosedError",
    );
    assert.is(keysOf(source), 0);
  }
});

test("its signal is never aborted: subscribers come and go (K5)", () => {
  const source = open();
  source.subscribe("a", 0).cancel("enough");
  source.close("broken");
  assert.not(source.signal.aborted);
});

test("it stands in a select: the case happens when all who want the value can take it at once (S3, K5)", async () => {
  const source = open();
  const message = { key: "a", value: 1 };
  assert.is((await select({ out: sending(source, message) })).key, "out");
  const [first, second] = [source.subscribe("a", 0), source.subscribe("a", 1)];
  const hit = select({ out: sending(source, message) });
  assert.ok(await pending(hit));
  assert.equal(values(drained(first)), [1]);
  assert.is((await hit).key, "out");
  assert.equal(values(drained(second)), [1]);
  const other = channel<number>(1);
  other.trySend(2);
  assert.is((await select({ out: sending(source, message), other }, { priority: true })).key, "other");
});

test("a select that waits for subscribers who go while it parks does not wait for ever (S3, S8, K5)", async () => {
  const source = open();
  const reader = source.subscribe("a", 0);
  const foreign = new Probe({ park: () => reader.cancel() });
  assert.is((await select({ foreign, out: sending(source, { key: "a", value: 1 }) })).key, "out");
});

test("a select that waits sees who waits for its value since another case parked (S3, S8, K5)", async () => {
  const source = open();
  const reader = source.subscribe("a", 0);
  const received: Promise<unknown>[] = [];
  const foreign = new Probe({ park: () => void received.push(reader.receive()) });
  assert.is((await select({ foreign, out: sending(source, { key: "a", value: 1 }) })).key, "out");
  assert.equal(await received[0], got({ key: "a", value: 1 }));
});

test("a foreign select sends as ours does, to nobody, to somebody and to a closed one (S8, K5)", async () => {
  const source = open();
  const out = (value: number) => lent(sending(source, { key: "a", value }));
  assert.is((await select({ out: out(1) })).key, "out");
  const reader = source.subscribe("a", 0);
  const hit = select({ out: out(2) });
  assert.equal(values(drained(reader)), [2]);
  assert.is((await hit).key, "out");
  const settled: unknown[] = [];
  const turn = {
    claim: () => true,
    settle: (hit: unknown) => settled.push(hit),
    fail: (e: unknown) => settled.push(e),
  };
  reader.cancel();
  out(3).park(turn);
  source.close();
  out(4).park(turn);
  assert.equal(settled[0], got(undefined));
  assert.instance(settled[1], Error);
});

test("a flow goes into topics (K5)", async () => {
  const source = topics((value: number) => value % 2);
  const [even, odd] = [source.subscribe(0, 5), source.subscribe(1, sliding(1))];
  assert.is(await pipeline([1, 2, 3, 4]).into(source), 4);
  assert.equal([await collect(even), await collect(odd)], [[2, 4], [3]]);
});

/** A reader of one key in a loop of its own. */
function reading(source: ReturnType<typeof topics<number, number>>, key: number, capacity: number, since: number) {
  const subscription = source.subscribe(key, capacity);
  const got: number[] = [];
  const done = (async () => {
    for await (const value of subscription) got.push(value);
  })();
  const sent = (until: number) =>
    Array.from({ length: until - since }, (_, index) => index + since).filter((value) => value % 5 === key);
  return { subscription, got, done, capacity, sent };
}

test("many keys, and readers that come and go: each gets what was sent since it came (K1, K3, K5)", async () => {
  const random = seeded(5);
  const source = topics((value: number) => value % 5);
  const readers: ReturnType<typeof reading>[] = [];
  for (let value = 0; value < 2000; value++) {
    if (random() < 0.05) readers.push(reading(source, Math.floor(random() * 5), Math.floor(random() * 4), value));
    if (readers.length > 0 && random() < 0.03) {
      const [gone] = readers.splice(Math.floor(random() * readers.length), 1) as [ReturnType<typeof reading>];
      gone.subscription.cancel();
      await gone.done;
      const sent = gone.sent(value);
      assert.equal(gone.got, sent.slice(0, gone.got.length));
      assert.ok(sent.length - gone.got.length <= gone.capacity, "it gave up what it still held, and no more");
    }
    await source.send(value);
  }
  source.close();
  for (const { done, got, sent } of readers) {
    await done;
    assert.equal(got, sent(2000));
  }
  assert.is(keysOf(source), 0);
});

test("it says what it is, and wrong arguments get a TypeError (C25, K5)", () => {
  const source = open();
  assert.is(String(source), "[object Topics]");
  assert.is(thrownBy<Error>(() => topics("key" as never)).message, 'keyOf must be a function, not "key"');
  assert.instance(thrownBy(() => source.subscribe("a", -1)), RangeError);
  assert.is(keysOf(source), 0);
});

test.run();
