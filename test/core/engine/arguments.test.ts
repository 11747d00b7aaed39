import * as assert from "uvu/assert";
import { channel, type WaitOptions } from "sluice";
import {
  checkedIterator,
  checkedResult,
  checkFunction,
  isFunction,
  isPlainArray,
  isSignal,
  membersOf,
  shown,
} from "../../../src/core/engine/arguments.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { revoked } from "../../support/revoked.ts";
import { suite } from "../../support/test.ts";

const test = suite("arguments");

/** Every function of a channel that takes options, as a promise. */
const waiting: Record<string, (options: WaitOptions) => Promise<unknown>> = {
  "send()": (options) => channel<number>(1).send(1, options),
  "send() that must wait": (options) => channel<number>().send(1, options),
  "sendAll()": (options) => channel<number>(1).sendAll([1], options),
  "sendAll() of nothing": (options) => channel<number>(1).sendAll([], options),
  "receive()": (options) => channel<number>().receive(options),
};

for (const [name, call] of Object.entries(waiting)) {
  test(`${name} rejects with a TypeError for options that are none, and says what was given (C25)`, async () => {
    const messages: [unknown, string][] = [
      [null, "options must be an object, not null"],
      [5, "options must be an object, not 5"],
      [revoked({}), "options must be an object, not a revoked Proxy"],
      [{ signal: revoked({}) }, "options.signal must be an AbortSignal, not a revoked Proxy"],
      ["signal", 'options must be an object, not "signal"'],
      [{ signal: null }, "options.signal must be an AbortSignal, not null"],
      [{ signal: {} }, "options.signal must be an AbortSignal, not an object"],
      [{ signal: "now" }, 'options.signal must be an AbortSignal, not "now"'],
      [{ signal: new AbortController() }, "options.signal must be an AbortSignal, not an object"],
      [{ signal: () => {} }, "options.signal must be an AbortSignal, not a function"],
      [{ signal: { aborted: true } }, "options.signal must be an AbortSignal, not an object"],
    ];
    for (const [options, message] of messages) {
      const error = await failure<Error>(call(options as WaitOptions));
      assert.instance(error, TypeError);
      assert.is(error.message, message);
    }
  });

  test(`${name} rejects when an option's getter throws; it does not throw (C25, C21)`, async () => {
    const broken = new Error("In the getter");
    const options = {
      get signal(): AbortSignal {
        throw broken;
      },
    };
    assert.is(await failure(call(options)), broken);
  });
}

test("an operation that was refused for its arguments has changed nothing (C25, C12)", async () => {
  const ch = channel<number>(1);
  await failure(ch.send(1, null as unknown as WaitOptions));
  assert.is(ch.size, 0);
  ch.trySend(2);
  await failure(ch.receive(null as unknown as WaitOptions));
  assert.is(ch.size, 1);
});

test("a signal is told by its shape, whichever realm it is from", () => {
  assert.ok(isSignal(new AbortController().signal));
  assert.ok(isSignal({ aborted: false, addEventListener() {}, removeEventListener() {} }));
  for (
    const other of [
      undefined,
      null,
      5,
      "signal",
      {},
      { aborted: false },
      { aborted: false, addEventListener() {} },
      new AbortController(),
    ]
  ) {
    assert.not(isSignal(other));
  }
});

test("any value can be shown in a message, in one short piece (C25)", () => {
  const examples: [unknown, string][] = [
    [undefined, "undefined"],
    [null, "null"],
    [NaN, "NaN"],
    [-1.5, "-1.5"],
    [true, "true"],
    ['a "b"', '"a \\"b\\""'],
    [16n, "16n"],
    [Symbol("s"), "a symbol"],
    [() => {}, "a function"],
    [class {}, "a function"],
    [{}, "an object"],
    [Object.create(null), "an object"],
    [[1], "an array"],
    [revoked({}), "a revoked Proxy"],
    [revoked(() => {}), "a revoked Proxy"],
  ];
  for (const [value, text] of examples) assert.is(shown(value), text);
});

test("checkedResult() gives any object back, as `for await` takes it (C25)", () => {
  const results = [{ done: false, value: 1 }, {}, [], () => {}, Object.create(null)];
  for (const result of results) assert.is(checkedResult("source", result), result);
});

test("checkedResult() throws a TypeError for what is no object, and says what it was (C25)", () => {
  const shown = [[undefined, "undefined"], [null, "null"], [5, "5"], ["end", '"end"'], [true, "true"]] as const;
  for (const [result, text] of shown) {
    const error = thrownBy<Error>(() => checkedResult("source", result));
    assert.instance(error, TypeError);
    assert.is(error.message, `source.next() must give an object, not ${text}`);
  }
});

test("isPlainArray() takes an array that is iterated over as arrays are (C6)", () => {
  class Special extends Array<number> {
    override [Symbol.iterator](): ArrayIterator<number> {
      return [7].values();
    }
  }
  class Ordinary extends Array<number> {}
  for (const plain of [[], [1, , 3], new Ordinary(3)]) assert.ok(isPlainArray(plain as number[]));
  const others = [
    new Set([1]),
    new Special(3),
    new Uint8Array(3),
    Object.assign([1], { [Symbol.asyncIterator]: null }),
  ];
  for (const other of others) assert.not.ok(isPlainArray(other as Iterable<number>));
});

test("a function can be called, which a revoked Proxy of one cannot (C25)", () => {
  for (const callable of [() => {}, class {}, Math.max]) assert.ok(isFunction(callable));
  for (const other of [revoked(() => {}), {}, "f", undefined]) assert.not(isFunction(other));
  assert.match(
    thrownBy<Error>(() => checkFunction("fn", revoked(() => {}))).message,
    "fn must be a function, not a rev",
  );
});

test("membersOf() gives an object that can be read, whatever it is given (C25)", () => {
  const held = { size: 1 };
  assert.is(membersOf(held), held);
  assert.is(membersOf("text")["length"], 4);
  for (const nothing of [undefined, null, 5, Symbol("s"), revoked({})]) {
    assert.is(membersOf(nothing)["size"], undefined);
  }
});

test("checkedIterator() gives any iterator back, and throws for what has no next() (C25)", () => {
  const iterator = [1].values();
  assert.is(checkedIterator("open", iterator), iterator);
  for (const [given, text] of [[undefined, "undefined"], [null, "null"], [{}, "an object"]] as const) {
    const error = thrownBy<Error>(() => checkedIterator("open", given));
    assert.instance(error, TypeError);
    assert.is(error.message, `open() must return an iterator, not ${text}`);
  }
});

test.run();
