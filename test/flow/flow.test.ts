// What every flow promises as an iterator.
import { map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { got } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("flow");

const end = { done: true, value: undefined };
test("a flow is its own iterator, so that a loop goes on where another has stopped asking", async () => {
  const flow = pipeline([1, 2, 3]);
  assert.is(flow[Symbol.asyncIterator](), flow);
  assert.equal(await flow.next(), got(1));
  const rest: number[] = [];
  for await (const value of flow) rest.push(value);
  assert.equal(rest, [2, 3]);
});

test("a flow says what it is, and is no promise (C21)", () => {
  const flow = pipeline([]);
  assert.is(Object.prototype.toString.call(flow), "[object Flow]");
  assert.not("then" in flow);
});

test("a flow shows how far it is when it is printed (C24)", async () => {
  const working = gate<number>();
  const flow = pipeline([1, 2], map(() => working.promise));
  const printed = () => ["nodejs.util.inspect.custom", "Deno.customInspect"].map((name) => print(flow, name));
  assert.equal(printed(), ["Flow, not begun", "Flow, not begun"]);
  void flow.next();
  assert.equal(printed(), ["Flow, running", "Flow, running"]);
  const left = flow.cancel();
  assert.equal(printed(), ["Flow, stopping", "Flow, stopping"]);
  working.open(1);
  await left;
  assert.equal(printed(), ["Flow, ended", "Flow, ended"]);
});

function print(flow: object, name: string): string {
  return (Reflect.get(flow, Symbol.for(name)) as () => string).call(flow);
}

test("after its end a flow stays at its end (C19)", async () => {
  const flow = pipeline([1]);
  assert.equal(await flow.toArray(), [1]);
  for (let round = 0; round < 3; round++) assert.equal(await flow.next(), end);
  assert.equal(await flow.return(), end);
});

test("a flow that failed stays at its end (P3)", async () => {
  const flow = pipeline(
    [1, 2],
    map(() => {
      throw "broken";
    }),
  );
  assert.is(await failure(flow.next()), "broken");
  for (let round = 0; round < 3; round++) assert.equal(await flow.next(), end);
  await flow.cancel();
});

test("a loop over a flow throws what the pipeline fails with (P3)", async () => {
  const seen: number[] = [];
  const loop = async () => {
    const flow = pipeline([1, 2, 3], map((n) => n < 3 ? n : Promise.reject("broken")));
    for await (const value of flow) seen.push(value);
  };
  assert.is(await failure(loop()), "broken");
  assert.equal(seen, [1, 2]);
});

test("return() stops the pipeline and gives the end, asked or not (P4)", async () => {
  for (const asked of [true, false]) {
    const numbers = new Numbers();
    const flow = pipeline(numbers);
    if (asked) await flow.next();
    assert.equal(await flow.return(), end);
    assert.equal(await flow.next(), end);
    assert.is(numbers.released, asked ? 1 : 0);
  }
});

test("throw() stops the pipeline, and rejects with its error when it has stopped (P4)", async () => {
  const releasing = gate();
  const numbers = new AsyncNumbers({ return: () => releasing.promise });
  const flow = pipeline(numbers);
  await flow.next();
  const thrown = flow.throw("mine");
  assert.ok(await pending(thrown));
  assert.is(numbers.released, 1);
  releasing.open();
  assert.is(await failure(thrown), "mine");
  assert.equal(await flow.next(), end);
});

test("throw() aborts running work with its error (P4)", async () => {
  let reason: unknown;
  const working = gate();
  const flow = pipeline(
    [1],
    map((_, { signal }) => {
      signal.addEventListener("abort", () => {
        reason = signal.reason;
        working.open();
      });
      return working.promise;
    }),
  );
  const next = flow.next();
  assert.is(await failure(flow.throw("mine")), "mine");
  assert.is(reason, "mine");
  assert.is(await failure(next), "mine");
});

test("a next() that waits rejects with the error of throw(), the ones behind it end (P4)", async () => {
  const flow = pipeline(new AsyncNumbers({ next: never }));
  const asked = [flow.next(), flow.next()];
  const [thrown, first] = [failure(flow.throw("mine")), failure(asked[0] as Promise<unknown>)];
  assert.equal([await thrown, await first, await asked[1]], ["mine", "mine", end]);
});

test("throw() before the first pull, after the end, and of nothing, rejects with what it was given (P4)", async () => {
  const [fresh, ended, nothing] = [pipeline([1]), pipeline([1]), pipeline([1])];
  await ended.run();
  assert.is(await failure(fresh.throw("mine")), "mine");
  assert.is(await failure(ended.throw("mine")), "mine");
  assert.is(await failure(nothing.throw()), undefined);
  for (const flow of [fresh, ended, nothing]) assert.equal(await flow.next(), end);
});

test("throw() hides what releasing the source throws (P3)", async () => {
  const flow = pipeline(new AsyncNumbers({ return: () => Promise.reject("In return()") }));
  await flow.next();
  assert.is(await failure(flow.throw("mine")), "mine");
});

test("cancel() before the first pull, between pulls and after the end resolves with nothing (P4)", async () => {
  const [fresh, between, ended] = [pipeline([1, 2]), pipeline([1, 2]), pipeline([1, 2])];
  await between.next();
  await ended.run();
  for (const flow of [fresh, between, ended]) {
    assert.is(await flow.cancel("reason"), undefined);
    assert.equal(await flow.next(), end);
  }
});

test("cancel() tells running work its reason, or that it was aborted (P4)", async () => {
  for (const reason of ["enough", undefined]) {
    const reasons: unknown[] = [];
    const working = gate<number>();
    const flow = pipeline(
      [1],
      map((_, { signal }) => {
        signal.addEventListener("abort", () => reasons.push(signal.reason));
        return working.promise;
      }),
    );
    void flow.next();
    const left = flow.cancel(reason);
    working.open(1);
    await left;
    assert.is(reasons.length, 1);
    if (reason !== undefined) assert.equal(reasons, [reason]);
    else assert.is((reasons[0] as Error).name, "AbortError");
  }
});

test("the failure of work that was told to stop is not reported (P4)", async () => {
  const flow = pipeline(
    [1],
    map((_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      })
    ),
  );
  const next = flow.next();
  await flow.cancel("enough");
  assert.equal(await next, end);
});

test.run();
