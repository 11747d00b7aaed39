// Leaving while a source is silent: at once, whatever the source does about it. P4.
import * as assert from "uvu/assert";
import { type Channel, channel, type Flow, type Source } from "sluice";
import { failure } from "../../support/failure.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending } from "../../support/test.ts";
import { calm, eventually, type Fact, flowOf, isGreedy, numbers, type StageKind } from "./stage.kinds.ts";
import { asyncIterable, plainAsync, Script, type SourceKind, sourceKinds } from "./stage.sources.ts";

const end = { done: true, value: undefined };
const broken = new Error("The consumer broke");
const never = new Promise<never>(() => {});

/** Its `return()` is never answered, like that of an async generator that waits for something itself. */
const stubborn: SourceKind = {
  ...plainAsync,
  title: "an async iterable that ignores return()",
  from: (script) => ({
    [Symbol.asyncIterator]() {
      script.opened++;
      return {
        next: () => Promise.resolve(script.next() ?? never),
        return() {
          script.release();
          return never;
        },
      };
    },
  }),
};

/** Its `return()` fails, when nobody listens any more. */
const failing: SourceKind = {
  ...plainAsync,
  title: "an async iterable whose return() fails",
  from: (script) => ({
    [Symbol.asyncIterator]() {
      script.opened++;
      return {
        next: () => Promise.resolve(script.next() ?? never),
        return() {
          script.release();
          return Promise.reject(new Error("Nobody hears of it"));
        },
      };
    },
  }),
};

const silentKinds = [...sourceKinds.filter(({ silent }) => silent), stubborn, failing];

interface Way {
  /** Leaves a flow of which somebody waits for a value. */
  readonly leave: (flow: Flow<unknown>, controller: AbortController) => Promise<unknown>;
  /** What the one who waits gets. */
  readonly outcome: unknown;
}

const ways: Record<string, Way> = {
  "return()": { leave: (flow) => flow.return(), outcome: end },
  "cancel()": { leave: (flow) => flow.cancel("enough"), outcome: end },
  "asyncDispose": { leave: (flow) => flow[Symbol.asyncDispose](), outcome: end },
  "throw()": { leave: (flow) => failure(flow.throw(broken)), outcome: broken },
  "an abort": {
    leave(_, controller) {
      controller.abort(broken);
      return Promise.resolve();
    },
    outcome: broken,
  },
};

export function waitingFacts(fact: Fact, kind: StageKind): void {
  for (const [way, { leave, outcome }] of Object.entries(ways)) {
    /** Leaves while `next()` waits, and asserts that all settle at once. */
    const leaveWaiting = async (source: Source<unknown>, message: string, slow = false) => {
      const watched = watchedSignal();
      const flow = flowOf(kind, source, { signal: watched.signal });
      const waiting = [flow.next(), flow.next(), flow.next()];
      await calm();
      assert.ok(await pending(Promise.race(waiting)), message);
      const left = leave(flow, watched.controller);
      const settled = Promise.allSettled([left, ...waiting]);
      if (slow) await calm();
      assert.not(await pending(settled, 100), `${message}: somebody waits`);
      const answers = (await settled).slice(1).map((each) => each.status === "rejected" ? each.reason : each.value);
      assert.equal(answers, [outcome, end, end], message);
      assert.equal(await flow.next(), end, message);
      await calm();
      assert.is(watched.listeners, 0, message);
    };

    fact(`${way} while a next() waits settles at once, and releases a source of any kind, once (P4)`, async () => {
      for (const { title, from, slow } of silentKinds) {
        const script = new Script([], "silence");
        await leaveWaiting(from(script), title, slow);
        assert.is(script.released, 1, title);
        assert.is(script.ended, 0, title);
      }
    });

    fact(`${way} while a next() waits leaves a channel open, and nobody waits on it (P4)`, async () => {
      const silent = channel<unknown>();
      await leaveWaiting(silent, "a channel");
      assert.is(silent.stats.waitingReceivers, 0);
      assert.not(silent.closed);
      const received = silent.receive();
      await silent.send(1);
      assert.equal(await received, { done: false, value: 1 });
    });
  }

  fact("leaving after some values, whether the next one is awaited or not, settles at once (P4)", async (timers) => {
    for (const { title, from, slow } of silentKinds.filter((each) => each !== stubborn && each !== failing)) {
      for (const { leave } of Object.values(ways)) {
        const script = new Script(numbers(7), "silence");
        const controller = new AbortController();
        const flow = flowOf(kind, from(script), { signal: controller.signal });
        await eventually(flow.next(), timers);
        const settled = Promise.allSettled([flow.next(), leave(flow, controller)]);
        if (slow) await calm();
        assert.not(await pending(settled, 100), title);
        await calm();
        script.assertLetGo(title);
      }
    }
  });

  fact(
    "leaving while it holds some values, and one is awaited, settles at once, and leaves no timer (P4, T2)",
    async (timers) => {
      for (const { leave, outcome } of Object.values(ways)) {
        for (const source of [asyncIterable(new Script([1, 2], "silence")), holding(1, 2)]) {
          const controller = new AbortController();
          const flow = flowOf(kind, source, { signal: controller.signal });
          assert.is(timers.armed, 0);
          const answers = Promise.allSettled(numbers(4).map(() => flow.next()));
          await calm();
          assert.ok(await pending(answers));
          if (kind.timed) assert.is(timers.armed, 1);
          const settled = Promise.all([answers, leave(flow, controller)]);
          assert.not(await pending(settled, 100));
          assert.is(timers.armed, 0);
          const all = (await answers).map((each) => each.status === "rejected" ? each.reason : each.value);
          const over = all.filter((each) => each === outcome || each.done);
          assert.equal(over, [outcome, ...over.slice(1).map(() => end)]);
        }
      }
    },
  );

  fact("no timer is armed while nobody waits (T2)", async (timers) => {
    const flow = flowOf(kind, asyncIterable(new Script(numbers(20), "silence")));
    await eventually(flow.next(), timers);
    await calm();
    assert.is(timers.armed, 0);
    timers.pass(1000);
    await calm();
    assert.is(timers.armed, 0);
    await flow.return();
  });

  readingFacts(fact, kind);
}

