import * as assert from "uvu/assert";
import { flowOver } from "../../../src/flow/flow.ts";
import { END, WAIT } from "../../../src/flow/link.ts";
import { open } from "../../../src/flow/sources/open.ts";
import { Branch, Split } from "../../../src/stages/pull/split.ts";
import { Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { waits } from "../../support/waits.ts";

const test = suite("Split");

const end = { done: true, value: undefined };
const enough = { reason: undefined, failed: false };

/** Three branches over a source of numbers, each of which goes to the branches whose indexes its digits are. */
function byDigits(source: Driven<number> | number[], buffer: number) {
  const split = Split.over(open<number>(source), (value) => {
    for (const digit of `${value}`) branches[Number(digit)]?.push(value);
  });
  const branch = () => new Branch<number>(split, buffer);
  const branches: [Branch<number>, Branch<number>, Branch<number>] = [branch(), branch(), branch()];
  const [zero, one, two] = branches;
  return { split, branches, flows: [flowOver(zero), flowOver(one), flowOver(two)] as const };
}

test("a value goes to the branches that it is for, and to no other", async () => {
  const { flows } = byDigits(Driven.of(12, 0, 120, 7, 2), 5);
  assert.equal(await Promise.all(flows.map((flow) => flow.toArray())), [[0, 120], [12, 120], [12, 120, 2]]);
});

test("the source is asked only while a branch waits, and none is further behind than its buffer (P1)", async () => {
  const source = new Driven<number>();
  const { split, flows: [zero, one] } = byDigits(source, 1);
  assert.is(split.waiting, 0);
  const next = zero.next();
  assert.equal([split.waiting, split.behind, source.asked], [1, 0, 1]);
  source.give(1);
  await rest();
  assert.equal([split.waiting, split.behind, source.asked], [1, 0, 2]);
  source.give(1);
  await rest();
  assert.equal([split.waiting, split.behind, source.asked], [1, 1, 2]);
  await one.next();
  await rest();
  assert.equal([split.waiting, split.behind, source.asked], [1, 0, 3]);
  source.give(0);
  assert.is((await next).value, 0);
  await rest();
  assert.equal([split.waiting, split.behind, source.asked], [0, 0, 3]);
});

test("a value for nobody is gone, and the next one is asked for", async () => {
  const source = new Driven<number>();
  const { flows: [zero] } = byDigits(source, 0);
  const next = zero.next();
  source.give(9, 8, 7, 0);
  assert.is((await next).value, 0);
  assert.is(source.asked, 4);
});

test("a branch that was stopped takes nothing, and gives the end", async () => {
  const { split, branches: [zero], flows: [, one] } = byDigits(Driven.of(0, 0, 1), 0);
  assert.ok(zero.stays);
  zero.stop(enough);
  assert.not(zero.stays);
  assert.is(zero.poll(), END);
  assert.is((await one.next()).value, 1);
  assert.is(split.behind, 0);
});

test("a branch that is stopped while it waits, or while it holds too much, leaves no trace", async () => {
  const source = new Driven<number>();
  const { split, branches: [zero, one, two] } = byDigits(source, 0);
  assert.is(zero.poll(), WAIT);
  source.give(1, 2);
  await rest();
  assert.equal([split.waiting, split.behind], [1, 1]);
  one.stop(enough);
  await rest();
  assert.equal([split.waiting, split.behind], [1, 1]);
  zero.stop(enough);
  assert.equal([split.waiting, split.behind], [0, 1]);
  await two.stop(enough);
  assert.equal([split.waiting, split.behind], [0, 0]);
  assert.is(source.returned, 1);
});

test("branches are woken one after the other, never within one another", async () => {
  const source = new Driven<number>();
  const { branches } = byDigits(source, 1);
  let [depth, deepest] = [0, 0];
  const woken: number[] = [];
  for (const [index, branch] of branches.entries()) {
    branch.down = {
      wake() {
        deepest = Math.max(deepest, ++depth);
        woken.push(index);
        while (branch.poll() !== WAIT);
        depth--;
      },
    };
    assert.is(branch.poll(), WAIT);
  }
  source.give(210, 120, 1);
  await rest();
  assert.is(deepest, 1);
  assert.equal([...new Set(woken)].sort(), [0, 1, 2]);
});

test("a branch that is polled wakes the others later, not at once", async () => {
  const { branches: [zero, one] } = byDigits([10, 10, 10], 1);
  let woken = 0;
  zero.down = { wake: () => void woken++ };
  assert.equal([zero.poll(), zero.poll(), zero.poll()], [10, 10, WAIT]);
  assert.is(one.poll(), 10);
  assert.is(woken, 0);
  await rest();
  assert.is(woken, 1);
  assert.is(zero.poll(), 10);
});

test("being woken for nothing does nothing", async () => {
  const source = new Driven<number>();
  const { split, flows: [zero] } = byDigits(source, 0);
  split.wake();
  assert.is(source.asked, 0);
  const next = zero.next();
  split.wake();
  split.wakeSoon();
  await rest();
  assert.is(source.asked, 1);
  source.give(0);
  assert.is((await next).value, 0);
});

test("fail() is for all branches, after what they hold, and wakes those who wait (P3)", async () => {
  const broken = new Error("From below");
  const source = new Driven<number>();
  const { split, flows: [zero, one, two] } = byDigits(source, 5);
  const next = zero.next();
  source.give(1, 1);
  await rest();
  split.fail(broken);
  split.fail(new Error("Too late"));
  assert.is(await failure(next), broken);
  assert.equal([await one.next(), await one.next()].map((result) => result.value), [1, 1]);
  assert.is(await failure(one.next()), broken);
  assert.is(await failure(two.run()), broken);
  assert.is(source.returned, 1);
});

test("fail() after the end changes nothing", async () => {
  const { split, flows: [zero, one, two] } = byDigits(Driven.of(0, 1), 5);
  assert.equal(await zero.toArray(), [0]);
  split.fail(new Error("Too late"));
  assert.equal(await one.toArray(), [1]);
  assert.equal(await two.next(), end);
});

test("leaving after the end, or after an error that was told, needs no release (P4)", async () => {
  const ended = Driven.of(1);
  const { flows: [zero, one, two] } = byDigits(ended, 5);
  assert.is(await zero.run(), 0);
  await Promise.all([one.cancel(), two.cancel()]);
  assert.is(ended.returned, 0);
});

test("a branch that left does not keep the source from being asked for the others", async () => {
  const source = naturals();
  const split = Split.over(open<number>(source), (value) => {
    quick.push(value);
    slow.push(value);
  });
  const [quick, slow] = [new Branch<number>(split, 0), new Branch<number>(split, 0)];
  const flow = flowOver(quick);
  await flow.next();
  const next = flow.next();
  assert.ok(await waits(next));
  slow.stop(enough);
  assert.is((await next).value, 1);
  await flow.cancel();
  assert.is(source.returned, 1);
});

test("a branch that was woken is not woken again before there is something new for it", async () => {
  const source = new Driven<number>();
  const { branches: [zero, one] } = byDigits(source, 5);
  const woken = [0, 0];
  for (const [index, branch] of [zero, one].entries()) {
    branch.down = { wake: () => void (woken[index] = (woken[index] ?? 0) + 1) };
    assert.is(branch.poll(), WAIT);
  }
  source.give(10);
  await rest();
  assert.equal(woken, [1, 1]);
  assert.equal([zero.poll(), zero.poll(), one.poll()], [10, WAIT, 10]);
  source.give(0);
  await rest();
  assert.equal(woken, [2, 1]);
});

test.run();
