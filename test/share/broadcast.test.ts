import {
  broadcast,
  type BroadcastOptions,
  conflating,
  dropping,
  pipeline,
  priority,
  sliding,
  strict,
  take,
} from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { collect, drained } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("broadcast");

test("every subscriber gets every value sent after it came, in order, once (K1)", async () => {
  const source = broadcast<number>();
  const first = collect(source.subscribe(0));
  await source.send(1);
  const second = collect(source.subscribe(2));
  await source.send(2);
  await source.send(3);
  source.close();
  assert.equal(await first, [1, 2, 3]);
  assert.equal(await second, [2, 3]);
});

test("a newcomer gets the last values first, by its buffer's policy (K1)", async () => {
  const source = broadcast<number>({ replay: 3 });
  for (const value of [1, 2, 3, 4]) await source.send(value);
  const plain = source.subscribe(0);
  const newest = source.subscribe(sliding(1));
  const oldest = source.subscribe(dropping(2));
  const hasty = source.subscribe(strict(2));
  const sent = source.send(5);
  assert.equal(drained(newest), [5]);
  assert.is(newest.lagged, 3);
  assert.equal(drained(oldest), [2, 3]);
  assert.is(oldest.lagged, 2);
  assert.equal([(await hasty.receive()).value, (await hasty.receive()).value], [2, 3]);
  assert.is((await failure<Error>(hasty.receive())).name, "OverflowError");
  assert.ok(await pending(sent));
  assert.equal(drained(plain), [2, 3, 4, 5]);
  await sent;
});

test("lagged counts what a subscriber's own buffer gave up, and nothing that was merged (K1)", async () => {
  const source = broadcast<number>();
  const newest = source.subscribe(sliding(2));
  const oldest = source.subscribe(dropping(2));
  const last = source.subscribe(conflating());
  const sum = source.subscribe(conflating({ merge: (held, newer) => held + newer }));
  const first = source.subscribe(priority(5, (a, b) => b - a));
  for (const value of [1, 2, 3, 4, 5]) await source.send(value);
  const readers = [newest, oldest, last, sum, first];
  assert.equal(readers.map((reader) => reader.lagged), [3, 3, 4, 0, 0]);
  assert.equal(readers.map((reader) => drained(reader)), [[4, 5], [1, 2], [5], [15], [5, 4, 3, 2, 1]]);
});

test("subscribing after close() gives what is to be replayed, then the end or the error (K1)", async () => {
  for (const error of [undefined, new Error("broken")]) {
    const source = broadcast<number>({ replay: 2 });
    for (const value of [1, 2, 3]) await source.send(value);
    source.close(error);
    for (const buffer of [0, 1, 5]) {
      const reader = source.subscribe(buffer);
      assert.equal([(await reader.receive()).value, (await reader.receive()).value], [2, 3]);
      if (error === undefined) assert.equal(await reader.receive(), { done: true, value: undefined });
      else assert.is(await failure(reader.receive()), error);
    }
    assert.is(source.subscribers, 0);
    const plain = broadcast<number>();
    plain.close(error);
    const reader = plain.subscribe(0);
    if (error === undefined) assert.equal(await collect(reader), []);
    else assert.is(await failure(collect(reader)), error);
  }
});

test("a subscription is a source of a pipeline, which leaves it as it is (C17, K1)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(5);
  for (const value of [1, 2, 3, 4]) await source.send(value);
  assert.equal(await pipeline(reader, take(2)).toArray(), [1, 2]);
  assert.is(source.subscribers, 1);
  source.close();
  assert.equal(await pipeline(reader).toArray(), [3, 4]);
});

test("a flow goes into a broadcast, and closes it (K1, K2)", async () => {
  const source = broadcast<number>();
  const all = [source.subscribe(0), source.subscribe(1)].map((reader) => collect(reader));
  assert.is(await pipeline([1, 2, 3]).into(source), 3);
  assert.equal(await Promise.all(all), [[1, 2, 3], [1, 2, 3]]);
});

test("it says what it is (K1)", () => {
  const source = broadcast();
  assert.is(String(source), "[object Broadcast]");
  assert.is(String(source.subscribe(0)), "[object Subscription]");
});

test("wrong options get an error that names them (C25)", () => {
  const wrong: [unknown, string, string][] = [
    [1, "TypeError", "options must be an object, not 1"],
    [{ replay: -1 }, "RangeError", "options.replay must be an integer of at least 0, not -1"],
    [{ replay: Infinity }, "RangeError", "options.replay must be an integer of at least 0, not Infinity"],
    [{ replay: "1" }, "TypeError", 'options.replay must be a number, not "1"'],
    [{ whenNone: "fail" }, "TypeError", 'options.whenNone must be "drop" or "wait", not "fail"'],
  ];
  for (const [options, name, message] of wrong) {
    const error = thrownBy<Error>(() => broadcast(options as BroadcastOptions));
    assert.equal([error.name, error.message], [name, message]);
  }
  const source = broadcast();
  assert.is(thrownBy<Error>(() => source.subscribe(-1)).message, "buffer must be an integer of at least 0, not -1");
  const buffer = sliding(1);
  source.subscribe(buffer);
  assert.instance(thrownBy(() => source.subscribe(buffer)), TypeError);
});

test("a subscriber of a broadcast must say its buffer: without one, nobody has subscribed (C25, K2)", () => {
  const source: { subscribe(buffer?: unknown, options?: object): unknown; readonly subscribers: number } = broadcast();
  const { signal } = new AbortController();
  for (const subscribe of [() => source.subscribe(), () => source.subscribe(undefined, { signal })]) {
    const { name, message } = thrownBy<Error>(subscribe);
    assert.equal([name, message], ["TypeError", "buffer must be a capacity or a Buffer, not undefined"]);
  }
  assert.is(source.subscribers, 0);
});

test.run();
