// How a run begins, and how it comes to rest.
import { compose, drop, type Flow, map, pipeline, type Stage } from "sluice";
import * as assert from "uvu/assert";
import { END, type Link } from "../../src/flow/link.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("run");

const end = { done: true, value: undefined };

test("whoever leaves again waits with the first one (P4)", async () => {
  const working = gate<number>();
  const flow = pipeline([1, 2], map(() => working.promise));
  void flow.next();
  const leaving = [flow.cancel(), flow.cancel("again"), flow.return(), flow[Symbol.asyncDispose]()];
  assert.ok(await pending(Promise.race(leaving)));
  working.open(1);
  await Promise.all(leaving);
});

test("the first failure counts: neither an abort nor a throw() that comes later changes it (P3)", async () => {
  const working = gate<number>();
  const controller = new AbortController();
  const flow = pipeline([1, 2], map(() => working.promise), { signal: controller.signal });
  const next = flow.next();
  controller.abort("first");
  const thrown = flow.throw("second");
  working.fail("third");
  assert.is(await failure(next), "first");
  assert.is(await failure(thrown), "second");
  assert.equal(await flow.next(), end);
});

test("cancel() during cancel() resolves when all has stopped, too: called by what is being released (P4)", async () => {
  const closing = gate();
  const again: Promise<void>[] = [];
  const numbers = new AsyncNumbers({
    return: () => {
      again.push(flow.cancel("again"));
      return closing.promise;
    },
  });
  const flow: Flow<number> = pipeline(numbers);
  await flow.next();
  const left = flow.cancel("first");
  assert.is(again.length, 1);
  assert.ok(await pending(Promise.race([left, ...again])));
  closing.open();
  await Promise.all([left, ...again]);
  assert.is(numbers.released, 1);
});

test("what cancel() during cancel() is told is what the first one is told (P4)", async () => {
  const again: Promise<unknown>[] = [];
  const numbers = new Numbers({
    return: () => {
      again.push(failure(flow.cancel("again")), flow.next());
      throw "In return()";
    },
  });
  const flow: Flow<number> = pipeline(numbers);
  await flow.next();
  assert.is(await failure(flow.cancel("first")), "In return()");
  assert.equal(await Promise.all(again), ["In return()", end]);
});

test("next() calls that wait are told nothing before the source is released (P4)", async () => {
  const log: string[] = [];
  const numbers = new AsyncNumbers({
    next: never,
    return: () => {
      log.push("released");
      return never();
    },
  });
  const flow = pipeline(numbers);
  const next = flow.next().then(() => log.push("told"));
  await flow.cancel();
  await next;
  assert.equal(log, ["released", "told"]);
});

test("a chain too long for the call stack fails, and does not hang (P3)", async () => {
  let stage: Stage<number, number> = drop(0);
  for (let power = 0; power < 18; power++) stage = compose(stage, stage);
  const [read, left] = [pipeline([1], stage), pipeline([1], stage)];
  const [first, second] = [read.next(), read.next()];
  assert.match((await failure<Error>(first)).name, /^(Range|Internal)Error$/); // the latter in SpiderMonkey
  assert.equal([await second, await read.next()], [end, end]);
  await left.cancel();
  assert.equal(await left.next(), end);
  assert.is(await failure(pipeline([1], stage, { signal: AbortSignal.abort("enough") }).next()), "enough");
});

test("a flow that is over holds on to nothing of its pipeline", async () => {
  const flows = [pipeline([1]), pipeline([1]), pipeline([1], map(() => Promise.reject("broken")))];
  const links = flows.map((flow) => Reflect.get(flow, "link"));
  await flows[0]?.run();
  await flows[1]?.cancel();
  await failure(flows[2]?.run() as Promise<number>);
  for (const [index, flow] of flows.entries()) {
    const nothing: Link<never> = Reflect.get(flow, "link");
    assert.is.not(nothing, links[index]);
    assert.is(nothing.poll(), END);
    assert.is(nothing.stop({ reason: undefined, failed: false }), undefined);
  }
});

test("a flow that nobody can add fields to runs with a signal as well", async () => {
  const { signal } = new AbortController();
  const flow = Object.seal(pipeline([1, 2], map((n) => n + 1), { signal }));
  assert.equal(await flow.toArray(), [2, 3]);
});

test.run();
