// A flow that was given to another pipeline.
import { channel, compose, type Flow, map, merge, pipeline, take } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { got } from "../support/reading.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("flow given");

const end = { done: true, value: undefined };
/** The ways to give a flow away. */
const ways: Record<string, (flow: Flow<number>) => Flow<number>> = {
  "pipe()": (flow) => flow.pipe(map((n) => n)),
  "pipe() without stages": (flow) => flow.pipe(),
  "pipeline()": (flow) => pipeline(flow, map((n) => n)),
  "merge()": (flow) => merge(flow),
  "a stage that is called": (flow) => pipeline(map((n: number) => n)(flow)),
};

for (const [way, give] of Object.entries(ways)) {
  test(`given by ${way}, a flow gives its values to its new owner, lazily (P1)`, async () => {
    const numbers = new Numbers({ count: 3 });
    const outer = give(pipeline(numbers));
    await turn();
    assert.is(numbers.opened, 0);
    assert.equal(await outer.next(), got(0));
    assert.is(numbers.pulled, 1);
    assert.equal(await outer.toArray(), [1, 2]);
  });

  test(`given by ${way}, a flow is released with its new owner, once (P4)`, async () => {
    const numbers = new Numbers();
    const outer = give(pipeline(numbers));
    await outer.next();
    await outer.cancel();
    assert.equal([numbers.pulled, numbers.released], [1, 1]);
  });

  test(`given by ${way}, a flow passes on its failure (P3)`, async () => {
    const failing = pipeline(new AsyncNumbers({ next: (n) => n === 1 ? Promise.reject("broken") : undefined }));
    const outer = give(failing);
    assert.equal(await outer.next(), got(0));
    assert.is(await failure(outer.next()), "broken");
    assert.equal([await outer.next(), await outer.next()], [end, end]);
  });

  test(`given by ${way}, a flow cannot be read any more by those who gave it`, async () => {
    const flow = pipeline([1, 2, 3]);
    const outer = give(flow);
    const reads = [flow.next(), flow.toArray(), flow.run(), flow.reduce((a, b) => a + b), flow.forEach(() => {})];
    for (const read of [...reads, flow.into(channel<number>())]) {
      const error = await failure<Error>(read);
      assert.instance(error, TypeError);
      assert.is(error.message, "Cannot read the flow: it belongs to another pipeline");
    }
    assert.instance(thrownBy(() => flow.pipe()), TypeError);
    assert.instance(thrownBy(() => pipeline(flow)), TypeError);
    assert.equal(await outer.toArray(), [1, 2, 3]);
  });

  test(`given by ${way}, a flow can still be cancelled, which cuts its new owner short (P4)`, async () => {
    const numbers = new AsyncNumbers({ next: (n) => n === 1 ? never() : undefined });
    const flow = pipeline(numbers);
    const all = give(flow).toArray();
    assert.ok(await pending(all));
    await flow.cancel("enough");
    assert.is(await failure(all), "enough");
    assert.is(numbers.released, 1);
  });
}

test("a flow that is cancelled without a reason cuts its new owner short with an AbortError (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  const outer = flow.pipe();
  await outer.next();
  await flow.cancel();
  assert.is((await failure<Error>(outer.toArray())).name, "AbortError");
});

test("a flow whose return() or throw() is called by those who gave it away stops both (P4)", async () => {
  const [returned, thrown] = [new Numbers(), new Numbers()];
  const flows = [pipeline(returned), pipeline(thrown)];
  const outers = flows.map((flow) => flow.pipe());
  for (const outer of outers) await outer.next();
  assert.equal(await flows[0]?.return(), end);
  assert.is(await failure(flows[1]?.throw("mine") as Promise<unknown>), "mine");
  assert.equal([returned.released, thrown.released], [1, 1]);
  assert.is((await failure<Error>((outers[0] as Flow<number>).run())).name, "AbortError");
  assert.is(await failure((outers[1] as Flow<number>).run()), "mine");
});

