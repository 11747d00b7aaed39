// Errors of the source: they pass on once, after all that came before, and let go of everything. P3.
import * as assert from "uvu/assert";
import { channel, type Flow, type Sender } from "sluice";
import { failure } from "../../support/failure.ts";
import { assertGivenBefore, calm, type Fact, flowOf, numbers, type StageKind } from "./stage.kinds.ts";
import { asyncIterable, Script, sourceKinds } from "./stage.sources.ts";
import { watchedSignal } from "../../support/signals.ts";

const end = { done: true, value: undefined };

export function failingFacts(fact: Fact, kind: StageKind): void {
  const values = numbers(3);

  fact(
    "an error of a source of any kind passes on once, after the values before it; then comes the end (P3)",
    async () => {
      for (const { title, from } of sourceKinds) {
        const error = new Error("The source broke");
        const script = new Script(values, { error });
        const flow = flowOf(kind, from(script));
        const { came, thrown } = await readUntilError(flow);
        assert.is(thrown, error, title);
        assertGivenBefore(kind, came, values);
        for (let round = 0; round < 3; round++) assert.equal(await flow.next(), end, title);
        await calm();
        script.assertLetGo(title);
      }
    },
  );

  fact("an error before the first value is all that comes (P3)", async () => {
    for (const { title, from } of sourceKinds) {
      const error = new Error("The source broke");
      const script = new Script([], { error });
      const flow = flowOf(kind, from(script));
      assert.is(await failure(flow.next()), error, title);
      assert.equal(await flow.next(), end, title);
      await calm();
      script.assertLetGo(title);
    }
  });

  fact("whatever is thrown passes on as it is, if it is undefined or a promise (P3)", async () => {
    const rejected = Promise.reject(new Error("Nobody looks at it"));
    rejected.catch(() => {});
    for (const error of [undefined, null, 0, NaN, "", "text", {}, rejected, { then: () => assert.unreachable() }]) {
      for (const read of [(flow: Flow<unknown>) => flow.toArray(), (flow: Flow<unknown>) => flow.next()]) {
        const thrown = await read(flowOf(kind, asyncIterable(new Script([], { error })))).then(
          () => assert.unreachable("It did not reject") as never,
          (thrown) => [thrown],
        );
        assert.ok(Object.is(thrown[0], error), String(error));
      }
    }
  });

  fact("the close error of a channel passes on, after what it holds (P3)", async () => {
    const error = new Error("The sender broke");
    const full = channel<unknown>(3);
    await full.sendAll(values);
    full.close(error);
    const { came, thrown } = await readUntilError(flowOf(kind, full));
    assert.is(thrown, error);
    assertGivenBefore(kind, came, values);

    const silent = channel<unknown>();
    const next = failure(flowOf(kind, silent).next());
    silent.close(error);
    assert.is(await next, error);
  });

  fact("of concurrent next() calls one gets the error, after the values; the others get the end (P3)", async () => {
    for (const hops of [0, 7]) {
      const error = new Error("The source broke");
      const script = new Script(values, { error });
      const flow = flowOf(kind, asyncIterable(script, hops));
      const settled = await Promise.allSettled(numbers(8).map(() => flow.next()));
      const results = settled.map((each) => each.status === "rejected" ? each.reason : each.value);
      const place = results.indexOf(error);
      assert.is(results.filter((result) => result === error).length, 1);
      assertGivenBefore(kind, results.slice(0, place).map(({ value }) => value), values);
      assert.equal(results.slice(place + 1), results.slice(place + 1).map(() => end));
    }
  });

  fact("whichever way it is read, the reading fails with the error (P3)", async () => {
    const readings: ((flow: Flow<unknown>) => Promise<unknown>)[] = [
      (flow) => flow.toArray(),
      (flow) => flow.run(),
      (flow) => flow.forEach(() => {}),
      (flow) => flow.reduce((_, value) => value, 0 as unknown),
      (flow) => flow.pipe().run(),
    ];
    for (const read of readings) {
      const error = new Error("The source broke");
      const script = new Script(values, { error });
      const flow = flowOf(kind, asyncIterable(script));
      assert.is(await failure(read(flow)), error);
      script.assertLetGo(read.toString());
    }
  });

  fact("an error closes the sink of into(), after what came before (P3)", async () => {
    const error = new Error("The source broke");
    const sink = channel<unknown>(20);
    assert.is(await failure(flowOf(kind, asyncIterable(new Script(values, { error }))).into(sink)), error);
    const came: unknown[] = [];
    assert.is(
      await failure((async () => {
        for await (const value of sink) came.push(value);
      })()),
      error,
    );
    assertGivenBefore(kind, came, values);
    const { closed } = sink as Sender<unknown>;
    assert.ok(closed);
  });

  fact("after an error nothing is left on the signal, and leaving changes nothing (P3, C15)", async () => {
    const watched = watchedSignal();
    const script = new Script(values, { error: new Error("The source broke") });
    const flow = flowOf(kind, asyncIterable(script), { signal: watched.signal });
    await failure(flow.run());
    const before = { ...script };
    assert.equal(await flow.return(), end);
    await flow.cancel("too late");
    assert.equal(await flow.next(), end);
    assert.equal({ ...script }, before);
    await calm();
    assert.is(watched.listeners, 0);
    watched.controller.abort("too late");
    assert.equal(await flow.next(), end);
  });
}

async function readUntilError(flow: Flow<unknown>): Promise<{ came: unknown[]; thrown: unknown }> {
  const came: unknown[] = [];
  for (;;) {
    try {
      const result = await flow.next();
      if (result.done) return { came, thrown: "It has ended" };
      came.push(result.value);
    } catch (thrown) {
      return { came, thrown };
    }
  }
}
