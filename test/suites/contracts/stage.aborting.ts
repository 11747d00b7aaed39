// The outer signal: already aborted, aborted by others, and not aborted at all. P4, C15.
import * as assert from "uvu/assert";
import { channel, type Flow } from "sluice";
import { failure } from "../../support/failure.ts";
import { watchedSignal } from "../../support/signals.ts";
import { calm, eventually, type Fact, flowOf, numbers, type StageKind } from "./stage.kinds.ts";
import { asyncIterable, Script, sourceKinds } from "./stage.sources.ts";

const end = { done: true, value: undefined };

export function abortingFacts(fact: Fact, kind: StageKind): void {
  fact("a signal that is already aborted: the first pull gets its reason, and nothing is opened (P4)", async () => {
    for (const { title, live, from } of sourceKinds) {
      const script = new Script(numbers(20));
      const { controller, signal } = watchedSignal();
      controller.abort("never");
      const flow = flowOf(kind, from(script), { signal });
      assert.is(await failure(flow.next()), "never", title);
      assert.equal(await flow.next(), end, title);
      await calm();
      assert.is(script.opened, 0, title);
      assert.is(script.pulled, 0, title);
      assert.is(script.released, live ? 1 : 0, title);
    }
  });

  fact("an abort before the first pull: that gets the reason, and nothing is opened (P4)", async () => {
    const { controller, signal } = watchedSignal();
    const script = new Script(numbers(20));
    const flow = flowOf(kind, asyncIterable(script), { signal });
    controller.abort("early");
    assert.is(await failure(flow.toArray()), "early");
    assert.is(script.opened, 0);
  });

  fact("every reading rejects with the reason of a signal that is already aborted (P4)", async () => {
    const readings: ((flow: Flow<unknown>) => Promise<unknown>)[] = [
      (flow) => flow.toArray(),
      (flow) => flow.run(),
      (flow) => flow.forEach(() => assert.unreachable()),
      (flow) => flow.reduce<unknown>(() => assert.unreachable(), 0),
      (flow) => flow.into(channel()),
      (flow) => flow.pipe().toArray(),
      async (flow) => {
        for await (const _ of flow) assert.unreachable();
      },
    ];
    const signal = AbortSignal.abort("never");
    for (const read of readings) {
      assert.is(await failure(read(flowOf(kind, numbers(20), { signal }))), "never", read.toString());
    }
  });

  fact(
    "nothing listens to a signal before the first pull, one while it runs, none after the end (P4, C15)",
    async () => {
      for (const { title, from } of sourceKinds) {
        const watched = watchedSignal();
        const flow = flowOf(kind, from(new Script(numbers(7))), { signal: watched.signal });
        assert.is(watched.listeners, 0, title);
        const result = flow.toArray();
        assert.ok(watched.listeners <= 1, title);
        await result;
        await calm();
        assert.is(watched.listeners, 0, title);
      }
    },
  );

  fact("a signal that is aborted after the end changes nothing (P4)", async () => {
    const { controller, signal } = watchedSignal();
    const script = new Script(numbers(7));
    const flow = flowOf(kind, asyncIterable(script), { signal });
    await flow.run();
    controller.abort("too late");
    assert.equal(await flow.next(), end);
    assert.equal(await flow.return(), end);
    script.assertLetGo("at the end");
  });

  fact(
    "a flow that is given on is stopped by its own signal, and by that of the pipeline it is given to (P4)",
    async (timers) => {
      for (const which of [0, 1]) {
        const controllers = [new AbortController(), new AbortController()];
        const [inner, outer] = controllers.map(({ signal }) => ({ signal }));
        const script = new Script(numbers(20), "silence");
        const flow = flowOf(kind, flowOf(kind, asyncIterable(script), inner), outer);
        await eventually(flow.next(), timers);
        controllers[which]?.abort("enough");
        await calm();
        assert.is(await failure(eventually(readToEnd(flow), timers)), "enough");
        assert.equal(await flow.next(), end);
        script.assertLetGo(`signal ${which}`);
      }
    },
  );
}

async function readToEnd(flow: Flow<unknown>): Promise<void> {
  while (!(await flow.next()).done);
}
