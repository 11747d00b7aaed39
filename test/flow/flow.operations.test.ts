// toArray(), run(), reduce() and forEach(); into() has a file of its own.
import { channel, type Flow, map, pipeline, take, unbounded } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("flow operations");

const end = { done: true, value: undefined };

test("toArray() gives all values, and run() how many there were", async () => {
  for (const source of [() => [1, 2, 3], () => new AsyncNumbers({ count: 3 })]) {
    assert.is((await pipeline(source()).toArray()).length, 3);
    assert.is(await pipeline(source()).run(), 3);
  }
  assert.equal(await pipeline([]).toArray(), []);
  assert.is(await pipeline([]).run(), 0);
});

test("toArray() keeps values untouched, promises, too (C5)", async () => {
  const values = [undefined, Promise.resolve(1), end];
  const all = await pipeline(values).toArray();
  for (const [index, value] of values.entries()) assert.is(all[index], value);
});

test("every operation rejects with what the pipeline fails with (P3)", async () => {
  const flow = () => pipeline([1, 2], map((n) => n === 1 ? Promise.resolve(n) : Promise.reject<number>("broken")));
  const sink = channel<number>(2);
  const results = [
    flow().toArray(),
    flow().run(),
    flow().reduce((a, b) => a + b),
    flow().forEach(() => {}),
    flow().into(sink),
  ];
  for (const result of results) assert.is(await failure(result), "broken");
});

test("an operation that cancel() cuts short rejects with the reason; next() gets the end (P4)", async () => {
  const operations: ((flow: Flow<number>) => Promise<unknown>)[] = [
    (flow) => flow.toArray(),
    (flow) => flow.run(),
    (flow) => flow.reduce((a, b) => a + b, 0),
    (flow) => flow.forEach(() => {}),
    (flow) => flow.into(channel(unbounded())),
  ];
  for (const operation of operations) {
    const flow = pipeline(new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined }));
    const error = failure(operation(flow));
    const next = flow.next();
    await turn();
    await flow.cancel("enough");
    assert.is(await error, "enough");
    assert.equal(await next, end);
  }
});

test("without a reason it rejects with an AbortError, and so it does on return() (P4)", async () => {
  for (const leave of ["cancel", "return"] as const) {
    const flow = pipeline(new AsyncNumbers({ next: never }));
    const all = flow.toArray();
    await flow[leave]();
    assert.is((await failure<Error>(all)).name, "AbortError");
  }
});

test("an operation on a flow that was left before its first pull rejects with the reason (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  await flow.cancel("enough");
  assert.is(await failure(flow.toArray()), "enough");
});

test("throw() makes an operation reject with its error (P4)", async () => {
  const flow = pipeline(new AsyncNumbers({ next: never }));
  const error = failure(flow.toArray());
  assert.is(await failure(flow.throw("mine")), "mine");
  assert.is(await error, "mine");
});

test("reduce() without an initial value begins with the first, and counts from 1", async () => {
  const calls: unknown[] = [];
  const sum = await pipeline([5, 6, 7]).reduce((total, value, index) => {
    calls.push([total, value, index]);
    return total + value;
  });
  assert.is(sum, 18);
  assert.equal(calls, [[5, 6, 1], [11, 7, 2]]);
});

test("reduce() with an initial value counts from 0, also when that is undefined", async () => {
  const calls: unknown[] = [];
  const text = await pipeline([5, 6]).reduce((total, value, index) => {
    calls.push([total, value, index]);
    return `${total}${value}`;
  }, "");
  assert.is(text, "56");
  assert.equal(calls, [["", 5, 0], ["5", 6, 1]]);
  assert.is(await pipeline([5]).reduce((total: unknown) => total, undefined), undefined);
});

test("reduce() of no values gives the initial one, and without it rejects with a TypeError", async () => {
  assert.is(await pipeline<number>([]).reduce((a, b) => a + b, 7), 7);
  assert.is(await pipeline<number>([]).reduce((a, b) => a + b, undefined as unknown as number), undefined);
  const error = await failure<Error>(pipeline<number>([]).reduce((a, b) => a + b));
  assert.instance(error, TypeError);
  assert.is(error.message, "Cannot reduce: the flow has no values, and there is no initial one");
});

test("reduce() of one value gives that, without a call", async () => {
  assert.is(await pipeline([7]).reduce(() => NaN), 7);
});

