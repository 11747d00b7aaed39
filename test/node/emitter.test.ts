// Against the EventEmitter of each runtime.
import { EventEmitter } from "node:events";
import { conflating, dropping, map, pipeline, select, sliding, strict, take, unbounded } from "sluice";
import { fromEmitter } from "sluice/node";
import * as assert from "uvu/assert";
import { pushingContract } from "../suites/contracts/adapter.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { collect, drained } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("emitter");

function listeners(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

const contract = pushingContract({
  title: "fromEmitter",
  notHere: { "when it ends": "an emitter says nothing about its end" },
  push: () => {
    const emitter = new EventEmitter();
    return {
      open: (buffer, signal) => fromEmitter(emitter, "value", { buffer, signal }),
      push: (value) => emitter.emit("value", value),
      fail: (error) => emitter.emit("error", error),
      get listeners() {
        return listeners(emitter);
      },
    };
  },
});

test("fromEmitter() gives the first argument of each event, from the call on (N1)", async () => {
  const emitter = new EventEmitter();
  emitter.emit("value", "before");
  const values = fromEmitter<string>(emitter, "value", { buffer: unbounded() });
  emitter.emit("value", "a", "more");
  emitter.emit("other", "b");
  emitter.emit("value");
  assert.equal(drained(values), ["a", undefined]);
  const next = values.receive();
  assert.ok(await pending(next));
  emitter.emit("value", "c");
  assert.equal(await next, { done: false, value: "c" });
});

test("map() makes the values of all arguments; what it throws closes it (N1)", async () => {
  const emitter = new EventEmitter();
  const broken = new Error("Odd");
  const sums = fromEmitter(emitter, Symbol.for("sum"), {
    buffer: 4,
    map: (a: number, b: number) => {
      if (a < 0) throw broken;
      return a + b;
    },
  });
  emitter.emit(Symbol.for("sum"), 1, 2);
  emitter.emit(Symbol.for("sum"), -1, 2);
  emitter.emit(Symbol.for("sum"), 3, 4);
  assert.equal(await sums.receive(), { done: false, value: 3 });
  assert.is(await failure(sums.receive()), broken);
  assert.is(listeners(emitter), 0);
});

test("an error event closes it with that error, after what is held (N1)", async () => {
  const emitter = new EventEmitter();
  const broken = new Error("Cable cut");
  const values = fromEmitter<number>(emitter, "value", { buffer: 4 });
  emitter.emit("value", 1);
  emitter.emit("error", broken);
  emitter.emit("value", 2);
  assert.equal(await values.receive(), { done: false, value: 1 });
  assert.is(await failure(values.receive()), broken);
  assert.is(listeners(emitter), 0);
});

test("errors that were asked for are values (N1)", () => {
  const emitter = new EventEmitter();
  const errors = fromEmitter<Error>(emitter, "error", { buffer: 4 });
  const broken = new Error("Cable cut");
  emitter.emit("error", broken);
  emitter.emit("error", broken);
  assert.equal(drained(errors), [broken, broken]);
  errors.cancel();
  assert.is(listeners(emitter), 0);
});

test("whoever leaves takes the listeners away: a loop, a pipeline, using, cancel() (N1)", async () => {
  const emitter = new EventEmitter();
  const open = () => {
    const values = fromEmitter<number>(emitter, "value", { buffer: unbounded() });
    assert.is(listeners(emitter), 2);
    emitter.emit("value", 1);
    emitter.emit("value", 2);
    return values;
  };
  for await (const _ of open()) break;
  assert.is(listeners(emitter), 0);
  assert.equal(await pipeline(open(), map((n) => n * 2), take(1)).toArray(), [2]);
  assert.is(listeners(emitter), 0);
  {
    using values = open();
    assert.is((await values.receive()).value, 1);
  }
  assert.is(listeners(emitter), 0);
  open().cancel();
  assert.is(listeners(emitter), 0);
});

test("an abort takes the listeners away, and receives reject with the reason (N1)", async () => {
  const emitter = new EventEmitter();
  const watched = watchedSignal();
  const values = fromEmitter<number>(emitter, "value", { buffer: 4, signal: watched.signal });
  const next = failure(values.receive());
  watched.controller.abort("enough");
  assert.is(await next, "enough");
  assert.is(listeners(emitter), 0);
  await turn();
  assert.is(watched.listeners, 0);
  const late = fromEmitter(emitter, "value", { buffer: 4, signal: watched.signal });
  assert.is(await failure(late.receive()), "enough");
  assert.is(listeners(emitter), 0);
});

test("an emitter cannot wait: a full buffer ends it, or drops and counts, as you choose (N1)", async () => {
  const emitter = new EventEmitter();
  const waiting = fromEmitter<number>(emitter, "value", { buffer: 2 });
  const refusing = fromEmitter<number>(emitter, "value", { buffer: strict(2) });
  const newest = fromEmitter<number>(emitter, "value", { buffer: sliding(2) });
  const oldest = fromEmitter<number>(emitter, "value", { buffer: dropping(2) });
  const last = fromEmitter<number>(emitter, "value", { buffer: conflating() });
  for (const value of [1, 2, 3, 4]) emitter.emit("value", value);
  for (const ended of [waiting, refusing]) {
    assert.equal([ended.tryReceive()?.value, ended.tryReceive()?.value], [1, 2]);
    assert.is((await failure<Error>(ended.receive())).name, "OverflowError");
  }
  assert.equal([newest, oldest, last].map((values) => drained(values)), [[3, 4], [1, 2], [4]]);
  assert.equal([newest, oldest, last].map(({ stats }) => [stats.sent, stats.dropped]), [[4, 2], [4, 2], [4, 3]]);
  assert.is(emitter.listenerCount("value"), 3);
});

test("it stands in a select, and many may listen to one emitter (N1)", async () => {
  const emitter = new EventEmitter();
  const [a, b] = ["a", "b"].map((event) => fromEmitter<number>(emitter, event, { buffer: 1 }));
  const hit = select({ a: a!, b: b! });
  emitter.emit("b", 7);
  assert.equal(await hit, { key: "b", done: false, value: 7 });
});

test("a hundred thousand events come through in order (N1)", async () => {
  const emitter = new EventEmitter();
  const values = fromEmitter<number>(emitter, "value", { buffer: unbounded() });
  const reading = collect(pipeline(values, take(100_000)));
  for (let value = 0; value < 100_000; value++) emitter.emit("value", value);
  assert.ok((await reading).every((value, index) => value === index));
  assert.is(listeners(emitter), 0);
});

test("wrong arguments are a TypeError, and so is a missing buffer (C25)", () => {
  const emitter = new EventEmitter();
  const messageOf = (body: () => unknown) => {
    const error = thrownBy<Error>(body);
    assert.instance(error, TypeError);
    return error.message;
  };
  assert.match(messageOf(() => fromEmitter({} as never, "value", { buffer: 1 })), "emitter.on must be a function");
  assert.match(messageOf(() => fromEmitter({ on() {} } as never, "value", { buffer: 1 })), "emitter.off must be");
  assert.match(messageOf(() => fromEmitter(emitter, "value", {} as never)), "buffer must be a capacity or a Buffer");
  assert.match(messageOf(() => fromEmitter(emitter, "value", undefined as never)), "buffer must be a capacity");
  assert.match(messageOf(() => fromEmitter(emitter, "value", 16 as never)), "options must be an object");
  const wrongMap = { buffer: 1, map: 1 as never };
  assert.match(messageOf(() => fromEmitter(emitter, "value", wrongMap)), "options.map must be a function");
  for (const [event, text] of [[Object.create(null), "an object"], [undefined, "undefined"]] as const) {
    const message = messageOf(() => fromEmitter(emitter, event as never, { buffer: 1 }));
    assert.is(message, `event must be a string or a symbol, not ${text}`);
  }
  assert.is(listeners(emitter), 0);
});

test.run();
contract.run();