function holding(...values: readonly unknown[]): Channel<unknown> {
  const ch = channel<unknown>(values.length);
  for (const value of values) ch.trySend(value);
  return ch;
}

/** Those who read to the end, and are cut short. */
function readingFacts(fact: Fact, kind: StageKind): void {
  const readings: Record<string, (flow: Flow<unknown>) => Promise<unknown>> = {
    "toArray()": (flow) => flow.toArray(),
    "run()": (flow) => flow.run(),
    "forEach()": (flow) => flow.forEach(() => {}),
    "reduce()": (flow) => flow.reduce((_, value) => value, 0 as unknown),
    "into()": (flow) => flow.into(channel<unknown>(20)),
  };

  for (const [reading, read] of Object.entries(readings)) {
    fact(
      `${reading} that waits rejects when the flow is cancelled or aborted: no part is taken for the whole (P4)`,
      async () => {
        for (const waits of [asyncIterable(new Script([1, 2], "silence")), channel<unknown>()]) {
          const flow = flowOf(kind, waits);
          const result = failure(read(flow));
          await calm();
          assert.ok(await pending(result));
          await flow.cancel(broken);
          assert.is(await result, broken);
        }
        const controller = new AbortController();
        const flow = flowOf(kind, channel<unknown>(), { signal: controller.signal });
        const result = failure(read(flow));
        await calm();
        controller.abort(broken);
        assert.is(await result, broken);
        const other = flowOf(kind, channel<unknown>());
        const cut = failure<Error>(read(other));
        await calm();
        await other.cancel();
        assert.is((await cut).name, "AbortError");
      },
    );
  }

  fact("into() whose sink is cancelled while the source is silent stops the pipeline at once (P4)", async () => {
    for (const { title, from, slow } of silentKinds) {
      const script = new Script([], "silence");
      const sink = channel<unknown>();
      const sent = failure<Error>(flowOf(kind, from(script)).into(sink));
      await calm();
      sink.cancel(broken);
      if (slow) await calm();
      assert.not(await pending(sent, 100), title);
      assert.is((await sent).cause, broken, title);
      await calm();
      assert.is(script.released, 1, title);
    }
  });

  if (isGreedy(kind)) return;

  fact("values that come while somebody waits reach them, one after the other", async () => {
    const ch = channel<unknown>();
    const flow = flowOf(kind, ch);
    const both = Promise.all([flow.next(), flow.next()]);
    for (const value of numbers(20)) {
      await ch.send(value);
      await calm();
      if (!await pending(both)) break;
    }
    const results = await both;
    assert.equal(results.map(({ done }) => done), [false, false]);
    assert.equal(await flow.return(), end);
    assert.is(ch.stats.waitingReceivers, 0);
  });
}
