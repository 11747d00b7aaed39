import * as assert from "uvu/assert";
import { after, channel, type ChannelStats, select, sending, sized, trySelect } from "sluice";
import { Probe } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("select: the losers leave no trace");

function waiting(...channels: { readonly stats: ChannelStats }[]): number[] {
  return channels.map(({ stats }) => stats.waitingSenders + stats.waitingReceivers);
}

test("a lost receive case takes no value and leaves its line (S1)", async () => {
  const [lost, won] = [channel<string>(), channel<string>()];
  const hit = select({ lost, won });
  assert.equal(waiting(lost, won), [1, 1]);
  await won.send("x");
  await hit;
  assert.equal(waiting(lost, won), [0, 0]);
  assert.not(lost.trySend("nobody is there"));
});

test("a lost send case sends nothing and leaves its line (S1)", async () => {
  const [lost, won] = [channel<string>(), channel<string>()];
  const hit = select({ lost: sending(lost, "a"), won: sending(won, "b") });
  assert.equal(waiting(lost, won), [1, 1]);
  assert.is((await won.receive()).value, "b");
  assert.is((await hit).key, "won");
  assert.equal(waiting(lost, won), [0, 0]);
  assert.is(lost.tryReceive(), undefined);
  assert.is(lost.stats.sent, 0);
});

test("the losers have left before the call that decided returns (S1)", () => {
  const [lost, won] = [channel<string>(), channel<string>()];
  select({ lost, out: sending(lost, "a"), won });
  assert.equal(waiting(lost, won), [2, 1]);
  won.trySend("x");
  assert.equal(waiting(lost, won), [0, 0]);
});

test("a select whose case was ready has waited nowhere (S1)", async () => {
  const [lost, ready] = [channel<string>(), channel<string>(1)];
  ready.trySend("x");
  const watched = watchedSignal();
  await select({ lost, out: sending(lost, "a"), stop: watched.signal, ready });
  assert.equal(waiting(lost), [0]);
  assert.is(watched.listeners, 0);
});

test("a lost case in the middle of a line leaves the others in order (S1)", async () => {
  const [line, won] = [channel<number>(), channel<number>()];
  const first = line.receive();
  const hit = select({ line, won });
  const second = line.receive();
  won.trySend(0);
  await hit;
  assert.ok(line.trySend(1));
  assert.ok(line.trySend(2));
  assert.equal([(await first).value, (await second).value], [1, 2]);
});

test("a lost send case in the middle of a line leaves the others in order (S1)", async () => {
  const [line, won] = [channel<number>(), channel<number>()];
  const first = line.send(1);
  const hit = select({ line: sending(line, 9), won });
  const second = line.send(2);
  won.trySend(0);
  await hit;
  assert.equal([(await line.receive()).value, (await line.receive()).value], [1, 2]);
  await Promise.all([first, second]);
  assert.is(line.stats.sent, 2);
});

test("a select that fails leaves everywhere (S1)", async () => {
  const [lost, broken] = [channel<string>(), channel<string>()];
  const watched = watchedSignal();
  const hit = select({ lost, out: sending(lost, "a"), broken, stop: watched.signal });
  broken.close(new Error("broken"));
  await hit.catch(() => {});
  await turn();
  assert.equal(waiting(lost, broken), [0, 0]);
  assert.is(watched.listeners, 0);
});

test("a select that is aborted leaves everywhere (S1, C14)", async () => {
  const jobs = channel<string>();
  const controller = new AbortController();
  const hit = select({ job: jobs, out: sending(jobs, "a") }, { signal: controller.signal });
  controller.abort();
  assert.equal(waiting(jobs), [0]);
  await hit.catch(() => {});
  assert.not(jobs.trySend("nobody is there"));
});

test("a lost signal case leaves no listener (S1)", async () => {
  const jobs = channel<string>();
  const watched = watchedSignal();
  const stop = watchedSignal();
  const hit = select({ job: jobs, stop: stop.signal }, { signal: watched.signal });
  await jobs.send("x");
  await hit;
  await turn();
  assert.equal([stop.listeners, watched.listeners], [0, 0]);
});

test("a lost timer is disarmed at once (S1)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>();
    const hit = select({ job: jobs, late: after(1_000) });
    assert.is(timers.armed, 1);
    jobs.trySend("x");
    assert.is(timers.armed, 0);
    assert.is((await hit).key, "job");
  }));

test("a timer is not armed when another case is ready (S1)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>(1);
    jobs.trySend("x");
    await select({ job: jobs, late: after(1_000) });
    assert.is(trySelect({ job: jobs, late: after(1_000) }), undefined);
    assert.is(timers.count, 0);
  }));

