import * as assert from "uvu/assert";
import { channel, filter, type Flow, map, pipeline, restarting, type RetryOptions, type Source } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { AsyncNumbers, never, Numbers } from "../../support/numbers.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("restarting");

/** A source that gives these and then fails, or ends. */
function* giving(values: readonly number[], error?: unknown): Generator<number> {
  yield* values;
  if (error !== undefined) throw error;
}

/** The sources one after the other; notes when each was opened. */
function opening(...sources: (() => Source<number>)[]) {
  const opened: number[] = [];
  const start = Date.now();
  const open = () => {
    const make = sources[opened.push(Date.now() - start) - 1];
    if (make === undefined) throw new Error("There is no more");
    return make();
  };
  return { opened, open };
}

async function settled<T>(timers: FakeTimers, promise: Promise<T>): Promise<T> {
  for (let round = 0; round < 2000 && await pending(promise); round++) {
    await rest();
    timers.pass(1);
    await rest();
  }
  return await promise;
}

const plain: RetryOptions = { delay: 10, jitter: "none" };

test("a source that fails is opened anew after a delay; what it gave has passed on (R3)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(() => giving([1, 2], "a"), () => giving([3], "b"), () => giving([4]));
    const flow = restarting(open, plain);
    assert.equal(opened, []);
    assert.equal(await settled(timers, flow.toArray()), [1, 2, 3, 4]);
    assert.equal(opened, [0, 10, 20]);
    assert.is(timers.armed, 0);
  }));

test("attempts count failures in a row: a value counts them anew (R3)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(
      () => giving([], "a"),
      () => giving([], "b"),
      () => giving([1], "c"),
      () => giving([], "d"),
      () => giving([], new Error("e")),
    );
    const seen: number[] = [];
    const failed = failure<Error>(restarting(open, plain).forEach((n) => void seen.push(n)));
    const error = await settled(timers, failed);
    assert.is(error.message, "e");
    assert.equal((error.cause as AggregateError).errors, ["c", "d"]);
    assert.equal(seen, [1]);
    assert.equal(opened, [0, 10, 30, 40, 60]);
  }));

test("a source that only waits before it fails has given nothing: the failures are still in a row (R3)", () =>
  withTimers(async (timers) => {
    async function* slow(error: string) {
      yield* await Promise.reject<number[]>(error);
    }
    const { opened, open } = opening(() => slow("a"), () => slow("b"), () => slow("c"), () => giving([1]));
    assert.is(await settled(timers, failure(restarting(open, plain).run())), "c");
    assert.is(opened.length, 3);
  }));

test("what open() throws is a failure, too; what is no source is one for good (R3, C25)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(
      () => {
        throw new Error("refused");
      },
      () => giving([1]),
    );
    assert.equal(await settled(timers, restarting(open, plain).toArray()), [1]);
    assert.equal(opened, [0, 10]);
    const wrong = opening(() => "text" as never, () => giving([1]));
    const error = await settled(timers, failure<Error>(restarting(wrong.open, plain).toArray()));
    assert.is(
      `${error.name}: ${error.message}`,
      'TypeError: what open returns must be an iterable other than a string, an async iterable or a ReadableStream, not "text"',
    );
    assert.is(wrong.opened.length, 1);
  }));

test("when() and a failure's own Retry-After count as in retry() (R3)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(() => giving([1], { retryAfter: 35 }), () => giving([2], "fatal"));
    const failed = failure(restarting(open, { ...plain, when: (error) => error !== "fatal" }).run());
    assert.is(await settled(timers, failed), "fatal");
    assert.equal(opened, [0, 35]);
  }));

test("a source that failed is released before the next one is opened, whatever its release throws (R3, P3)", () =>
  withTimers(async (timers) => {
    const log: string[] = [];
    const broken = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: 1 }),
        return: async () => {
          await rest();
          log.push("released");
          throw new Error("released badly");
        },
      }),
    };
    let opened = 0;
    const open = (): Source<number> => {
      log.push("opened");
      if (opened++ > 0) return [2];
      return pipeline(broken, map(() => Promise.reject(new Error("failed"))));
    };
    assert.equal(await settled(timers, restarting(open, plain).toArray()), [2]);
    assert.equal(log, ["opened", "released", "opened"]);
  }));

test("a source that waits is waited for (P1)", async () => {
  const jobs = channel<number>();
  const flow = restarting(() => jobs);
  const next = flow.next();
  assert.ok(await pending(next));
  await jobs.send(1);
  assert.is((await next).value, 1);
  await flow.return();
  assert.not(jobs.closed);
});

