import * as assert from "uvu/assert";
import { filter, type Flow, map, pipeline, scan, tap } from "sluice";
import { upTo } from "../../support/crowds.ts";
import { Counted, Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { Numbers } from "../../support/numbers.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("serial");
const broken = new Error("broken");
const end = { done: true, value: undefined };
test("an item is pulled and worked on only when its result is asked for (P1)", async () => {
  const source = naturals();
  const seen: number[] = [];
  const flow = pipeline(source, tap((value) => seen.push(value)));
  await rest();
  assert.is(source.asked, 0);
  for (let count = 1; count <= 3; count++) {
    await flow.next();
    await rest();
    assert.equal([source.asked, seen.length], [count, count]);
  }
  await flow.return();
});

test("while an item is in work no other is pulled, however many are asked for (P1, P2)", async () => {
  const source = naturals();
  const jobs = new Jobs((n) => n * 10);
  const flow = pipeline(source, map(jobs.work));
  const all = [flow.next(), flow.next(), flow.next()];
  await rest();
  for (const item of [0, 1, 2]) {
    await rest();
    assert.equal([source.asked, jobs.running.size], [item + 1, 1]);
    jobs.finish(item);
  }
  assert.equal(await Promise.all(all), [got(0), got(10), got(20)]);
  assert.is(source.asked, 3);
  await flow.return();
});

test("stages of synchronous functions take no hop (P5)", async () => {
  await rest(); // so that the runtime need not breathe
  const seen: number[] = [];
  const flow = pipeline(
    upTo(20),
    map((n) => n + 1),
    filter((n) => n % 2 === 0),
    scan((sum, n) => sum + n, 0),
    tap((sum) => seen.push(sum)),
  );
  const all = flow.toArray();
  await rest();
  assert.equal(seen, [2, 6, 12, 20, 30, 42, 56, 72, 90, 110]);
  await all;
});

test("an item passes through all stages before the next one is pulled (P1, P5)", async () => {
  const log: string[] = [];
  const note = (stage: string) => tap((value: number) => log.push(`${stage}${value}`));
  await pipeline([1, 2], note("a"), note("b"), tap(() => ticks(3)), note("c")).run();
  assert.equal(log, ["a1", "b1", "c1", "a2", "b2", "c2"]);
});

test("a function that throws or rejects fails the flow and releases the source (P3)", async () => {
  const throwing = () => {
    throw broken;
  };
  for (const fail of [throwing, () => Promise.reject(broken)]) {
    const source = naturals();
    const flow = pipeline(source, map((n) => n < 2 ? n : fail()));
    assert.equal([await flow.next(), await flow.next()], [got(0), got(1)]);
    assert.is(await failure(flow.next()), broken);
    assert.equal([source.asked, source.returned], [3, 1]);
    assert.equal([await flow.next(), await flow.next()], [end, end]);
  }
});

test("a failure of the source passes through, and releases nothing more (P3)", async () => {
  const source = new Driven<number>().give(1).fail(broken);
  const seen: number[] = [];
  const flow = pipeline(source, map((n) => Promise.resolve(n)), tap((n) => seen.push(n)));
  assert.is(await failure(flow.toArray()), broken);
  assert.equal([seen, source.returned], [[1], 0]);
});

test("leaving aborts the work with the reason, waits for it, and releases the source at once (P3, P4)", async () => {
  const leave: [(flow: Flow<number>) => Promise<unknown>, unknown][] = [
    [(flow) => flow.cancel("enough"), "enough"],
    [(flow) => failure(flow.throw(broken)), broken],
  ];
  for (const [way, reason] of leave) {
    const source = naturals();
    const jobs = new Jobs((n) => n);
    const flow = pipeline(source, map(jobs.work));
    const next = flow.next();
    await rest();
    const left = way(flow);
    assert.equal([jobs.aborted, jobs.signal(0).reason === reason, source.returned], [[0], true, 1]);
    assert.ok(await pending(Promise.race([next.catch(() => {}), left])));
    jobs.finish(0);
    await left;
    await next.catch(() => {});
    assert.equal([source.asked, source.returned], [1, 1]);
  }
});

test("return() aborts the work with an AbortError (P4)", async () => {
  const jobs = new Jobs((n) => n);
  const flow = pipeline(naturals(), map(jobs.obeying));
  const next = flow.next();
  await rest();
  assert.equal(await flow.return(), end);
  assert.equal(await next, end);
  assert.is(jobs.signal(0).reason.name, "AbortError");
});

test("an outer signal aborts the work with its reason; the consumer gets that, once all has settled (P4)", async () => {
  const controller = new AbortController();
  const jobs = new Jobs((n) => n);
  const flow = pipeline(naturals(), map(jobs.work), { signal: controller.signal });
  const next = flow.next();
  await rest();
  controller.abort(broken);
  assert.is(jobs.signal(0).reason, broken);
  assert.ok(await pending(next));
  jobs.finish(0);
  assert.is(await failure(next), broken);
});

test("what aborted work fails with is not reported, and does not reach onError (P3)", async () => {
  for (const error of [broken, undefined]) {
    const reported: unknown[] = [];
    const jobs = new Jobs((n) => n);
    const flow = pipeline(naturals(), map(jobs.work, { onError: (error) => reported.push(error) }));
    const next = flow.next();
    await rest();
    const left = flow.cancel();
    jobs.fail(0, error);
    await left;
    assert.equal([await next, reported], [end, []]);
  }
});

test("the signal of an item whose work has ended is never aborted (P2, P3)", async () => {
  const signals: AbortSignal[] = [];
  const flow = pipeline(
    naturals(),
    map((n, { signal }) => (signals.push(signal), n)),
    map((n, { signal }) => (signals.push(signal), Promise.resolve(n))),
  );
  await flow.next();
  await flow.cancel("enough");
  assert.equal(signals.map(({ aborted }) => aborted), [false, false]);
});

test("an error is given only once the work of other stages has settled (P3)", async () => {
  const jobs = new Jobs((n) => n);
  const source = naturals();
  const flow = pipeline(
    source,
    map(jobs.work, { concurrency: 3 }),
    map(() => {
      throw broken;
    }),
  );
  const next = flow.next();
  await rest();
  jobs.finish(0);
  assert.ok(await pending(next));
  assert.equal([jobs.aborted, jobs.signal(1).reason === broken, source.returned], [[1, 2], true, 1]);
  jobs.finish(1);
  assert.ok(await pending(next));
  jobs.fail(2, "obeyed");
  assert.is(await failure(next), broken);
});

test("an item is waited for that is in onError when the flow is left (P4, P6)", async () => {
  const handled = gate();
  const flow = pipeline([1], map(() => Promise.reject(broken), { onError: () => handled.promise }));
  const next = flow.next();
  await rest();
  const left = flow.cancel();
  assert.ok(await pending(left));
  handled.open();
  await left;
  assert.equal(await next, end);
});

test("an item that comes while the flow is left is not worked on (P4)", async () => {
  const seen: number[] = [];
  const source = new Numbers({ next: (index) => void (index === 1 && void flow.cancel()) });
  const flow: Flow<number> = pipeline(source, tap((n) => seen.push(n)), map((n) => n));
  assert.equal([await flow.next(), await flow.next()], [got(0), end]);
  assert.equal([seen, source.pulled, source.released], [[0], 2, 1]);
});

test("an item whose failure onError has taken care of is skipped, and the next one counts on (P2, P6)", async () => {
  for (const handled of [undefined, Promise.resolve("handled")]) {
    const indices: number[] = [];
    const fail = (n: number) => {
      if (n === 1) throw broken;
      return n;
    };
    const flow = pipeline(
      [0, 1, 2],
      map(fail, { onError: () => handled }),
      tap((_, { index }) => indices.push(index)),
    );
    assert.equal(await flow.toArray(), [0, 2]);
    assert.equal(indices, [0, 1]);
  }
});

test("each stage counts the items that come to it, skipped and awaited ones once (P2)", async () => {
  const indices: number[][] = [[], []];
  const flow = pipeline(
    upTo(6),
    filter((n, { index }) => {
      indices[0]?.push(index);
      return n % 3 === 0 ? Promise.resolve(true) : n % 3 === 1;
    }),
    tap((_, { index }) => indices[1]?.push(index)),
  );
  await flow.run();
  const [first = [], second = []] = indices;
  assert.equal([first, second], [upTo(first.length), upTo(second.length)]);
  assert.ok(second.length > 1 && second.length < first.length);
});

test("leaving aborts the signal of the item in work, not that of one before it (P2, P3)", async () => {
  const signals: AbortSignal[] = [];
  const flow = pipeline(
    naturals(),
    map((n, context) =>
      n === 0 ? (signals.push(context.signal), n) : new Promise<number>((resolve) => {
        flow.cancel("enough").catch(() => {});
        resolve(n);
      })
    ),
  );
  await flow.next();
  await flow.next();
  assert.equal(signals.map(({ aborted }) => aborted), [false]);
});

test("a result whose then() stops the flow when it is looked at, and is no function, is waited for no longer (P4)", async () => {
  let left: Promise<void> | undefined;
  const result = {
    get then() {
      left ??= flow.cancel();
      return undefined;
    },
  };
  const source = naturals();
  const flow: Flow<unknown> = pipeline(source, map(() => result), map((n) => n));
  const next = flow.next();
  assert.not(await pending(next));
  assert.equal(await next, end);
  await left;
  assert.equal([source.asked, source.returned], [1, 1]);
});

test("a source that ends is not released; work goes on with nothing further (P1)", async () => {
  const source = new Counted([1, 2]);
  assert.equal(await pipeline(source, map((n) => Promise.resolve(n))).toArray(), [1, 2]);
  assert.equal([source.asked, source.returned], [3, 0]);
});

test.run();
