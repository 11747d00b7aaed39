// Leaving early: whichever way, the source is let go of exactly once, and nothing is left behind. P4.
import * as assert from "uvu/assert";
import { type Channel, channel, drop, type Flow, map, pipeline, take, tap } from "sluice";
import { failure } from "../../support/failure.ts";
import { AsyncNumbers, Numbers } from "../../support/numbers.ts";
import { watchedSignal } from "../../support/signals.ts";
import type { FakeTimers } from "../../support/timers.ts";
import { calm, eventually, type Fact, flowOf, isGreedy, numbers, type StageKind } from "./stage.kinds.ts";
import { asyncIterable, Script, sourceKinds } from "./stage.sources.ts";

const end = { done: true, value: undefined };
const broken = new Error("The consumer broke");

/** A way to leave a flow after its first value. What it gives is the error that the consumer sees, if there is one. */
type Leave = (flow: Flow<unknown>, timers: FakeTimers, controller: AbortController) => Promise<unknown>;

const ways: Record<string, { readonly leave: Leave; readonly error?: unknown }> = {
  "break": {
    async leave(flow, timers) {
      const loop = async () => {
        for await (const _ of flow) break;
      };
      await eventually(loop(), timers);
    },
  },
  "a loop whose body throws": {
    leave(flow, timers) {
      const loop = async () => {
        for await (const _ of flow) throw broken;
      };
      return eventually(failure(loop()), timers);
    },
    error: broken,
  },
  "return()": {
    async leave(flow, timers) {
      await eventually(flow.next(), timers);
      assert.equal(await flow.return(), end);
    },
  },
  "cancel()": {
    async leave(flow, timers) {
      await eventually(flow.next(), timers);
      assert.is(await flow.cancel("enough"), undefined);
    },
  },
  "await using": {
    async leave(flow, timers) {
      await using owned = flow;
      await eventually(owned.next(), timers);
    },
  },
  "throw()": {
    async leave(flow, timers) {
      await eventually(flow.next(), timers);
      return await failure(flow.throw(broken));
    },
    error: broken,
  },
  "forEach() whose function throws": {
    leave: (flow, timers) =>
      eventually(
        failure(flow.forEach(() => {
          throw broken;
        })),
        timers,
      ),
    error: broken,
  },
  "forEach() whose function rejects": {
    leave: (flow, timers) => eventually(failure(flow.forEach(() => Promise.reject(broken))), timers),
    error: broken,
  },
  "reduce() whose function throws": {
    leave: (flow, timers) =>
      eventually(
        failure(flow.reduce(() => {
          throw broken;
        }, 0)),
        timers,
      ),
    error: broken,
  },
  "into() whose sink is cancelled": {
    async leave(flow, timers) {
      const sink = channel<unknown>();
      const sent = failure<Error>(flow.into(sink));
      for (let round = 0; round < 50 && sink.stats.waitingSenders === 0; round++) {
        timers.pass(10);
        await calm();
      }
      sink.cancel(broken);
      return (await sent).cause;
    },
    error: broken,
  },
  "an abort between two pulls": {
    async leave(flow, timers, controller) {
      await eventually(flow.next(), timers);
      controller.abort(broken);
      await calm();
      return await failure(flow.next());
    },
    error: broken,
  },
  "an abort in the body of a loop": {
    leave(flow, timers, controller) {
      const loop = async () => {
        for await (const _ of flow) controller.abort(broken);
      };
      return eventually(failure(loop()), timers);
    },
    error: broken,
  },
};