test("a timer that wins takes the others out of their lines (S1)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>();
    const hit = select({ job: jobs, late: after(1_000, "too late") });
    timers.pass(1_000);
    assert.equal(waiting(jobs), [0]);
    assert.equal(await hit, { key: "late", done: false, value: "too late" });
    assert.is(timers.armed, 0);
  }));

test("ten thousand selects that lose leave a channel, a promise and a signal as they were (S1)", async () => {
  const [lost, won] = [channel<number>(), channel<number>()];
  const watched = watchedSignal();
  let reactions = 0;
  const promise = new Promise<void>(() => {});
  const then = promise.then.bind(promise);
  Object.defineProperty(promise, "then", { value: (...on: []) => (reactions++, then(...on)) });
  const hits = Array.from({ length: 10_000 }, () => select({ lost, stop: watched.signal, promise, won }));
  assert.is(lost.stats.waitingReceivers, 10_000);
  assert.is(watched.listeners, 1);
  for (const index of hits.keys()) won.trySend(index);
  assert.equal((await Promise.all(hits)).map(({ value }) => value), [...hits.keys()]);
  await turn();
  assert.equal(waiting(lost, won), [0, 0]);
  assert.is(watched.listeners, 0);
  assert.is(reactions, 1);
});

/** A channel in which one send case, too large for it, holds up a smaller send behind it. */
function heldUp() {
  const line = channel<number>(sized(10, (size: number) => size));
  line.trySend(8);
  return {
    large: sending(line, 5),
    small: () => line.send(2),
    held: () => [line.size, line.stats.waitingSenders],
  };
}

test("when a lost send case was first in line, those behind it may go (S1, C1)", async () => {
  const { large, small, held } = heldUp();
  const won = channel<string>();
  const hit = select({ large, won });
  const behind = small();
  assert.ok(await pending(behind));
  won.trySend("x");
  assert.equal(held(), [2, 0]);
  assert.is((await hit).key, "won");
  await behind;
});

test("the same when a closed channel, a signal, a promise or a timer won (S1, C1)", () =>
  withTimers(async (timers) => {
    const closed = channel<never>();
    const controller = new AbortController();
    let fulfill = (_: string) => {};
    const promise = new Promise<string>((resolve) => fulfill = resolve);
    const winners: [typeof closed | AbortSignal | typeof promise | ReturnType<typeof after>, () => void][] = [
      [closed, () => closed.close()],
      [controller.signal, () => controller.abort()],
      [promise, () => fulfill("x")],
      [after(5), () => timers.pass(5)],
    ];
    for (const [winner, happen] of winners) {
      const { large, small, held } = heldUp();
      const hit = select({ large, winner });
      const behind = small();
      assert.ok(await pending(behind));
      happen();
      assert.is((await hit).key, "winner");
      assert.equal(held(), [2, 0]);
      await behind;
    }
  }));

test("the same when the select is aborted or fails (S1, C14)", async () => {
  const controller = new AbortController();
  const broken = channel<never>();
  const losers: [(large: ReturnType<typeof heldUp>["large"]) => Promise<unknown>, () => void][] = [
    [(large) => select({ large }, { signal: controller.signal }), () => controller.abort()],
    [(large) => select({ large, broken }), () => broken.close(new Error("broken"))],
  ];
  for (const [start, happen] of losers) {
    const { large, small, held } = heldUp();
    const hit = start(large);
    const behind = small();
    assert.ok(await pending(behind));
    happen();
    assert.equal(held(), [2, 0]);
    await hit.catch(() => {});
    await behind;
  }
});

test("the same when a case of others claims, whatever it does then (S1, S8)", async () => {
  for (const how of ["settle", "fail"] as const) {
    const { large, small, held } = heldUp();
    const probe = new Probe();
    const hit = select({ large, probe });
    const behind = small();
    assert.ok(await pending(behind));
    assert.ok(probe.turn.claim());
    assert.equal(held(), [2, 0]);
    await behind;
    if (how === "settle") probe.turn.settle(got(1));
    else probe.turn.fail("reason");
    assert.is(await hit.then(({ value }) => value, (reason) => reason), how === "settle" ? 1 : "reason");
  }
});

test("a lost send case that was not first in line moves nobody (S1, C1)", async () => {
  const line = channel<number>(sized(10, (size: number) => size));
  line.trySend(8);
  const first = line.send(4);
  const won = channel<string>();
  const hit = select({ out: sending(line, 1), won });
  const last = line.send(2);
  won.trySend("x");
  await hit;
  assert.ok(await pending(first));
  assert.ok(await pending(last));
  assert.is(line.stats.waitingSenders, 2);
});

test("a channel that was closed while a send case waited is drained once that case has lost (S1, S5)", async () => {
  const [line, won] = [channel<string>(), channel<string>()];
  const hit = select({ out: sending(line, "x"), won });
  line.close();
  won.trySend("y");
  await hit;
  assert.equal(line.tryReceive(), { done: true, value: undefined });
});

test.run();
