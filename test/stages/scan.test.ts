import * as assert from "uvu/assert";
import { pipeline, scan } from "sluice";
import { upTo } from "../support/crowds.ts";
import { Counted, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { Jobs, rest } from "../support/jobs.ts";
import { pending, suite, ticks } from "../support/test.ts";

const test = suite("scan");

test("scan() gives each total, and not the initial one", async () => {
  assert.equal(await pipeline([1, 2, 3], scan((sum, n) => sum + n, 10)).toArray(), [11, 13, 16]);
  assert.equal(await pipeline([], scan((sum: number) => sum, 10)).toArray(), []);
});

test("a total may be promised: the next item waits for it", async () => {
  const add = [
    (sum: number, n: number) => Promise.resolve(sum + n),
    (sum: number, n: number) => ticks(n % 4).then(() => sum + n),
    (sum: number, n: number) => n % 2 === 0 ? sum + n : ticks(3).then(() => sum + n),
  ];
  for (const fn of add) {
    const totals = await pipeline(upTo(20), scan(fn, 0)).toArray();
    assert.equal(totals, upTo(20).map((n) => (n * (n + 1)) / 2));
  }
});

test("the function is called as (total, value, index), and index counts from 0 for each run", async () => {
  const calls: unknown[][] = [];
  const stage = scan((...all: [string, string, number]) => {
    calls.push(all);
    return all[0] + all[1];
  }, "");
  for (const _ of upTo(2)) await pipeline(["a", "b"], stage).run();
  assert.equal(calls, [["", "a", 0], ["a", "b", 1], ["", "a", 0], ["a", "b", 1]]);
});

test("each run begins with the initial total, which may be anything (C5)", async () => {
  const promise = Promise.resolve(1);
  const stage = scan<number, unknown>((total, n) => n === 0 ? [total] : n, promise);
  for (const _ of upTo(2)) {
    const [first] = await pipeline([0], stage).toArray() as [[unknown]];
    assert.is(first[0], promise);
  }
  assert.equal(await pipeline([1], scan((total: undefined) => total, undefined)).toArray(), [undefined]);
});

test("one item is pulled for each total that is asked for (P1)", async () => {
  const source = naturals();
  const flow = pipeline(source, scan((sum, n) => sum + n, 0));
  for (const count of upTo(5)) {
    await flow.next();
    await rest();
    assert.is(source.asked, count + 1);
  }
  await flow.return();
  assert.is(source.returned, 1);
});

test("a failure fails the flow and releases the source (P3)", async () => {
  const broken = new Error("broken");
  const throwing = () => {
    throw broken;
  };
  for (const fail of [throwing, () => Promise.reject(broken)]) {
    const source = naturals();
    const flow = pipeline(source, scan((sum, n) => n < 2 ? sum + n : fail(), 0));
    assert.equal([(await flow.next()).value, (await flow.next()).value], [0, 1]);
    assert.is(await failure(flow.next()), broken);
    assert.is(source.returned, 1);
  }
});

test("leaving waits for a total that is under way (P4)", async () => {
  const source = new Counted(upTo(3));
  const jobs = new Jobs((n) => n);
  const flow = pipeline(source, scan<number, number>((_, n, index) => jobs.work(n, { index } as never), 0));
  const next = flow.next();
  await rest();
  const left = flow.return();
  assert.ok(await pending(left));
  jobs.finish(0);
  assert.equal([await left, await next], [{ done: true, value: undefined }, { done: true, value: undefined }]);
  assert.is(source.returned, 1);
});

test("fn must be a function (C25)", () => {
  assert.is(thrownBy<TypeError>(() => scan(0 as never, 0)).message, "fn must be a function, not 0");
});

test.run();
