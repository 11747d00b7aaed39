// How far it pulls: nothing before the first pull, and nothing ahead of what it says. P1.
import * as assert from "uvu/assert";
import { channel, type Flow } from "sluice";
import { failure } from "../../support/failure.ts";
import type { FakeTimers } from "../../support/timers.ts";
import { calm, eventually, type Fact, flowOf, isGreedy, numbers, type StageKind } from "./stage.kinds.ts";
import { plainAsync, Script, type SourceKind, sourceKinds } from "./stage.sources.ts";

/** Streams of the platform ask their own source when they please. */
const exact: readonly SourceKind[] = sourceKinds.filter(({ slow }) => !slow);

export function pullingFacts(fact: Fact, kind: StageKind): void {
  lazyFacts(fact, kind);
  if (!isGreedy(kind)) boundFacts(fact, kind);
}

function lazyFacts(fact: Fact, kind: StageKind): void {
  fact("nothing is opened or pulled before the first pull (P1)", async () => {
    for (const { title, from } of sourceKinds) {
      const script = new Script(numbers(20));
      const flow = flowOf(kind, from(script));
      flow[Symbol.asyncIterator]();
      const piped = flow.pipe();
      await calm();
      assert.is(script.opened, 0, title);
      assert.is(script.pulled, 0, title);
      await piped.cancel();
    }
  });

  fact("nobody waits on a channel before the first pull, and nothing is taken from it (P1)", async () => {
    const waiting = channel<unknown>();
    flowOf(kind, waiting);
    const full = channel<unknown>(3);
    await full.sendAll(numbers(3));
    flowOf(kind, full);
    await calm();
    assert.is(waiting.stats.waitingReceivers, 0);
    assert.is(full.size, 3);
  });

  const { working } = kind;
  if (working !== undefined) {
    fact("its function is not called before the first pull (P1)", async () => {
      const calls: unknown[] = [];
      const flow = flowOf({ ...kind, make: () => working.make((value) => calls.push(value)) }, numbers(20));
      await calm();
      assert.equal(calls, []);
      await flow.next();
      assert.is(calls[0], 1);
      await flow.cancel();
    });
  }

  fact(
    "a flow that is left before its first pull releases what was there already, opens nothing, calls nothing (P1, P4)",
    async () => {
      const error = new Error("Not wanted");
      const ways: ((flow: Flow<unknown>) => Promise<unknown>)[] = [
        (flow) => flow.return(),
        (flow) => flow.cancel("never"),
        (flow) => flow[Symbol.asyncDispose](),
        (flow) => failure(flow.throw(error)),
      ];
      for (const { title, live, from } of sourceKinds) {
        for (const leave of ways) {
          const script = new Script(numbers(20));
          const flow = flowOf(kind, from(script));
          await leave(flow);
          await calm();
          assert.is(script.opened, 0, title);
          assert.is(script.pulled, 0, title);
          assert.is(script.released, live ? 1 : 0, title);
          assert.equal(await flow.next(), { done: true, value: undefined });
        }
      }
    },
  );
}

function boundFacts(fact: Fact, kind: StageKind): void {
  const { per = 1, ahead = 0, cautious = false } = kind;
  const allowed = (asked: number) => asked * per + ahead;

  /** Asserts at each pull that it was allowed, by how many values have been asked for. */
  function watched(title: string, from: SourceKind["from"], count = 40) {
    const script = new Script(numbers(count));
    const state = { asked: 0 };
    let highest = 0;
    script.onPull = () => {
      highest = Math.max(highest, script.pulled - state.asked * per);
      if (script.pulled > allowed(state.asked)) {
        throw new Error(`${title}: pulled ${script.pulled} for ${state.asked} that were asked for`);
      }
    };
    return { state, script, source: from(script), highest: () => highest };
  }

  async function pullOne(flow: Flow<unknown>, timers: FakeTimers): Promise<void> {
    await eventually(flow.next(), timers);
    await calm();
  }

  fact("nothing is pulled beyond the bound at any moment, of a source of any kind (P1)", async (timers) => {
    for (const { title, from } of exact) {
      const { state, script, source, highest } = watched(title, from);
      const flow = flowOf(kind, source);
      for (let round = 0; round < 4; round++) {
        state.asked++;
        await pullOne(flow, timers);
      }
      if (!cautious && kind.gives === undefined) {
        assert.is(highest(), ahead, `${title}: it could pull more`);
        assert.is(script.pulled, Math.min(allowed(state.asked), 40), title);
      }
      await flow.cancel();
      assert.ok(script.pulled <= allowed(state.asked), title);
    }
  });

  fact("nothing is pulled beyond the bound for concurrent next() calls (P1)", async (timers) => {
    for (const { title, from } of exact) {
      const { state, script, source } = watched(title, from);
      const flow = flowOf(kind, source);
      const answers: Promise<unknown>[] = [];
      for (let round = 0; round < 4; round++) {
        state.asked++;
        answers.push(flow.next());
      }
      await eventually(Promise.all(answers), timers);
      await calm();
      assert.ok(script.pulled <= allowed(4), title);
      await flow.cancel();
    }
  });

  fact("nothing is pulled beyond the bound in a loop (P1)", async () => {
    for (const { title, from } of exact) {
      const { state, script, source } = watched(title, from, 30);
      state.asked++;
      for await (const _ of flowOf(kind, source)) {
        await calm();
        assert.ok(script.pulled <= allowed(state.asked), title);
        state.asked++;
      }
    }
  });

  fact("nothing is taken from a channel beyond the bound (P1)", async (timers) => {
    const full = channel<unknown>(40);
    await full.sendAll(numbers(40));
    const flow = flowOf(kind, full);
    for (let asked = 1; asked <= 4; asked++) {
      await pullOne(flow, timers);
      assert.ok(full.stats.received <= allowed(asked), `${full.stats.received} for ${asked}`);
    }
    await flow.cancel();
    assert.ok(full.stats.received <= allowed(4));
  });

  fact("a consumer who pulls no more stops all pulling (P1)", async (timers) => {
    const { state, script, source } = watched(plainAsync.title, plainAsync.from);
    const flow = flowOf(kind, source);
    state.asked++;
    await pullOne(flow, timers);
    const { pulled } = script;
    await calm();
    timers.pass(1);
    await calm();
    assert.is(script.pulled, pulled);
    await flow.cancel();
  });
}
