import * as assert from "uvu/assert";
import { broadcast, channel, pipeline, select, selectLoop } from "sluice";
import { Abortable, OnAbort } from "../../../src/core/engine/abort.ts";
import { failure } from "../../support/failure.ts";
import { watchedSignal } from "../../support/signals.ts";
import { expectUncaught, suite, turn } from "../../support/test.ts";

const test = suite("abort");

/** Notes when it is aborted. */
class Noting extends Abortable {
  private readonly note: (reason: unknown) => void;

  constructor(note: (reason: unknown) => void) {
    super();
    this.note = note;
  }

  protected aborted(reason: unknown): void {
    this.note(reason);
  }
}

test("a thousand operations that wait on one signal keep one listener on it (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const [empty, full] = [channel<number>(), channel<number>()];
  const all: Promise<unknown>[] = [];
  for (let count = 0; count < 500; count++) {
    all.push(failure(empty.receive({ signal })), failure(full.send(count, { signal })));
  }
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  assert.ok((await Promise.all(all)).every((reason) => reason === "enough"));
  await turn();
  assert.is(watched.listeners, 0);
});

test("no listener is left a turn after the last operation was served (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const ch = channel<number>();
  const received = [ch.receive({ signal }), ch.receive({ signal })];
  await ch.sendAll([1, 2]);
  await Promise.all(received);
  await turn();
  assert.is(watched.listeners, 0);
});

test("no listener is left a turn after those who wait were ended, cancelled, or had no need to wait (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const [closed, cancelled, roomy] = [channel<number>(), channel<number>(), channel<number>(1)];
  const all: Promise<unknown>[] = [closed.receive({ signal }), failure(cancelled.send(1, { signal }))];
  await roomy.send(1, { signal });
  assert.is(watched.listeners, 1);
  closed.close();
  cancelled.cancel();
  await Promise.all(all);
  await turn();
  assert.is(watched.listeners, 0);
});

test("an operation that need not wait adds no listener (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const ch = channel<number>(2);
  await ch.send(1, { signal });
  await ch.sendAll([2], { signal });
  await ch.receive({ signal });
  await ch.receive({ signal });
  assert.is(watched.listeners, 0);
});

test("a loop of operations that wait keeps the one listener while it goes on (C15)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const ch = channel<number>();
  for (let value = 0; value < 100; value++) {
    const received = ch.receive({ signal });
    assert.is(watched.listeners, 1);
    ch.trySend(value);
    await received;
  }
  await turn();
  assert.is(watched.listeners, 0);
});

test("a signal can be waited on again after its listener was taken away (C15, C14)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const ch = channel<number>();
  const first = ch.receive({ signal });
  ch.trySend(1);
  await first;
  await turn();
  assert.is(watched.listeners, 0);
  const second = failure(ch.receive({ signal }));
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  assert.is(await second, "enough");
});

test("who comes back before the turn is over keeps the listener; an abort then reaches them (C15, C14)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const ch = channel<number>();
  const first = ch.receive({ signal });
  ch.trySend(1);
  await first;
  const second = failure(ch.receive({ signal }));
  await turn();
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  assert.is(await second, "enough");
});

test("signals do not get in each other's way (C14, C15)", async () => {
  const [one, other] = [watchedSignal(), watchedSignal()];
  const ch = channel<number>();
  const first = failure(ch.receive({ signal: one.signal }));
  const second = ch.receive({ signal: other.signal });
  one.controller.abort("enough");
  assert.is(await first, "enough");
  ch.trySend(1);
  assert.equal(await second, { done: false, value: 1 });
  await turn();
  assert.equal([one.listeners, other.listeners], [0, 0]);
});

test("an abort tells all who wait, in the order in which they came (C14)", () => {
  const controller = new AbortController();
  const told: string[] = [];
  const all = ["a", "b", "c", "d"].map((name) => new Noting((reason) => told.push(`${name}: ${reason}`)));
  for (const each of all) each.watch(controller.signal);
  all[1]?.unwatch();
  controller.abort("enough");
  assert.equal(told, ["a: enough", "c: enough", "d: enough"]);
});

test("unwatch() takes out whoever calls it, wherever they stand, once or more often (C14)", () => {
  for (const leaver of [0, 1, 2]) {
    const controller = new AbortController();
    const told: number[] = [];
    const all = [0, 1, 2].map((name) => new Noting(() => told.push(name)));
    for (const each of all) each.watch(controller.signal);
    all[leaver]?.unwatch();
    all[leaver]?.unwatch();
    controller.abort();
    assert.equal(told, [0, 1, 2].filter((name) => name !== leaver));
  }
});

