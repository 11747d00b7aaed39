import * as assert from "uvu/assert";
import { flatMap, type ItemContext, pipeline, Semaphore, type Source, tap } from "sluice";
import { bounded, every, ordered, unordered, upTo } from "../../support/crowds.ts";
import { Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { Generous } from "../../support/governors.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("flat: failing");
const broken = new Error("broken");
const end = { done: true, value: undefined };
/** Gives these values, and then fails: at once, or as a promise. */
const failing: Record<string, (...values: number[]) => Source<number>> = {
  "a generator": function* (...values) {
    yield* values;
    throw broken;
  },
  "an async generator": async function* (...values) {
    yield* values;
    throw broken;
  },
  "a driven source": (...values) => new Driven<number>().give(...values).fail(broken),
  "a flow": (...values) => pipeline([...values, NaN], tap((n) => Number.isNaN(n) ? Promise.reject(broken) : n)),
  "a stream": (...values) =>
    new ReadableStream<number>({
      pull(controller) {
        const value = values.shift();
        if (value === undefined) controller.error(broken);
        else controller.enqueue(value);
      },
    }, { highWaterMark: 0 }),
};

for (const [name, source] of Object.entries(failing)) {
  test(`a failure of ${name} comes after its values, and releases the outer source (P3)`, async () => {
    for (const { name, options } of bounded) {
      const outer = naturals();
      const flow = pipeline(outer, flatMap((n) => n === 0 ? source(1, 2, 3) : new Driven<number>(), options()));
      for (const n of [1, 2, 3]) assert.equal(await flow.next(), got(n));
      assert.is(await failure(flow.next()), broken, name);
      assert.equal([outer.returned, await flow.next()], [1, end]);
    }
  });

  test(`with onError, a failure of ${name} skips the rest of its item, and only that (P6)`, async () => {
    for (const { options, ordered } of every) {
      const letters: unknown[][] = [];
      const onError = (...letter: unknown[]) => letters.push(letter);
      const fn = (n: number) => n % 2 === 0 ? source(n, n) : [n];
      const all = await pipeline(upTo(5), flatMap(fn, { ...options(), onError })).toArray();
      assert.equal(ordered ? all : all.sort(), [0, 0, 1, 2, 2, 3, 4, 4]);
      assert.ok(letters.every(([error]) => error === broken));
      assert.equal(letters.map(([, value]) => value).sort(), [0, 2, 4]);
    }
  });
}

test("a failure of fn fails the flow as that of its source does, or goes to onError (P3, P6)", async () => {
  const throwing = (): never => {
    throw broken;
  };
  for (const { options } of every) {
    for (const fn of [() => Promise.reject(broken), throwing]) {
      const outer = naturals();
      assert.is(await failure(pipeline(outer, flatMap(fn, options())).run()), broken);
      assert.is(outer.returned, 1);
      const onError = () => {};
      assert.equal(await pipeline(upTo(9), flatMap(fn, { ...options(), onError })).toArray(), []);
    }
  }
});

for (const { name, options } of ordered) {
  test(`with ${name}, sources before the one that failed run on and are delivered, later ones are left (P3)`, async () => {
    const inner = upTo(3).map(() => new Driven<number>());
    const [first, second, third] = inner as [Driven<number>, Driven<number>, Driven<number>];
    const outer = naturals();
    const signals: AbortSignal[] = [];
    const fn = (n: number, context: { signal: AbortSignal }) => {
      signals.push(context.signal);
      return inner[n] ?? new Driven<number>();
    };
    const flow = pipeline(outer, flatMap(fn, options()));
    const next = flow.next();
    await rest();
    second.fail(broken);
    await rest();
    assert.equal(signals.slice(0, 3).map(({ aborted }) => aborted), [false, false, true]);
    assert.equal(inner.map(({ returned }) => returned), [0, 0, 1]);
    assert.equal([signals[2]?.reason === broken, outer.returned, third.asked], [true, 1, 1]);
    first.give(1);
    assert.equal(await next, got(1));
    const last = failure(flow.next());
    assert.ok(await pending(last));
    first.end();
    assert.is(await last, broken);
    assert.equal(inner.map(({ returned }) => returned), [0, 0, 1]);
  });
}

for (const { name, options } of unordered) {
  test(`with ${name}, a failure leaves all sources, and comes when all has settled (P3)`, async () => {
    const outer = naturals();
    const jobs = new Jobs<Source<number>>(() => []);
    const inner = [naturals(), new Driven<number>()] as const;
    const fn = (n: number, context: ItemContext) => inner[n] ?? jobs.work(n, context);
    const flow = pipeline(outer, flatMap<number, number>(fn, { ...options(), concurrency: 4 }));
    assert.equal(await flow.next(), got(0));
    const next = flow.next();
    await rest();
    assert.equal([await next, [...jobs.running]], [got(1), [2, 3]]);
    const more = flow.next();
    jobs.fail(3, broken);
    assert.equal(await more, got(2));
    const last = failure(flow.next());
    await rest();
    assert.equal(inner.map(({ returned }) => returned), [1, 1]);
    assert.equal([jobs.aborted, jobs.signal(2).reason === broken, outer.returned], [[2], true, 1]);
    assert.ok(await pending(last));
    jobs.finish(2);
    assert.is(await last, broken);
  });
}

test("a failure waits for the sources that it leaves to be released, and for those that come too late (P3)", async () => {
  for (const ordered of [true, false]) {
    const [open, late] = [new Driven<number>(), new Driven<number>()];
    const [closing, closingLate] = [gate(), gate()];
    open.closing = closing.promise;
    late.closing = closingLate.promise;
    const arrives = gate<Driven<number>>();
    const fails = gate<number[]>();
    const fn = (n: number) => n === 0 ? fails.promise : n === 1 ? open.give(7) : arrives.promise;
    const flow = pipeline(upTo(3), flatMap(fn, { concurrency: 3, ordered }));
    if (!ordered) assert.equal(await flow.next(), got(7));
    const failed = failure(flow.next());
    await rest();
    fails.fail(broken);
    await rest();
    assert.equal([open.returned, late.returned], [1, 0]);
    assert.ok(await pending(failed));
    if (ordered) closing.open(); // in the other case it was asked, so that nobody waits for its return()
    arrives.open(late);
    await rest();
    assert.equal([open.returned, late.returned], [1, 1]);
    assert.ok(await pending(failed));
    closingLate.open();
    assert.is(await failed, broken);
  }
});

test("an error of the outer source comes after what is open, in order; otherwise it ends that (P3)", async () => {
  for (const { name, options, ordered } of every.filter(({ width }) => width > 1)) {
    const inner = new Driven<number>();
    const flow = pipeline(new Driven<number>().give(0).fail(broken), flatMap(() => inner, options()));
    const next = ordered ? flow.next() : failure(flow.next());
    await rest();
    assert.is(inner.returned, ordered ? 0 : 1, name);
    if (!ordered) {
      assert.is(await next, broken, name);
      continue;
    }
    inner.give(7).end();
    assert.equal(await next, got(7), name);
    assert.is(await failure(flow.next()), broken, name);
  }
});

test("an error below releases every source that is open, once (P3)", async () => {
  for (const { options } of every) {
    const inner = upTo(5).map(() => naturals());
    const below = tap((n: number) => n === 2 ? Promise.reject(broken) : n);
    assert.is(await failure(pipeline(inner, flatMap((source) => source, options()), below).run()), broken);
    assert.ok(inner.every(({ asked, returned }) => returned === (asked > 0 ? 1 : 0)));
  }
});

test("a source that fails is not released, also not when it is a generator (P3)", async () => {
  for (const { options } of every) {
    const source = new Driven<number>().give(1).fail(broken);
    await failure(pipeline([0], flatMap(() => source, options())).run());
    assert.equal([source.asked, source.returned], [2, 0]);
  }
});

test("with a governor, the permit is held until the source has ended, and told of its failure (P2)", async () => {
  for (const ordered of [true, false]) {
    const governor = new Generous();
    const inner = new Driven<number>().give(1);
    const onError = () => {};
    const flow = pipeline([inner], flatMap((source) => source, { concurrency: governor, ordered, onError }));
    assert.equal(await flow.next(), got(1));
    await rest();
    assert.is(governor.held, 1);
    inner.fail(broken);
    assert.equal(await flow.next(), end);
    assert.equal([governor.held, governor.outcomes], [0, [broken]]);
  }
});

test("with a governor, a source that turns out to be empty holds no permit behind a slow one (P2)", async () => {
  const seats = new Semaphore(2);
  const inner = [new Driven<number>(), [], [], naturals()] as const;
  const flow = pipeline(inner, flatMap((source) => source, { concurrency: seats }));
  const next = flow.next();
  await rest();
  assert.is(seats.available, 1);
  await flow.return();
  assert.equal(await next, end);
});

test("with a governor, all permits come back after a failure (P2, P3)", async () => {
  for (const ordered of [true, false]) {
    const seats = new Semaphore(3);
    const fn = (n: number) => n === 1 ? Promise.reject(broken) : naturals();
    const flow = pipeline(upTo(9), flatMap(fn, { concurrency: seats, ordered }));
    if (ordered) await flow.return();
    else assert.is(await failure(flow.run()), broken);
    assert.is(seats.available, 3);
  }
});

test.run();