test("leaving releases the source that is open (P4)", async () => {
  const numbers = new AsyncNumbers();
  for await (const n of restarting(() => numbers)) if (n === 2) break;
  assert.equal([numbers.pulled, numbers.released], [3, 1]);
  const unopened = restarting(() => assert.unreachable() as never);
  await unopened.return();
});

test("leaving, or an abort, during a delay leaves no timer and opens nothing (P4, T2)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(() => giving([], "a"));
    const { controller, signal } = watchedSignal();
    const failed = failure(restarting(open, { ...plain, signal }).run());
    await rest();
    assert.is(timers.armed, 1);
    controller.abort("enough");
    assert.is(await failed, "enough");
    assert.equal([timers.armed, opened.length], [0, 1]);
    await restarting(() => assert.unreachable() as never, { signal }).run().catch((reason) =>
      assert.is(reason, "enough")
    );
  }));

test("leaving while a failed source is still being released waits for that, and arms no timer (P4)", () =>
  withTimers(async (timers) => {
    let finish: () => void = assert.unreachable;
    const slow = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: 1 }),
        return: () => new Promise<never>((resolve) => finish = resolve as () => void),
      }),
    };
    const flow = restarting(() => pipeline(slow, map(() => Promise.reject(new Error("failed")))), plain);
    const next = flow.next();
    await rest();
    const left = flow.return();
    assert.ok(await pending(left));
    finish();
    await left;
    assert.ok((await next).done);
    assert.is(timers.armed, 0);
  }));

test("when() and jitter() may leave the flow: no timer is armed (P4, T2)", () =>
  withTimers(async (timers) => {
    for (const way of ["when", "jitter"]) {
      let left: Promise<unknown> | undefined;
      const leave = () => {
        left = flow.return();
        return 1;
      };
      const flow: Flow<number> = restarting(() => giving([], "a"), { ...plain, [way]: leave });
      assert.ok((await flow.next()).done);
      await left;
      assert.is(timers.armed, 0);
    }
  }));

test("open() itself may leave the flow: what it gives is released, and waited for (P4)", async () => {
  const badly = new Error("released badly");
  for (const error of [undefined, badly]) {
    const log: unknown[] = [];
    const leave = async () => {
      await rest();
      log.push("released");
      if (error !== undefined) throw error;
    };
    const numbers = new AsyncNumbers({ return: leave });
    const flow = restarting(() => {
      flow.cancel().then(() => log.push("left"), (error) => log.push(error));
      const iterator = numbers[Symbol.asyncIterator]();
      return { ...iterator, [Symbol.asyncIterator]: () => iterator, next: () => iterator.next() } as never;
    });
    assert.ok((await flow.next()).done);
    await rest();
    assert.equal([numbers.pulled, numbers.released, ...log], [0, 1, "released", error ?? "left"]);
  }
});

test("a source that fails while it is being left fails nobody (P4)", async () => {
  const numbers = new AsyncNumbers({ next: () => never() });
  const flow = restarting(() => numbers);
  const next = flow.next();
  await rest();
  await flow.cancel("enough");
  assert.ok((await next).done);
  assert.is(numbers.released, 1);
});

test("synchronous sources are read without a hop for each value (P5)", async () => {
  const flow = restarting(() => new Numbers({ count: 1000 }));
  assert.is(await flow.run(), 1000);
});

test("a stage below that leaves in the middle of its work gets nothing more (P4)", async () => {
  const numbers = new Numbers();
  const flow = restarting(() => numbers).pipe(filter(() => {
    flow.cancel();
    return false;
  }));
  assert.ok((await flow.next()).done);
  assert.equal([numbers.pulled, numbers.released], [1, 1]);
});

test("whoever asks again while it waits opens nothing before its time (P1)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(() => giving([1], "a"), () => giving([2]));
    const work = async (n: number) => {
      await rest();
      return n;
    };
    const all = pipeline(restarting(open, plain), map(work, { concurrency: 3, ordered: false })).toArray();
    await rest();
    assert.equal(opened, [0]);
    assert.equal(await settled(timers, all), [1, 2]);
    assert.is(opened[1], 10);
  }));

test("leaving right after a failure arms no timer (P4, T2)", () =>
  withTimers(async (timers) => {
    const { opened, open } = opening(() => giving([], "a"));
    const flow = restarting(open, plain);
    const next = flow.next();
    await flow.cancel();
    assert.ok((await next).done);
    assert.equal([opened.length, timers.count], [1, 0]);
  }));

test("open must be a function (C25)", () => {
  assert.is(thrownBy<Error>(() => restarting([] as never)).message, "open must be a function, not an array");
});

test.run();