test("reduce() waits for what its function returns before it pulls on (P1)", async () => {
  const adding = gate();
  const numbers = new Numbers({ count: 3 });
  const sum = pipeline(numbers).reduce(async (total, value) => {
    await adding.promise;
    return total + value;
  });
  await turn();
  assert.is(numbers.pulled, 2);
  adding.open();
  assert.is(await sum, 3);
});

test("reduce() does not await values, only what its function returns (C5)", async () => {
  const [one, two] = [Promise.resolve(1), Promise.resolve(2)];
  let given: unknown[] = [];
  await pipeline([one, two]).reduce((total, value) => {
    given = [total, value];
    return value;
  });
  assert.is(given[0], one);
  assert.is(given[1], two);
});

test("forEach() calls with each value and its index, in order, and waits for each (P1)", async () => {
  const gates = [gate(), gate(), gate()];
  const numbers = new Numbers({ count: 3 });
  const calls: unknown[] = [];
  const done = pipeline(numbers, map((n) => n * 10)).forEach((value, index) => {
    calls.push([value, index]);
    return gates[index]?.promise;
  });
  for (const [index, { open }] of gates.entries()) {
    await turn();
    assert.equal([calls.length, numbers.pulled], [index + 1, index + 1]);
    open();
  }
  assert.is(await done, undefined);
  assert.equal(calls, [[0, 0], [10, 1], [20, 2]]);
});

test("forEach() takes what its function returns for nothing, unless that is a thenable", async () => {
  const results = [false, undefined, 0, "text", {}];
  const seen: number[] = [];
  await pipeline([0, 1, 2, 3, 4]).forEach((n) => {
    seen.push(n);
    return results[n];
  });
  assert.equal(seen, [0, 1, 2, 3, 4]);
  // deno-lint-ignore no-explicit-any
  const thenable = { then: (resolve: any) => resolve("waited for") };
  assert.is(await pipeline([1]).forEach(() => thenable), undefined);
});

test("what a function of forEach() or reduce() throws or rejects with stops the pipeline (P3)", async () => {
  const ways = [() => Promise.reject("broken"), () => {
    throw "broken";
  }];
  for (const fail of ways) {
    const [one, two] = [new Numbers(), new Numbers()];
    const flow = pipeline(one);
    assert.is(await failure(flow.forEach((n) => n === 1 ? fail() : n)), "broken");
    assert.is(await failure(pipeline(two).reduce((_, n) => n === 1 ? fail() : n, 0)), "broken");
    assert.equal([one.pulled, one.released, two.pulled, two.released], [2, 1, 2, 1]);
    assert.equal(await flow.next(), end);
  }
});

test("a cancel() while forEach() is busy waits for nothing of it; forEach() rejects once its function has settled (P4)", async () => {
  const working = gate();
  const flow = pipeline([1, 2]);
  const done = flow.forEach(() => working.promise);
  assert.not(await pending(flow.cancel("enough")));
  assert.ok(await pending(done));
  working.open();
  assert.is(await failure(done), "enough");
});

test("an abort while forEach() is busy is not forgotten by a cancel() that follows (P4)", async () => {
  const working = gate();
  const controller = new AbortController();
  const flow = pipeline([1, 2, 3], { signal: controller.signal });
  const done = flow.forEach(() => working.promise);
  controller.abort("first");
  await flow.cancel("second");
  working.open();
  assert.is(await failure(done), "first");
});

test("the failure of a busy function wins over the cancel() that came meanwhile, and over the end (P3)", async () => {
  const working = gate();
  const flow = pipeline([1], take(1));
  const done = flow.forEach(() => working.promise);
  await flow.cancel("enough");
  working.fail("broken");
  assert.is(await failure(done), "broken");
  assert.equal(await flow.next(), end);
});

test("an operation without its function rejects with a TypeError, and reads nothing (C25)", async () => {
  const numbers = new Numbers({ count: 2 });
  const flow = pipeline(numbers);
  const { forEach, reduce } = flow as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
  for (const operation of [forEach, reduce]) {
    const error = await failure<Error>(operation?.call(flow, 5) as Promise<unknown>);
    assert.instance(error, TypeError);
    assert.is(error.message, "fn must be a function, not 5");
  }
  assert.is(numbers.opened, 0);
  assert.equal(await flow.toArray(), [0, 1]);
});

test.run();
