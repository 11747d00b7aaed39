import * as assert from "uvu/assert";
import {
  channel,
  ChannelClosedError,
  dropping,
  OverflowError,
  select,
  sending,
  sliding,
  strict,
  trySelect,
} from "sluice";
import { seeded, withRandom } from "../../support/dice.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("select: closed channels and full ones");

test("a closed and drained channel's receive case is ready, for ever (S5)", async () => {
  const jobs = channel<string>();
  jobs.close();
  for (let round = 0; round < 3; round++) {
    assert.equal(await select({ job: jobs, off: null }), { key: "job", done: true, value: undefined });
    assert.equal(trySelect([jobs]), { key: 0, done: true, value: undefined });
  }
});

test("a closed channel gives what it holds first (S5, C7)", async () => {
  const jobs = channel<string>(1);
  jobs.trySend("held");
  const waiting = jobs.send("waiting");
  jobs.close();
  assert.equal(await select({ job: jobs }), { key: "job", done: false, value: "held" });
  assert.equal(await select({ job: jobs }), { key: "job", done: false, value: "waiting" });
  assert.equal(await select({ job: jobs }), { key: "job", done: true, value: undefined });
  await waiting;
});

test("a receive case on a channel closed with an error rejects with that very error, each time (S5, C9)", async () => {
  for (const reason of [new Error("broken"), null, false, 0, ""]) {
    const jobs = channel<string>(1);
    jobs.trySend("last");
    jobs.close(reason);
    assert.is((await select({ job: jobs })).value, "last");
    for (let round = 0; round < 2; round++) {
      assert.is(await failure(select({ job: jobs, off: null })), reason);
      assert.is(thrownBy(() => trySelect({ job: jobs })), reason);
    }
  }
});

test("a receive case that waits ends with close() and with cancel() (S5)", async () => {
  for (const end of ["close", "cancel"] as const) {
    const [jobs, other] = [channel<string>(), channel<string>()];
    const hit = select({ other, job: jobs });
    assert.ok(await pending(hit));
    jobs[end]();
    assert.equal(await hit, { key: "job", done: true, value: undefined });
    assert.is(other.stats.waitingReceivers, 0);
  }
});

test("a receive case that waits rejects with the error of close() (S5, C9)", async () => {
  const jobs = channel<string>();
  const hits = [select({ job: jobs }), select({ a: jobs, b: jobs })];
  const reason = new Error("broken");
  jobs.close(reason);
  for (const hit of hits) assert.is(await failure(hit), reason);
});

test("a send case on a closed channel is ready, and rejects with ChannelClosedError (S5)", async () => {
  const jobs = channel<string>(1, { name: "jobs" });
  jobs.close();
  const error = await failure<ChannelClosedError>(select({ out: sending(jobs, "late"), off: null }));
  assert.instance(error, ChannelClosedError);
  assert.equal([error.value, error.channel], ["late", "jobs"]);
  assert.is(error.message, 'Cannot send: channel "jobs" is closed');
  assert.instance(thrownBy(() => trySelect([sending(jobs, "late")])), ChannelClosedError);
  assert.is(jobs.size, 0);
});

test("a send case on a cancelled channel rejects with the reason as its cause (S5, C10)", async () => {
  const jobs = channel<string>(1);
  jobs.cancel("not wanted");
  const error = await failure<ChannelClosedError>(select({ out: sending(jobs, "late") }));
  assert.instance(error, ChannelClosedError);
  assert.equal([error.value, error.cause], ["late", "not wanted"]);
});

test("a send case on a full strict channel is ready, and rejects with OverflowError (S5)", async () => {
  const readings = channel(strict<number>(1), { name: "readings" });
  readings.trySend(20);
  const error = await failure<OverflowError>(select({ out: sending(readings, 21), off: null }));
  assert.instance(error, OverflowError);
  assert.equal([error.value, error.channel], [21, "readings"]);
  assert.instance(thrownBy(() => trySelect({ out: sending(readings, 21) })), OverflowError);
  assert.equal(readings.tryReceive(), { done: false, value: 20 });
  assert.is((await select({ out: sending(readings, 22) })).key, "out");
});

test("a send case on a full dropping or sliding channel is ready, and happens (S5, B3)", async () => {
  const lost: number[] = [];
  const onUndelivered = (value: number) => void lost.push(value);
  const hints = channel(dropping<number>(1), { onUndelivered });
  const prices = channel(sliding<number>(1), { onUndelivered });
  for (const each of [hints, prices]) {
    await select({ out: sending(each, 1) });
    assert.is((await select({ out: sending(each, 2) })).key, "out");
  }
  assert.equal(lost, [2, 1]);
  assert.equal([hints, prices].map(({ stats }) => [stats.sent, stats.dropped]), [[2, 1], [2, 1]]);
  assert.equal([hints.tryReceive()?.value, prices.tryReceive()?.value], [1, 2]);
});

