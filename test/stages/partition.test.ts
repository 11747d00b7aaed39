import { type Flow, type ItemContext, partition, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("partition");

const end = { done: true, value: undefined };
const isEven = (n: number) => n % 2 === 0;

test("partition() gives those that pass, and the others, each in order", async () => {
  for (const source of [[1, 2, 3, 4, 6, 5], Driven.of(1, 2, 3, 4, 6, 5), pipeline([1, 2, 3, 4, 6, 5])]) {
    const [even, odd] = partition(source, isEven);
    assert.equal(await Promise.all([even.toArray(), odd.toArray()]), [[2, 4, 6], [1, 3, 5]]);
  }
});

test("one of the two may be empty, or both", async () => {
  for (const [values, passed, failed] of [[[2, 4], [2, 4], []], [[1], [], [1]], [[], [], []]] as const) {
    const [even, odd] = partition(values, isEven);
    assert.equal(await Promise.all([even.toArray(), odd.toArray()]), [passed, failed]);
  }
});

test("a type predicate tells the types of both apart", async () => {
  const values: (string | number)[] = ["a", 1, "b", 2];
  const [texts, numbers] = partition(values, (value): value is string => typeof value === "string", 4);
  const upper: string[] = (await texts.toArray()).map((text) => text.toUpperCase());
  const sum: number = await numbers.reduce((a, b) => a + b);
  assert.equal([upper, sum], [["A", "B"], 3]);
});

test("the test may return a promise; values are tested one at a time, in order (P1)", async () => {
  const gates = [gate<boolean>(), gate<boolean>(), gate<boolean>()];
  const begun: number[] = [];
  const [yes, no] = partition([0, 1, 2], (n) => {
    begun.push(n);
    return gates[n]?.promise ?? false;
  }, 5);
  const all = Promise.all([yes.toArray(), no.toArray()]);
  await rest();
  assert.equal(begun, [0]);
  gates[1]?.open(false);
  gates[2]?.open(true);
  await rest();
  assert.equal(begun, [0]);
  gates[0]?.open(true);
  assert.equal(await all, [[0, 2], [1]]);
  assert.equal(begun, [0, 1, 2]);
});

test("whatever is true for the language passes, and what is false fails", async () => {
  const [yes, no] = partition([1, 0, "a", "", null, {}], (value) => value as never, 10);
  assert.equal([await yes.toArray(), await no.toArray()], [[1, "a", {}], [0, "", null]]);
});

test("the test is told the index, and a signal that aborts when both have left (P4)", async () => {
  const contexts: ItemContext[] = [];
  const source = naturals();
  const [even, odd] = partition(source, (n, context) => {
    contexts.push(context);
    return n < 2
      ? isEven(n)
      : new Promise<boolean>((resolve) => context.signal.addEventListener("abort", () => resolve(true)));
  }, 5);
  assert.is((await odd.next()).value, 1);
  assert.equal(contexts.map(({ index }) => index), [0, 1]);
  const next = odd.next();
  await rest();
  await even.cancel();
  assert.not(contexts[2]?.signal.aborted);
  await odd.cancel("enough");
  assert.is(contexts[2]?.signal.reason, "enough");
  assert.equal(await next, end);
  assert.is(source.returned, 1);
});

test("nothing is pulled before the first pull of either (P1)", async () => {
  for (const index of [0, 1] as const) {
    const source = naturals();
    const flows = partition(source, isEven, 1);
    await rest();
    assert.is(source.asked, 0);
    assert.is((await flows[index].next()).value, index);
    assert.is(source.asked, index + 1);
    await Promise.all(flows.map((flow) => flow.cancel()));
  }
});

test("one that nobody reads holds the other back, beyond its buffer (P1)", async () => {
  for (const buffer of [0, 1, 4]) {
    const source = naturals();
    const [even, odd] = partition(source, isEven, buffer);
    for (let n = 0; n <= buffer; n++) assert.is((await even.next()).value, n * 2);
    const next = even.next();
    assert.ok(await waits(next));
    assert.is(source.asked, 2 * (buffer + 1));
    assert.is((await odd.next()).value, 1);
    assert.is((await next).value, 2 * (buffer + 1));
    await Promise.all([even.cancel(), odd.cancel()]);
  }
});

test("one that waits for a value that does not come pulls until the other's buffer is full (P1)", async () => {
  const source = naturals();
  const [, others] = partition(source, () => true, 3);
  const next = others.next();
  assert.ok(await waits(next));
  assert.is(source.asked, 4);
  await others.cancel();
  assert.equal(await next, end);
});

test("reading one to its end before the other is fine when the buffer is large enough", async () => {
  const [even, odd] = partition([1, 2, 3, 4, 5], isEven, Infinity);
  assert.equal(await even.toArray(), [2, 4]);
  assert.equal(await odd.toArray(), [1, 3, 5]);
  const [few, many] = partition([1, 2, 3], isEven, 1);
  const all = few.toArray();
  assert.ok(await waits(all));
  assert.equal(await many.toArray(), [1, 3]);
  assert.equal(await all, [2]);
});

test("what is for the one that left is gone, and holds nobody back", async () => {
  const source = new Counted([1, 2, 3, 4, 5]);
  const [even, odd] = partition(source, isEven);
  assert.is((await odd.next()).value, 1);
  const next = odd.next();
  assert.ok(await waits(next));
  await even.cancel();
  assert.is((await next).value, 3);
  assert.equal(await odd.toArray(), [5]);
  assert.equal(await even.next(), end);
  assert.is(source.returned, 0);
});

test("the last one to leave releases the source, once (P4)", async () => {
  for (const first of [0, 1] as const) {
    const source = naturals();
    const flows: Flow<number>[] = partition(source, isEven, 1);
    await Promise.all(flows.map((flow) => flow.next()));
    for await (const _ of flows[first] as Flow<number>) break;
    assert.is(source.returned, 0);
    await flows[1 - first]?.cancel();
    assert.is(source.returned, 1);
  }
});

test("both leaving before the first pull releases a source that was never opened (P1, P4)", async () => {
  const source = new Driven<number>();
  const flows = partition(source, isEven);
  await Promise.all(flows.map((flow) => flow.cancel()));
  assert.equal([source.asked, source.returned], [0, 1]);
});

test("leaving waits until a test that runs has settled (P4)", async () => {
  const working = gate<boolean>();
  const [yes, no] = partition([1, 2], () => working.promise);
  const next = yes.next();
  await rest();
  await no.cancel();
  const cancelled = yes.cancel();
  assert.ok(await waits(cancelled));
  working.fail(new Error("Too late"));
  await cancelled;
  assert.equal(await next, end);
});

test("an error of the source, and one of the test, reaches both after their values, once (P3)", async () => {
  const broken = new Error("Broken");
  const throwing = (n: number) => {
    if (n === 5) throw broken;
    return isEven(n);
  };
  const rejecting = (n: number) => n === 5 ? Promise.reject(broken) : Promise.resolve(isEven(n));
  for (const test of [throwing, rejecting, isEven]) {
    const source = new Driven<number>().give(1, 2, 3);
    if (test === isEven) source.fail(broken);
    else source.give(5, 6);
    const [even, odd] = partition(source, test, 5);
    assert.is((await odd.next()).value, 1);
    assert.is((await odd.next()).value, 3);
    assert.is(await failure(odd.next()), broken);
    assert.is((await even.next()).value, 2);
    assert.is(await failure(even.next()), broken);
    assert.equal([await even.next(), await odd.next()], [end, end]);
    assert.is(source.returned, Number(test !== isEven));
  }
});

test("an error, and leaving after one, waits until the source has been released (P3, P4)", async () => {
  const broken = new Error("Broken");
  const [source, releasing] = [new Driven<number>().give(1), gate()];
  source.closing = releasing.promise;
  const [yes, no] = partition(source, () => {
    throw broken;
  });
  const next = yes.next();
  await rest();
  const cancelled = no.cancel();
  assert.ok(await waits(next));
  assert.ok(await waits(cancelled));
  releasing.open();
  await cancelled;
  assert.is(await failure(next), broken);
  assert.is(source.returned, 1);
});

test("the test may have both leave (P4)", async () => {
  const source = naturals();
  const [even, odd]: [Flow<number>, Flow<number>] = partition(source, (n) => {
    if (n === 2) {
      void even.cancel();
      void odd.cancel();
    }
    return isEven(n);
  }, 5);
  assert.is((await odd.next()).value, 1);
  assert.equal(await odd.next(), end);
  assert.is(source.asked, 3);
  assert.is(source.returned, 1);
});

test("wrong arguments are an error that names them (C25)", () => {
  const message = (...args: unknown[]) => {
    const { name, message } = thrownBy<Error>(() => partition(...args as [number[], (n: number) => boolean]));
    return `${name}: ${message}`;
  };
  assert.match(message("text", isEven), /^TypeError: source must be an iterable/);
  assert.is(message([1], "even"), 'TypeError: test must be a function, not "even"');
  assert.is(message([1], isEven, -1), "RangeError: buffer must be an integer of at least 0, not -1");
  assert.is(message([1], isEven, "1"), 'TypeError: buffer must be a number, not "1"');
});

test("wrong arguments take nothing: the source is still its owner's (C25)", async () => {
  const source = pipeline([1]);
  thrownBy(() => partition(source, 5 as never));
  thrownBy(() => partition(source, isEven, -1));
  assert.equal(await source.toArray(), [1]);
});

test.run();
