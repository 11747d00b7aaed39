// Who is served when, and what everyone is told.
import { channel, map, pipeline, type Source } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { got } from "../support/reading.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("chain");

const end = { done: true, value: undefined };
/** Sources of 0, 1, 2 that answer at once, later, and when they are fed. */
const sources: Record<string, () => Source<number>> = {
  synchronous: () => [0, 1, 2],
  asynchronous: () => new AsyncNumbers({ count: 3 }),
  channel: () => {
    const ch = channel<number>();
    ch.sendAll([0, 1, 2]).then(() => ch.close());
    return ch;
  },
};

for (const [kind, source] of Object.entries(sources)) {
  test(`concurrent next() calls are answered in order, then with the end: ${kind} source (C19)`, async () => {
    const flow = pipeline(source(), map((n) => n));
    const asked = [flow.next(), flow.next(), flow.next(), flow.next(), flow.next()];
    const order: number[] = [];
    asked.forEach((next, index) => next.then(() => order.push(index)));
    assert.equal(await Promise.all(asked), [got(0), got(1), got(2), end, end]);
    await turn();
    assert.equal(order, [0, 1, 2, 3, 4]);
    assert.equal(await flow.next(), end);
  });

  test(`each next() and operation gets the values that are its turn: ${kind} source (P1)`, async () => {
    const flow = pipeline(source());
    const [first, rest, last] = [flow.next(), flow.toArray(), flow.next()];
    assert.equal([await first, await rest, await last], [got(0), [1, 2], end]);
  });
}

test("concurrent next() calls are answered in order when the work on the first takes longest (C19)", async () => {
  const gates = [gate(), gate(), gate()];
  const flow = pipeline([0, 1, 2], map((n) => gates[n]?.promise.then(() => n)));
  const asked = [flow.next(), flow.next(), flow.next()];
  gates[2]?.open();
  gates[1]?.open();
  assert.ok(await pending(Promise.race(asked)));
  gates[0]?.open();
  assert.equal(await Promise.all(asked), [0, 1, 2].map(got));
});

test("two loops may share a flow: each value goes to one of them, and a break ends both (P4)", async () => {
  const numbers = new AsyncNumbers();
  const flow = pipeline(numbers);
  const seen: number[] = [];
  const loop = async () => {
    for await (const value of flow) {
      seen.push(value);
      if (value === 6) break;
    }
  };
  await Promise.all([loop(), loop()]);
  assert.equal(seen.slice(0, 7), [0, 1, 2, 3, 4, 5, 6]);
  assert.is(numbers.released, 1);
});

test("those who wait behind a busy operation are served only after it (P1)", async () => {
  const { promise, open } = gate();
  const numbers = new Numbers({ count: 3 });
  const flow = pipeline(numbers);
  const busy = flow.forEach(() => promise);
  const next = flow.next();
  await turn();
  assert.is(numbers.pulled, 1);
  assert.ok(await pending(next));
  open();
  await busy;
  assert.equal(await next, end);
});

test("a failure is told to the first next() that waits; the others get the end (C19, P3)", async () => {
  const broken = new Error("broken");
  const { promise, fail } = gate();
  const flow = pipeline(new AsyncNumbers({ next: () => promise }));
  const [first, ...others] = [flow.next(), flow.next(), flow.next()];
  fail(broken);
  assert.is(await failure(first as Promise<unknown>), broken);
  assert.equal(await Promise.all(others), [end, end]);
  assert.equal(await flow.next(), end);
});

test("a failure of undefined is a failure (P3)", async () => {
  const flow = pipeline(new AsyncNumbers({ next: () => Promise.reject() }));
  assert.is(await failure(flow.next()), undefined);
  assert.equal(await flow.next(), end);
});

test("an operation behind a next() that was told of the failure fails, too: nothing is not the whole (P3)", async () => {
  const { promise, fail } = gate();
  const flow = pipeline(new AsyncNumbers({ next: () => promise }));
  const asked = [flow.next(), flow.toArray()];
  const errors = Promise.all(asked.map((one) => failure(one)));
  fail("broken");
  assert.equal(await errors, ["broken", "broken"]);
});

test("a failure is told once everything has stopped (P3)", async () => {
  const releasing = gate();
  const numbers = new AsyncNumbers({ return: () => releasing.promise });
  const flow = pipeline(
    numbers,
    map(() => {
      throw "broken";
    }),
  );
  const [failing, behind] = [flow.next(), flow.next()];
  assert.ok(await pending(Promise.race([failing, behind])));
  const late = flow.next();
  assert.ok(await pending(late));
  releasing.open();
  assert.is(await failure(failing), "broken");
  assert.equal([await behind, await late], [end, end]);
});

test("leaving ends the next() calls that wait once everything has stopped (C19, P4)", async () => {
  const working = gate<number>();
  const flow = pipeline([1, 2], map(() => working.promise));
  const asked = [flow.next(), flow.next()];
  const left = flow.return();
  const late = flow.next();
  assert.ok(await pending(Promise.race([...asked, left, late])));
  working.open(1);
  assert.equal(await Promise.all([...asked, left, late]), [end, end, end, end]);
});

test("leaving while the source is silent ends the next() calls at once (C19, P4)", async () => {
  const flow = pipeline(new AsyncNumbers({ next: never }), map((n) => n));
  const asked = [flow.next(), flow.next()];
  const left = flow.return();
  assert.not(await pending(Promise.all([...asked, left]), 5));
});

test("cancel() after a failure that nobody was told of forgets it, and so does throw() (P4)", async () => {
  for (
    const leave of [(flow: AsyncGenerator) => flow.return(0), (flow: AsyncGenerator) => failure(flow.throw("mine"))]
  ) {
    const controller = new AbortController();
    const flow = pipeline([1, 2], { signal: controller.signal });
    await flow.next();
    controller.abort("nobody hears");
    await leave(flow as unknown as AsyncGenerator);
    assert.equal(await flow.next(), end);
  }
});

test("an error in the operation of a flow stops the pipeline before the operation rejects (P3)", async () => {
  const releasing = gate();
  const numbers = new AsyncNumbers({ return: () => releasing.promise });
  const failing = pipeline(numbers).forEach(() => Promise.reject("broken"));
  assert.ok(await pending(failing));
  assert.is(numbers.released, 1);
  releasing.open();
  assert.is(await failure(failing), "broken");
});

test.run();
