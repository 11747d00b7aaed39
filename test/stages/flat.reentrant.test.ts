// The sources inside a flatMap use the flow that reads them, and what stops it.
import * as assert from "uvu/assert";
import { flatMap, type Flow, map, pipeline, type Source } from "sluice";
import { every, upTo } from "../support/crowds.ts";
import { Driven, naturals } from "../support/driven.ts";
import { Jobs, rest } from "../support/jobs.ts";
import { pending, suite, ticks } from "../support/test.ts";

const test = suite("flat: re-entrant");
const broken = new Error("broken");
const end = { done: true, value: undefined };
const got = <T>(value: T) => ({ done: false, value });

/** Sources of 0, 1 and 2 that act before they give 1, or before they fail or end instead. */
const sources: Record<string, (act: () => void, last: "value" | "end" | "error") => Source<number>> = {
  "a generator": function* (act, last) {
    yield 0;
    act();
    if (last === "error") throw broken;
    if (last === "value") yield* [1, 2];
  },
  "an async generator": async function* (act, last) {
    yield 0;
    await ticks(3);
    act();
    if (last === "error") throw broken;
    if (last === "value") yield* [1, 2];
  },
  "a flow": (act, last) =>
    pipeline(
      Driven.of(...upTo(last === "end" ? 1 : 3)),
      map((n) => {
        if (n === 1) act();
        if (n === 1 && last === "error") throw broken;
        return n;
      }),
    ),
};

for (const [name, source] of Object.entries(sources)) {
  test(`a source that asks for more is answered after those who asked before: ${name} (P2)`, async () => {
    for (const { options } of every) {
      const asked: Promise<unknown>[] = [];
      const flow: Flow<number> = pipeline(
        [0],
        flatMap(() => source(() => asked.push(flow.next()), "value"), options()),
      );
      const all = [flow.next(), flow.next()];
      assert.equal(await Promise.all(all), [got(0), got(1)]);
      assert.equal(await Promise.all(asked), [got(2)]);
      assert.equal(await flow.next(), end);
    }
  });

  test(`a source that stops the flow is released, and other work is waited for: ${name} (P4)`, async () => {
    for (const { options } of every.filter(({ width }) => width > 1)) {
      for (const last of ["value", "end", "error"] as const) {
        if (name === "a flow" && last === "end") continue; // it has no moment to act in
        const jobs = new Jobs<Source<number>>(() => []);
        const reported: unknown[] = [];
        let left: Promise<void> | undefined;
        const stop = () => void (left = flow.cancel());
        const onError = (error: unknown) => reported.push(error);
        const flow: Flow<number> = pipeline(
          upTo(3),
          flatMap<number, number>((n, context) => n === 0 ? source(stop, last) : jobs.work(n, context), {
            ...options(),
            onError,
          }),
        );
        assert.equal(await flow.next(), got(0));
        await rest();
        const next = flow.next();
        await rest();
        assert.equal(jobs.aborted, [1, 2]);
        assert.ok(await pending(left as Promise<void>), `${name}, ${last}`);
        jobs.finish(1);
        assert.ok(await pending(left as Promise<void>), `${name}, ${last}`);
        jobs.finish(2);
        await left;
        assert.equal([await next, await flow.next(), reported], [end, end, []]);
      }
    }
  });
}

test("a source that stops the flow with its first value is released (P4)", async () => {
  for (const { options } of every) {
    for (const last of ["value", "end", "error"]) {
      const reported: unknown[] = [];
      let released = 0;
      const stopping = function* () {
        try {
          void flow.cancel();
          if (last === "error") throw broken;
          if (last === "value") yield 1;
        } finally {
          released++;
        }
      };
      const onError = (error: unknown) => reported.push(error);
      const flow: Flow<number> = pipeline(naturals(), flatMap(stopping, { ...options(), onError }));
      assert.equal([await flow.next(), await flow.next()], [end, end]);
      assert.equal([released, reported], [1, []]);
    }
  }
});

test("a function that stops the flow and gives a source all the same has that released (P3, P4)", async () => {
  for (const { options } of every) {
    for (const late of [false, true]) {
      const source = naturals();
      const fn = () => (void flow.cancel(), late ? ticks(5).then(() => source) : source);
      const flow: Flow<number> = pipeline(naturals(), flatMap(fn, options()));
      assert.equal([await flow.next(), await flow.next()], [end, end]);
      assert.equal([source.asked, source.returned], [0, 1]);
    }
  }
});

test("an inner flow that others cancel fails its item with the reason: nobody takes a part for the whole (P4, P6)", async () => {
  for (const { options } of every) {
    const reported: unknown[] = [];
    const onError = (error: unknown) => reported.push(error);
    const inner = pipeline(naturals());
    const flow = pipeline([inner], flatMap((source) => source, { ...options(), onError }));
    assert.equal(await flow.next(), got(0));
    await inner.cancel("enough");
    assert.equal([await flow.next(), reported], [end, ["enough"]]);
  }
});

test.run();