test("cases that fail take part in the draw like any ready case (S5, S2)", async () => {
  const [ready, closed, broken] = [channel<number>(1), channel<number>(), channel<number>()];
  const full = channel(strict<number>(0));
  closed.close();
  broken.close(new Error("broken"));
  const cases = { ready, closed: sending(closed, 1), broken, full: sending(full, 2) };
  const outcomes = new Map<string, number>();
  await withRandom(seeded(11), async () => {
    for (let round = 0; round < 400; round++) {
      ready.trySend(round);
      const outcome = await select(cases).then(({ key }) => key, ({ name }) => name as string);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  });
  assert.equal([...outcomes.keys()].sort(), ["ChannelClosedError", "Error", "OverflowError", "ready"]);
  for (const count of outcomes.values()) assert.ok(count > 60, `${[...outcomes]}`);
});

test("with priority, a ready case before one that fails happens, one behind it does not (S5, S2)", async () => {
  const [ready, closed] = [channel<number>(1), channel<number>()];
  ready.trySend(1);
  closed.close();
  const error = await failure<ChannelClosedError>(select([sending(closed, 2), ready], { priority: true }));
  assert.instance(error, ChannelClosedError);
  assert.is(ready.size, 1);
  assert.is((await select([ready, sending(closed, 2)], { priority: true })).key, 0);
});

test("a case that fails takes nothing from the others (S5, S1)", async () => {
  const [ready, room, closed] = [channel<number>(1), channel<number>(1), channel<never>()];
  ready.trySend(1);
  closed.close(new Error("broken"));
  await failure(select([closed, ready, sending(room, 1)], { priority: true }));
  assert.equal([ready.size, room.size], [1, 0]);
});

test("a send case that waits when close() comes is delivered like any waiting send (S5, C7)", async () => {
  const jobs = channel<string>(1);
  jobs.trySend("held");
  const hit = select({ out: sending(jobs, "waiting"), off: null });
  const behind = jobs.send("behind");
  jobs.close();
  assert.ok(await pending(hit));
  const values: string[] = [];
  for await (const value of jobs) values.push(value);
  assert.equal(values, ["held", "waiting", "behind"]);
  assert.equal(await hit, { key: "out", done: false, value: undefined });
  await behind;
});

test("a send case that waits when close(error) comes is delivered before the error (S5, C9)", async () => {
  const jobs = channel<string>();
  const hit = select({ out: sending(jobs, "waiting") });
  const reason = new Error("broken");
  jobs.close(reason);
  assert.equal(await jobs.receive(), { done: false, value: "waiting" });
  await hit;
  assert.is(await failure(jobs.receive()), reason);
});

test("a send case that waits when cancel() comes rejects with ChannelClosedError (S5, C10)", async () => {
  const jobs = channel<string>(0, { name: "jobs" });
  const other = channel<never>();
  const hit = select({ out: sending(jobs, "mine"), other });
  jobs.cancel("not wanted");
  const error = await failure<ChannelClosedError>(hit);
  assert.instance(error, ChannelClosedError);
  assert.equal([error.value, error.channel, error.cause], ["mine", "jobs", "not wanted"]);
  assert.is(other.stats.waitingReceivers, 0);
  assert.is(jobs.stats.sent, 0);
});

test("a send case that waits on a closed channel rejects when cancel() comes after (S5, C10)", async () => {
  const jobs = channel<string>();
  const hit = select({ out: sending(jobs, "mine") });
  jobs.close();
  jobs.cancel();
  assert.instance(await failure(hit), ChannelClosedError);
});

test("a select that sends and receives on a channel that is closed is served by another receiver (S4, S5)", async () => {
  const jobs = channel<string>();
  const hit = select({ out: sending(jobs, "own"), in: jobs });
  jobs.close();
  assert.ok(await pending(hit));
  assert.equal(await jobs.receive(), { done: false, value: "own" });
  assert.is((await hit).key, "out");
  assert.equal(await jobs.receive(), { done: true, value: undefined });
});

test("a select that sends and receives on a channel that is cancelled rejects (S4, S5)", async () => {
  const jobs = channel<string>();
  const hit = select({ out: sending(jobs, "own"), in: jobs });
  jobs.cancel();
  assert.instance(await failure(hit), ChannelClosedError);
  assert.equal([jobs.stats.waitingSenders, jobs.stats.waitingReceivers], [0, 0]);
});

test.run();
