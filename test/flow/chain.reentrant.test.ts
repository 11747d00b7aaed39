// What the functions of a pipeline do to the pipeline that calls them.
import { filter, type Flow, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { got } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("chain re-entrant");

const end = { done: true, value: undefined };
/** How a stage's function may go on after it has asked its own flow for more. */
const goingOn: Record<string, (value: number) => unknown> = {
  "gives its result": (value) => value,
  "gives its result later": (value) => Promise.resolve(value),
};

for (const [way, goOn] of Object.entries(goingOn)) {
  test(`a next() that a function calls is answered after the one that runs, if it ${way} (C19)`, async () => {
    const inner: Promise<unknown>[] = [];
    const flow: Flow<unknown> = pipeline(
      [1, 2, 3],
      map((n) => {
        if (n === 1) inner.push(flow.next(), flow.next());
        return goOn(n);
      }),
    );
    assert.equal(await flow.next(), got(1));
    assert.equal(await Promise.all(inner), [got(2), got(3)]);
  });
}

test("an error is told to the next() that runs, and not to the one that its function has called (C19, P3)", async () => {
  for (const fail of [() => Promise.reject("broken"), thrower("broken")]) {
    let inner: Promise<unknown> | undefined;
    const flow: Flow<unknown> = pipeline(
      [1, 2],
      map(() => {
        inner ??= flow.next();
        return fail();
      }),
    );
    assert.is(await failure(flow.next()), "broken");
    assert.equal(await inner, end);
  }
});

function thrower(error: unknown): () => never {
  return () => {
    throw error;
  };
}

test("the end is told to the next() that runs and to the one that its function has called (C19)", async () => {
  const inner: Promise<unknown>[] = [];
  const flow: Flow<unknown> = pipeline([1], filter(() => inner.push(flow.next()) === 0));
  assert.equal([await flow.next(), ...await Promise.all(inner)], [end, end]);
});

test("a next() that a function or a generator calls during an operation waits for its end (P1)", async () => {
  for (const asks of ["function", "generator"]) {
    const asked: Promise<unknown>[] = [];
    const ask = (n: number, who: string) => {
      if (n === 1 && asks === who) asked.push(flow.next());
      return n;
    };
    const source = function* () {
      for (const n of [1, 2, 3]) yield ask(n, "generator");
    };
    const flow: Flow<number> = pipeline(source(), map((n) => ask(n, "function")));
    assert.equal(await flow.toArray(), [1, 2, 3]);
    assert.equal(await Promise.all(asked), [end]);
  }
});

test("an operation that a function begins gets the values from the next one on (P1)", async () => {
  let rest: Promise<unknown> | undefined;
  const flow: Flow<number> = pipeline(
    [1, 2, 3],
    map((n) => {
      rest ??= flow.toArray();
      return n;
    }),
  );
  assert.equal(await flow.next(), got(1));
  assert.equal(await rest, [2, 3]);
});

test("forEach() may take values for itself: they come after it (P1)", async () => {
  const asked: Promise<unknown>[] = [];
  const flow = pipeline([1, 2, 3]);
  await flow.forEach((n) => void asked.push(n === 1 ? flow.next() : Promise.resolve(n)));
  assert.equal(await Promise.all(asked), [end, 2, 3]);
});

test("a function may give its flow away: the new owner goes on with the next value (P1)", async () => {
  let outer: Flow<number> | undefined;
  const asked: Promise<unknown>[] = [];
  const flow: Flow<number> = pipeline(
    function* () {
      yield* [1, 2, 3];
    }(),
    map((n) => {
      if (n === 1) {
        outer = flow.pipe(map((value) => value * 10));
        asked.push(outer.next());
      }
      return n;
    }),
  );
  assert.equal(await flow.next(), got(1));
  assert.not(await pending(Promise.all(asked)));
  assert.equal(await Promise.all(asked), [got(20)]);
  assert.equal(await outer?.toArray(), [30]);
});

test("a generator may give away the flow that it feeds: the new owner gets what comes after (P1)", async () => {
  let outer: Flow<number> | undefined;
  const asked: Promise<unknown>[] = [];
  const source = function* () {
    outer = flow.pipe(map((value) => value * 10));
    asked.push(outer.next());
    yield* [1, 2, 3];
  };
  const flow: Flow<number> = pipeline(source());
  assert.equal(await flow.next(), got(1));
  assert.equal(await Promise.all(asked), [got(20)]);
  assert.equal(await outer?.toArray(), [30]);
});

test.run();
