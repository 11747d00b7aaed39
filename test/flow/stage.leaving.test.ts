// Leaving a pipeline with stages of other libraries.
import { channel, drop, type Flow, map, pipeline, type Stage } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers, streamed } from "../support/numbers.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("stage leaving");

const end = { done: true, value: undefined };

/** A stage that passes values on and notes how its input ended. */
function noting(log: unknown[]): Stage<number, number> {
  return async function* (input) {
    try {
      for await (const value of input) yield value;
      log.push("end");
    } catch (error) {
      log.push(error);
      throw error;
    } finally {
      log.push("finally");
    }
  };
}

test("break in a loop runs the finally of a stage and releases the source, once (P4)", async () => {
  const [log, numbers] = [[] as unknown[], new AsyncNumbers()];
  for await (const _ of pipeline(numbers, map((n) => n), noting(log), map((n) => n))) break;
  assert.equal(log, ["finally"]);
  assert.is(numbers.released, 1);
});

test("a stage that leaves the pipeline when it is asked is not asked again (P4)", async () => {
  let left: Promise<void> | undefined;
  const numbers = new Numbers({ next: (index) => void (index === 1 && (left = flow.cancel())) });
  const flow: Flow<number> = pipeline([], () => numbers as unknown as AsyncIterable<number>, drop(Infinity));
  assert.equal(await flow.next(), end);
  await left;
  assert.equal([numbers.pulled, numbers.released], [2, 1]);
});

test("a stage that leaves the pipeline when it is called is not begun; what it gives is released (P4)", async () => {
  const log: string[] = [];
  let left: Promise<unknown> | undefined;
  const leaving = (give: () => AsyncIterable<number>): Stage<number, number> => () => {
    left = flow.cancel().then(() => log.push("left"));
    return give() as AsyncIterableIterator<number>;
  };
  const numbers = new AsyncNumbers({ return: async () => (await turn(), log.push("released"), end) });
  const iterator = Object.assign(numbers[Symbol.asyncIterator](), { [Symbol.asyncIterator]: () => iterator });
  let flow: Flow<number> = pipeline([1], leaving(() => iterator));
  assert.equal(await flow.next(), end);
  await left;
  assert.equal([numbers.pulled, log], [0, ["released", "left"]]);
  flow = pipeline([1], leaving(() => assert.unreachable() as never));
  assert.equal(await flow.next(), end);
  await left;
  assert.equal(log, ["released", "left", "left"]);
});

test("leaving waits for the finally of a stage that does not wait for its input (P4)", async () => {
  const closing = gate();
  const numbers = new AsyncNumbers();
  const flow = pipeline(numbers, async function* (input: AsyncIterable<number>) {
    try {
      yield* input;
    } finally {
      await closing.promise;
    }
  });
  await flow.next();
  const left = flow.cancel();
  assert.ok(await pending(left));
  assert.is(numbers.released, 1);
  closing.open();
  await left;
});

test("a stage that waits for its input when it is left gets an AbortError, not a false end (P4)", async () => {
  for (const leave of ["cancel", "return"] as const) {
    const log: unknown[] = [];
    const flow = pipeline(new AsyncNumbers({ next: never }), noting(log));
    const next = flow.next();
    await turn();
    assert.not(await pending(flow[leave]()));
    assert.equal(await next, end);
    assert.is((log[0] as Error).name, "AbortError");
    assert.is(log[1], "finally");
  }
});

test("it gets the reason of cancel(), of the outer signal, of throw() and of a failure below (P3, P4)", async () => {
  const controller = new AbortController();
  const log: unknown[] = [];
  const flow = (signal?: AbortSignal) => pipeline(new AsyncNumbers({ next: never }), noting(log), { signal });
  const [cancelled, aborted, thrown] = [flow(), flow(controller.signal), flow()];
  const ended = Promise.all([cancelled.next(), failure(aborted.next()), failure(thrown.next())]);
  await turn();
  await cancelled.cancel("by cancel()");
  controller.abort("by the signal");
  await failure(thrown.throw("by throw()"));
  assert.equal(await ended, [end, "by the signal", "by throw()"]);
  await turn();
  assert.equal(log.filter((entry) => entry !== "finally"), ["by cancel()", "by the signal", "by throw()"]);
});

test("a stage that waits for its input, and an operation that is cut short, get null if that is the reason (P4)", async () => {
  const log: unknown[] = [];
  const flow = pipeline(new AsyncNumbers({ next: never }), noting(log));
  const array = failure(flow.toArray());
  await turn();
  await flow.cancel(null);
  assert.is(await array, null);
  await turn();
  assert.equal(log, [null, "finally"]);
});