test("one who is told may take others out, who are then not told (C14)", () => {
  const controller = new AbortController();
  const told: string[] = [];
  const second = new Noting(() => told.push("second"));
  const first = new Noting(() => {
    told.push("first");
    second.unwatch();
  });
  first.watch(controller.signal);
  second.watch(controller.signal);
  controller.abort();
  assert.equal(told, ["first"]);
});

test("an aborted send that held others up lets in nobody who is aborted with it (C14)", async () => {
  const ch = channel<number>();
  const controller = new AbortController();
  const { signal } = controller;
  const sent = [1, 2, 3].map((value) => failure(ch.send(value, { signal })));
  const kept = ch.send(4);
  controller.abort("enough");
  assert.equal(await Promise.all(sent), ["enough", "enough", "enough"]);
  assert.equal(await ch.receive(), { done: false, value: 4 });
  await kept;
});

test("what nobody can add fields to waits on a signal as well", async () => {
  const { signal } = new AbortController();
  const numbers = channel<number>();
  const loop = Object.preventExtensions(selectLoop({ numbers }, { signal }));
  const hit = loop.next();
  await numbers.send(1);
  assert.is((await hit).value?.value, 1);
});

/** A signal by shape, which throws when its listeners come or go. */
function hostileSignal(throwing: "addEventListener" | "removeEventListener", error: unknown): AbortSignal {
  const { signal } = new AbortController();
  return {
    aborted: false,
    reason: undefined,
    addEventListener: signal.addEventListener.bind(signal),
    removeEventListener: signal.removeEventListener.bind(signal),
    [throwing]() {
      throw error;
    },
  } as unknown as AbortSignal;
}

test("an operation whose signal cannot be listened to rejects with what that threw, and leaves its line (C14)", async () => {
  const broken = new Error("broken");
  const signal = hostileSignal("addEventListener", broken);
  const ch = channel<number>();
  for (let round = 0; round < 2; round++) {
    assert.is(await failure(ch.receive({ signal })), broken);
    assert.is(ch.stats.waitingReceivers, 0);
    assert.is(await failure(ch.send(1, { signal })), broken);
    assert.is(ch.stats.waitingSenders, 0);
    assert.is(await failure(select({ ch }, { signal })), broken);
    await turn();
  }
});

test("a flow and a subscriber leave when their signal cannot be listened to (P4, K3)", async () => {
  const broken = new Error("broken");
  const signal = hostileSignal("addEventListener", broken);
  const jobs = channel<number>();
  assert.is(await failure(pipeline(jobs, { signal }).toArray()), broken);
  assert.is(jobs.stats.waitingReceivers, 0);
  const news = broadcast<number>();
  const reader = news.subscribe(0, { signal });
  await news.send(1); // waits until it has left
  assert.is(news.subscribers, 0);
  assert.is(await failure(reader.receive()), broken);
});

test("a signal whose listener cannot be taken away is reported, and others are rid of theirs (C15)", async () => {
  const broken = new Error("broken");
  const watched = watchedSignal();
  const errors = await expectUncaught(async () => {
    const ch = channel<number>();
    const received = [hostileSignal("removeEventListener", broken), watched.signal].map((signal) =>
      ch.receive({ signal })
    );
    for (const value of [1, 2]) ch.trySend(value);
    await Promise.all(received);
    await turn();
  });
  assert.equal(errors, [broken]);
  assert.is(watched.listeners, 0);
});

test("OnAbort acts once, with the reason, when the signal aborts, and leaves no listener (C15)", async () => {
  const watched = watchedSignal();
  const reasons: unknown[] = [];
  new OnAbort(watched.signal, (reason) => reasons.push(reason));
  assert.is(watched.listeners, 1);
  assert.equal(reasons, []);
  watched.controller.abort("enough");
  assert.equal(reasons, ["enough"]);
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("OnAbort does not act once it is unwatched (C15)", () => {
  const controller = new AbortController();
  const reasons: unknown[] = [];
  const act = new OnAbort(controller.signal, (reason) => reasons.push(reason));
  act.unwatch();
  controller.abort("late");
  assert.equal(reasons, []);
});

test("OnAbort acts when all operations that wait on the signal have been told (C14)", async () => {
  const controller = new AbortController();
  const jobs = channel<number>();
  let waiting = -1;
  new OnAbort(controller.signal, () => waiting = jobs.stats.waitingReceivers);
  const receive = failure(jobs.receive({ signal: controller.signal }));
  controller.abort("enough");
  assert.is(waiting, 0);
  assert.is(await receive, "enough");
});

test.run();
