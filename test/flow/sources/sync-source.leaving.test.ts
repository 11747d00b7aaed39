// How arrays, generators and plain iterators are released.
import { type Flow, merge, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { AsyncNumbers, never, Numbers } from "../../support/numbers.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("sync-source leaving");

const end = { done: true, value: undefined };

/** A generator that notes how it ended. */
function generator(log: string[]): Generator<number, void, undefined> {
  return (function* () {
    try {
      for (let n = 0;; n++) yield n;
    } finally {
      log.push("released");
    }
  })();
}

test("break, return and throw in a loop release the source exactly once (P4)", async () => {
  const leave: ((numbers: Numbers) => Promise<unknown>)[] = [
    async (numbers) => {
      for await (const _ of pipeline(numbers)) break;
    },
    async (numbers) => {
      for await (const value of pipeline(numbers)) return value;
      return undefined;
    },
    (numbers) =>
      failure((async () => {
        for await (const _ of pipeline(numbers)) throw new Error("In the body");
      })()),
  ];
  for (const way of leave) {
    const numbers = new Numbers();
    await way(numbers);
    assert.equal([numbers.pulled, numbers.released], [1, 1]);
  }
});

test("however often a flow is left, its source is released once (P4)", async () => {
  const numbers = new Numbers();
  const flow = pipeline(numbers);
  await flow.next();
  await Promise.all([flow.cancel(), flow.return(), failure(flow.throw("reason")), flow[Symbol.asyncDispose]()]);
  await flow.cancel();
  assert.is(numbers.released, 1);
});

test("a failure below releases the source once (P3)", async () => {
  const numbers = new Numbers();
  const broken = new Error("In the function");
  const failing = pipeline(numbers).forEach(() => {
    throw broken;
  });
  assert.is(await failure(failing), broken);
  assert.equal([numbers.pulled, numbers.released], [1, 1]);
});

test("an iterable that was never opened is not opened to be released (P1, P4)", async () => {
  const numbers = new Numbers();
  await pipeline(numbers).cancel();
  assert.equal([numbers.opened, numbers.released], [0, 0]);
});

test("an iterator that was never asked is released all the same (P4)", async () => {
  const numbers = new Numbers();
  const iterator = Object.assign(numbers[Symbol.iterator](), { [Symbol.iterator]: () => iterator });
  await pipeline(iterator).cancel();
  assert.equal([numbers.pulled, numbers.released], [0, 1]);
});

test("a generator that was never started is closed, so that nobody starts it later (P4)", async () => {
  const source = generator([]);
  await pipeline(source).cancel();
  assert.equal(source.next(), end);
});

test("an iterator without return() is just left (P4)", async () => {
  const numbers = new Numbers({ return: null });
  const flow = pipeline(numbers);
  await flow.next();
  await flow.cancel();
  assert.equal(await flow.next(), end);
  assert.is(numbers.pulled, 1);
});

test("an array's iterator goes no further", async () => {
  const values = [1, 2, 3].values();
  for await (const _ of pipeline(values)) break;
  assert.equal(values.next(), { done: false, value: 2 });
});

test("a source that has ended is not released when others beside it are left (P4)", async () => {
  const [ended, other] = [new Numbers({ count: 1 }), new AsyncNumbers({ next: never })];
  const flow = merge(ended, other);
  assert.equal(await flow.next(), { done: false, value: 0 });
  const next = flow.next();
  await turn();
  await flow.cancel();
  assert.equal(await next, end);
  assert.equal([ended.pulled, ended.released, other.released], [2, 0, 1]);
});

test("what return() throws surfaces when the consumer leaves (P4)", async () => {
  const broken = new Error("In return()");
  const throwing = () => {
    throw broken;
  };
  const numbers = () => new Numbers({ return: throwing });
  const breaking = async () => {
    for await (const _ of pipeline(numbers())) break;
  };
  assert.is(await failure(breaking()), broken);
  const flow = pipeline(numbers());
  await flow.next();
  assert.is(await failure(flow.cancel()), broken);
  assert.equal(await flow.next(), end);
  await flow.cancel();
});

test("what return() throws is hidden behind the failure that caused it (P3)", async () => {
  const broken = new Error("In the function");
  const numbers = new Numbers({
    return: () => {
      throw new Error("In return()");
    },
  });
  const failing = pipeline(numbers).forEach(() => {
    throw broken;
  });
  assert.is(await failure(failing), broken);
  assert.is(numbers.released, 1);
});

test("a generator can cancel its own flow: it is released when it has yielded (P4)", async () => {
  const log: string[] = [];
  let cancelled: Promise<void> | undefined;
  const numbers = function* () {
    try {
      cancelled = flow.cancel("reason");
      log.push("goes on");
      yield 1;
      log.push("never");
    } finally {
      log.push("released");
    }
  };
  const flow: Flow<number> = pipeline(numbers());
  assert.equal(await flow.next(), end);
  await cancelled;
  assert.equal(log, ["goes on", "released"]);
});

test("a generator can cancel its own flow and end, or fail, by itself (P4)", async () => {
  for (const ending of ["return", "throw"]) {
    const numbers = function* () {
      void flow.cancel("reason");
      if (ending === "throw") throw new Error("Too late");
      yield* [];
    };
    const flow: Flow<number> = pipeline(numbers());
    assert.is(await failure(flow.toArray()), "reason");
    assert.equal(await flow.next(), end);
  }
});

test("what a generator that cancelled its own flow throws on being released surfaces (P4)", async () => {
  const broken = new Error("In finally");
  let cancelled: Promise<void> | undefined;
  const numbers = function* () {
    try {
      cancelled = flow.cancel();
      yield 1;
    } finally {
      // deno-lint-ignore no-unsafe-finally
      throw broken;
    }
  };
  const flow: Flow<number> = pipeline(numbers());
  assert.equal(await flow.next(), end);
  assert.is(await failure(cancelled as Promise<void>), broken);
});

test("a generator can ask its own flow for the next value, and gets it after this one (P1)", async () => {
  const asked: Promise<unknown>[] = [];
  const numbers = function* () {
    for (let n = 0;; n++) {
      if (n === 0) asked.push(flow.next());
      yield n;
    }
  };
  const flow: Flow<number> = pipeline(numbers());
  assert.equal(await flow.next(), { done: false, value: 0 });
  assert.equal(await Promise.all(asked), [{ done: false, value: 1 }]);
});

test("a return() that cancels the flow once more changes nothing (P4)", async () => {
  const again: Promise<void>[] = [];
  const numbers = new Numbers({ return: () => again.push(flow.cancel()) });
  const flow: Flow<number> = pipeline(numbers);
  const waiting = [flow.next(), flow.next()];
  await Promise.all(waiting);
  await flow.cancel();
  await Promise.all(again);
  assert.equal([numbers.released, again.length], [1, 1]);
});

test("a return() that asks the flow for more gets the end (P4)", async () => {
  const asked: Promise<unknown>[] = [];
  const flow: Flow<number> = pipeline(new Numbers({ return: () => asked.push(flow.next()) }));
  await flow.next();
  const cancelled = flow.cancel();
  assert.not(await pending(cancelled));
  assert.equal(await Promise.all(asked), [end]);
});

test.run();