test("a stage between them is told by its input of the failure below it (P3)", async () => {
  const log: unknown[] = [];
  const numbers = new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined });
  const ahead: Stage<number, number> = async function* (input) {
    const iterator = input[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    iterator.next().then((result) => log.push(result), (error) => log.push(error));
    yield value;
  };
  const failing = pipeline(numbers, ahead).forEach(() => {
    throw "broken";
  });
  assert.is(await failure(failing), "broken");
  await turn();
  assert.equal(log, ["broken"]);
  assert.is(numbers.released, 1);
});

test("what a stage does after it was left is nobody's concern: it yields, ends or fails in vain (P4)", async () => {
  const endings: ((input: AsyncIterable<number>) => AsyncGenerator<number>)[] = [
    async function* (input) {
      try {
        yield* input;
      } catch {
        yield 1;
        yield 2;
      }
    },
    async function* (input) {
      await input[Symbol.asyncIterator]().next().catch(() => {});
      yield* [];
    },
    async function* (input) {
      try {
        yield* input;
      } catch {
        throw new Error("In the stage");
      }
    },
  ];
  for (const stage of endings) {
    const flow = pipeline(new AsyncNumbers({ next: never }), stage);
    const next = flow.next();
    await turn();
    await flow.cancel();
    await turn();
    assert.equal([await next, await flow.next()], [end, end]);
  }
});

test("a stage that never answers does not hold the consumer (P4)", async () => {
  const numbers = new Numbers();
  const stuck: Stage<number, number> = async function* (input) {
    for await (const value of input) {
      await never();
      yield value;
    }
  };
  const flow = pipeline(numbers, stuck);
  const next = flow.next();
  assert.ok(await pending(next));
  assert.not(await pending(flow.cancel()));
  assert.equal(await next, end);
  assert.is(numbers.released, 1);
});

test("what a stage throws on being left surfaces, and is hidden behind a failure (P3, P4)", async () => {
  const throwing: Stage<number, number> = async function* (input) {
    try {
      yield* input;
    } finally {
      // deno-lint-ignore no-unsafe-finally
      throw "In finally";
    }
  };
  const flow = pipeline(new Numbers(), throwing);
  await flow.next();
  assert.is(await failure(flow.cancel()), "In finally");
  const failing = pipeline(new Numbers(), throwing).forEach(() => Promise.reject("broken"));
  assert.is(await failure(failing), "broken");
});

test("the exit reaches the work above a stage as it is, also above one that leaves its input itself (P3, P4)", async () => {
  const byHand: Stage<number, number> = (input) => {
    const { next, return: leave } = input[Symbol.asyncIterator]();
    const iterator = { next: next.bind(input), return: leave?.bind(input) };
    return { [Symbol.asyncIterator]: () => iterator as AsyncIterator<number> };
  };
  const streaming = streamed as unknown as Stage<number, number>;
  const looping: Stage<number, number> = async function* (input) {
    yield* input;
  };
  for (const stage of [byHand, streaming, looping]) {
    const reasons: unknown[] = [];
    const work = map((_: number, { signal }) =>
      new Promise<number>((_, reject) => {
        signal.addEventListener("abort", () => {
          reasons.push(signal.reason);
          reject(signal.reason);
        });
      })
    );
    for (const end of ["throw", "cancel"] as const) {
      const flow = pipeline([1, 2], work, stage);
      flow.next().catch(() => {});
      await turn();
      await flow[end]("enough").catch(() => {});
    }
    assert.equal(reasons, ["enough", "enough"]);
  }
});

test("leaving waits for our own work above a stage that waits for it (P4)", async () => {
  const working = gate<number>();
  const flow = pipeline([1], map(() => working.promise), noting([]));
  const next = flow.next();
  await turn();
  const left = flow.cancel();
  assert.ok(await pending(left));
  working.open(1);
  await left;
  assert.equal(await next, end);
});

test("a stage that returns a channel leaves it open: it is shared (P4)", async () => {
  const ch = channel<number>(2);
  await ch.sendAll([1, 2]);
  const shared = (() => ch) as Stage<number, number>;
  for await (const _ of pipeline([0], shared)) break;
  assert.equal([ch.closed, ch.size], [false, 1]);
});

test("an early end of a stage that reads ahead ends the next() calls that it left behind", async () => {
  const left: Promise<unknown>[] = [];
  const careless: Stage<number, number> = async function* (input) {
    const iterator = input[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    left.push(iterator.next());
    yield value;
  };
  const numbers = new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined });
  assert.equal(await pipeline(numbers, careless).toArray(), [0]);
  assert.equal(await Promise.all(left), [end]);
  assert.is(numbers.released, 1);
});

test.run();