test("a sink that was cancelled does not stop a flow that was given away (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  const outer = flow.pipe();
  const sink = channel<number>();
  sink.cancel();
  assert.instance(await failure(flow.into(sink)), TypeError);
  assert.equal(await outer.toArray(), [1, 2, 3]);
});

test("those who asked before the flow was given away are served first (P1)", async () => {
  const gates = [gate(), gate(), gate()];
  const numbers = new AsyncNumbers({ next: (n) => gates[n]?.promise.then(() => got(n)) });
  const flow = pipeline(numbers);
  const [first, second] = [flow.next(), flow.next()];
  const outer = flow.pipe();
  const third = outer.next();
  for (const { open } of gates) open();
  assert.equal(await Promise.all([first, second, third]), [0, 1, 2].map(got));
});

test("while an operation from before reads it to its end, a flow finds no new owner (P4)", async () => {
  const working = gate();
  const flow = pipeline(new Numbers({ count: 3 }));
  const done = flow.forEach(() => working.promise);
  for (const give of [() => flow.pipe(), () => pipeline(flow), () => merge(flow)]) {
    const { name, message } = thrownBy<Error>(give);
    assert.equal([name, message], [
      "TypeError",
      "Cannot read the flow: it is being read to its end, and a flow runs once",
    ]);
  }
  working.open();
  await done;
});

test("the new owner is told of the failure, too, that those before it were told of (P3)", async () => {
  const { promise, fail } = gate();
  const flow = pipeline(new AsyncNumbers({ next: () => promise }));
  const first = flow.next();
  const all = flow.pipe().toArray();
  const errors = Promise.all([failure(first), failure(all)]);
  fail("broken");
  assert.equal(await errors, ["broken", "broken"]);
});

test("a new owner who leaves ends those before it as well (P4)", async () => {
  const numbers = new AsyncNumbers({ next: never });
  const flow = pipeline(numbers);
  const first = flow.next();
  const outer = flow.pipe();
  const second = outer.next();
  await outer.cancel();
  assert.equal(await Promise.all([first, second]), [end, end]);
  assert.is(numbers.released, 1);
});

test("a flow that has ended, or failed, finds no new owner: it has run (P4)", async () => {
  const [ended, failed] = [pipeline([1]), pipeline(new AsyncNumbers({ next: () => Promise.reject("broken") }))];
  await ended.run();
  assert.is(await failure(failed.run()), "broken");
  assert.is(thrownBy<Error>(() => ended.pipe()).cause, undefined);
  assert.is(thrownBy<Error>(() => failed.pipe()).cause, "broken");
});

test("leaving waits through all owners for what runs (P4)", async () => {
  const working = gate<number>();
  const flow = pipeline([1, 2], map(() => working.promise)).pipe(map((n) => n)).pipe(take(5), map((n) => n));
  const next = flow.next();
  const left = flow.cancel();
  assert.ok(await pending(left));
  working.open(1);
  await left;
  assert.equal(await next, end);
});

test("what releasing throws surfaces through all owners (P4)", async () => {
  const flow = pipeline(new AsyncNumbers({ return: () => Promise.reject("In return()") })).pipe().pipe(map((n) => n));
  await flow.next();
  assert.is(await failure(flow.cancel()), "In return()");
});

test("pipe() checks its stages before it takes the flow (C25)", async () => {
  const flow = pipeline([1, 2]);
  const pipe = flow.pipe as unknown as (...stages: unknown[]) => unknown;
  for (const [stage, text] of [[5, "5"], [undefined, "undefined"], [[], "an array"], [{ signal: 1 }, "an object"]]) {
    const error = thrownBy<Error>(() => pipe.call(flow, map((n) => n), stage));
    assert.instance(error, TypeError);
    assert.is(error.message, `stages[1] must be a function, not ${text}`);
  }
  assert.equal(await flow.toArray(), [1, 2]);
});

test("pipe() adds stages, composed ones, too", async () => {
  const twice = compose(map((n: number) => n * 2), map((n) => `${n}`));
  assert.equal(await pipeline([1, 2]).pipe(map((n) => n + 1)).pipe(twice, take(1)).toArray(), ["4"]);
});

test.run();
