import { channel, type Flow, map, pipeline, take, tee } from "sluice";
import * as assert from "uvu/assert";
import { Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("tee, left");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

const ways: Record<string, (flow: Flow<number>) => Promise<unknown>> = {
  break: async (flow) => {
    for await (const _ of flow) break;
  },
  return: (flow) => flow.return(),
  cancel: (flow) => flow.cancel("enough"),
  throw: (flow) => failure(flow.throw(broken)),
  "take()": (flow) => flow.pipe(take(1)).run(),
  "a failing consumer": (flow) => failure(flow.forEach(() => Promise.reject(broken))),
  "an abort": async (flow) => {
    const controller = new AbortController();
    const outer = pipeline(flow, { signal: controller.signal });
    await outer.next();
    controller.abort("enough");
    await failure(outer.next());
  },
};

for (const [name, leave] of Object.entries(ways)) {
  test(`${name}: a branch that leaves holds nobody back; the last one releases the source, once (P4)`, async () => {
    const source = naturals();
    const [one, other] = tee(source);
    const next = [other.next(), other.next(), other.next()];
    await rest();
    await leave(one);
    assert.equal((await Promise.all(next)).map(({ value }) => value), [0, 1, 2]);
    assert.is((await other.next()).value, 3);
    assert.is(source.returned, 0);
    await leave(other);
    assert.is(source.returned, 1);
    await Promise.all([one.cancel(), other.cancel()]);
    assert.is(source.returned, 1);
  });
}

test("a branch that left gets nothing any more, not even what was for it", async () => {
  const [one, other] = tee(naturals(), 2, 3);
  assert.equal([await other.next(), await other.next()].map(({ value }) => value), [0, 1]);
  await one.cancel();
  assert.equal(await one.next(), end);
  await other.cancel();
});

test("a branch that waits for one that leaves goes on at once", async () => {
  const [quick, slow] = tee(naturals());
  await quick.next();
  const next = quick.next();
  assert.ok(await waits(next));
  void slow.cancel();
  assert.not(await waits(next));
  assert.is((await next).value, 1);
  await quick.cancel();
});

test("of several slow branches all must leave, or read on", async () => {
  const [quick, slow, other] = tee(naturals(), 3);
  await quick.next();
  const next = quick.next();
  await slow.cancel();
  assert.ok(await waits(next));
  await other.next();
  assert.is((await next).value, 1);
  await Promise.all([quick.cancel(), other.cancel()]);
});

test("leaving before the first pull: the others get everything (P4)", async () => {
  const [one, other, third] = tee([1, 2, 3], 3);
  await one.cancel();
  await third.return();
  assert.equal(await other.toArray(), [1, 2, 3]);
  assert.equal(await one.next(), end);
});

test("all leaving before the first pull releases a source that was never opened (P1, P4)", async () => {
  const source = new Driven<number>();
  const branches = tee(source, 3);
  for (const [index, branch] of branches.entries()) {
    assert.is(source.returned, 0);
    await branch.cancel();
    assert.is(source.returned, Number(index === 2));
  }
  assert.is(source.asked, 0);
});

test("only the last branch to leave waits for the release of the source, and learns what it throws (P4)", async () => {
  const [source, releasing] = [new Driven<number>().give(1), gate()];
  source.closing = releasing.promise;
  const [one, other] = tee(source);
  await Promise.all([one.next(), other.next()]);
  await one.cancel();
  const cancelled = other.cancel();
  assert.ok(await waits(cancelled));
  releasing.fail(broken);
  assert.is(await failure(cancelled), broken);
  assert.is(source.returned, 1);
});

test("work above goes on until the last branch has left, and is aborted then (P4)", async () => {
  const signals: AbortSignal[] = [];
  const work = map((_: number, { signal }) => {
    signals.push(signal);
    return new Promise<number>((resolve) => signal.addEventListener("abort", () => resolve(0)));
  });
  const [one, other] = tee(pipeline(naturals(), work));
  const all = [one.next(), other.next()];
  await rest();
  await one.cancel();
  await rest();
  assert.not(signals[0]?.aborted);
  await other.cancel();
  assert.ok(signals[0]?.aborted);
  assert.equal(await Promise.all(all), [end, end]);
});

test("a value that comes when the one who asked for it has left waits for the others", async () => {
  const source = new Driven<number>();
  const [one, other] = tee(source);
  const next = one.next();
  await rest();
  await one.cancel();
  assert.equal(await next, end);
  source.give(1, 2);
  await rest();
  assert.is(source.asked, 1);
  assert.equal([await other.next(), await other.next()].map(({ value }) => value), [1, 2]);
  await other.cancel();
});

test("an error that comes when the one who asked has left reaches the others (P3)", async () => {
  const source = new Driven<number>();
  const [one, other] = tee(source);
  const next = one.next();
  await rest();
  await one.cancel();
  source.fail(broken);
  await rest();
  await next;
  assert.is(await failure(other.next()), broken);
  assert.equal(await other.next(), end);
});

test("all branches may leave in the turn in which a value comes (P4)", async () => {
  const source = channel<number>();
  const branches = tee(source, 3);
  const all = branches.map((branch) => branch.next());
  await rest();
  source.trySend(1);
  await Promise.all(branches.map((branch) => branch.cancel()));
  for (const next of all) assert.ok(await next);
  assert.equal(await Promise.all(branches.map((branch) => branch.next())), [end, end, end]);
  assert.is(source.stats.waitingReceivers, 0);
});

test("one branch may leave while another is being given the same value (P4)", async () => {
  const source = new Driven<number>();
  const [one, other, third] = tee(source, 3);
  const seen: number[] = [];
  const reading = one.forEach((value) => {
    seen.push(value);
    void other.cancel();
    void third.cancel();
  });
  const all = [other.next(), third.next()];
  await rest();
  source.give(1);
  await rest();
  assert.equal(await Promise.all(all), [end, end]);
  source.give(2).end();
  await reading;
  assert.equal(seen, [1, 2]);
});

test("an error comes to every branch after its values, once, and stops the source (P3)", async () => {
  const source = new Driven<number>().give(1, 2, 3);
  const releasing = gate();
  source.closing = releasing.promise;
  const work = map((n: number) => {
    if (n === 3) throw broken;
    return n;
  });
  const [quick, slow] = tee(pipeline(source, work), 2, 5);
  assert.equal([await quick.next(), await quick.next()].map(({ value }) => value), [1, 2]);
  const failed = quick.next();
  assert.ok(await waits(failed));
  assert.equal([await slow.next(), await slow.next()].map(({ value }) => value), [1, 2]);
  const late = slow.next();
  assert.ok(await waits(late));
  releasing.open();
  assert.equal([await failure(failed), await failure(late)], [broken, broken]);
  assert.equal([await quick.next(), await slow.next()], [end, end]);
  assert.is(source.returned, 1);
});

test("nothing is reported of an error that a branch does not ask for (P3)", async () => {
  const [one] = tee(new Driven<number>().give(1).fail(broken), 3, 5);
  assert.is((await one.next()).value, 1);
  assert.is(await failure(one.next()), broken);
});

test.run();