export function leavingFacts(fact: Fact, kind: StageKind): void {
  for (const [way, { leave, error }] of Object.entries(ways)) {
    fact(`${way} lets go of a source of any kind, once; then comes the end (P4)`, async (timers) => {
      for (const { title, from } of sourceKinds) {
        const script = new Script(numbers(20), "silence");
        const { controller, signal } = watchedSignal();
        const flow = flowOf(kind, from(script), { signal });
        assert.is(await leave(flow, timers, controller), error, title);
        await calm();
        script.assertLetGo(title);
        if (!isGreedy(kind)) assert.is(script.released, 1, title);
        const { pulled } = script;
        for (let round = 0; round < 3; round++) assert.equal(await flow.next(), end, title);
        assert.is(script.pulled, pulled, title);
      }
    });

    fact(`${way} leaves a channel open, with what was not taken in it and nobody waiting (P4)`, async (timers) => {
      for (const ch of [await filled(), fed()]) {
        const { controller, signal } = watchedSignal();
        const flow = flowOf(kind, ch, { signal });
        assert.is(await leave(flow, timers, controller), error);
        await calm();
        await assertShared(ch);
      }
    });

    fact(
      `${way} leaves nothing on the signal and no timer, also when the signal aborts later (P4, C15)`,
      async (timers) => {
        const watched = watchedSignal();
        const flow = flowOf(kind, asyncIterable(new Script(numbers(20), "silence")), { signal: watched.signal });
        const left = leave(flow, timers, watched.controller);
        assert.is(watched.listeners, 1);
        await left;
        await calm();
        assert.is(watched.listeners, 0);
        assert.is(timers.armed, 0);
        watched.controller.abort("too late");
        assert.equal(await flow.next(), end);
      },
    );
  }

  belowFacts(fact, kind);
}

/** Stages below it that stop it. */
function belowFacts(fact: Fact, kind: StageKind): void {
  fact(
    "a stage below that has enough lets go of a source of any kind, once, without being asked again (P4)",
    async (timers) => {
      for (const { title, from } of sourceKinds) {
        const script = new Script(numbers(20), "silence");
        const flow = flowOf(kind, from(script)).pipe(take(1));
        assert.not((await eventually(flow.next(), timers)).done, title);
        await calm();
        script.assertLetGo(title);
        if (!isGreedy(kind)) assert.is(script.released, 1, title);
        assert.equal(await flow.next(), end, title);
      }
    },
  );

  fact(
    "a source that leaves the pipeline when it is asked is not asked again, whatever is below (P4)",
    async (timers) => {
      for (const Kind of [Numbers, AsyncNumbers]) {
        let left: Promise<void> | undefined;
        const source = new Kind({ next: (index) => void (index === 1 && (left = flow.cancel())) });
        const flow: Flow<unknown> = pipeline(source, kind.make?.() ?? tap(() => {}), drop(Infinity));
        assert.equal(await eventually(flow.next(), timers), end);
        await left;
        assert.equal([source.pulled, source.released], [2, 1]);
      }
    },
  );

  fact("a stage below that fails lets go of a source of any kind, once (P3)", async (timers) => {
    const fail = map(() => {
      throw broken;
    });
    for (const { title, from } of sourceKinds) {
      const script = new Script(numbers(20), "silence");
      const flow = flowOf(kind, from(script)).pipe(fail);
      assert.is(await eventually(failure(flow.next()), timers), broken, title);
      assert.equal(await flow.next(), end, title);
      await calm();
      script.assertLetGo(title);
      if (!isGreedy(kind)) assert.is(script.released, 1, title);
    }
  });
}

async function filled(): Promise<Channel<unknown>> {
  const ch = channel<unknown>(20);
  await ch.sendAll(numbers(20));
  return ch;
}

/** Its values wait for their receivers. */
function fed(): Channel<unknown> {
  const ch = channel<unknown>();
  ch.sendAll(numbers(20)).catch(() => {});
  return ch;
}

/** Nobody waits on it, it is open, and what it gave is all that is missing. */
async function assertShared(ch: Channel<unknown>): Promise<void> {
  const { received } = ch.stats;
  assert.is(ch.stats.waitingReceivers, 0);
  assert.not(ch.closed);
  const rest: unknown[] = [];
  while (received + rest.length < 20) rest.push((await ch.receive()).value);
  assert.equal(rest, numbers(20).slice(received));
}
