import * as assert from "uvu/assert";
import {
  after,
  channel,
  ChannelClosedError,
  OverflowError,
  type Receiver,
  select,
  selectLoop,
  type Sender,
  sending,
  sized,
  strict,
  ticker,
} from "sluice";
import { chiSquare, seeded, withRandom } from "../../support/dice.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { lent, Probe, receivingFrom } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { got } from "../../support/reading.ts";
import { expectUncaught, pending, suite, ticks, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("selectLoop");

const end = { done: true, value: undefined } as const;

/** A closed channel that still holds some values. */
function holding<T>(...values: T[]): Receiver<T> {
  const held = channel<T>(values.length);
  for (const value of values) held.trySend(value);
  held.close();
  return held;
}

/** All hits of a loop that ends, as [key, value]. */
async function hits(loop: AsyncIterable<{ key: string | number; value: unknown }>): Promise<[unknown, unknown][]> {
  const all: [unknown, unknown][] = [];
  for await (const { key, value } of loop) all.push([key, value]);
  return all;
}

test("selectLoop() gives one hit after the other (S7)", async () => {
  const loop = selectLoop({ word: holding("one", "two"), number: holding(1, 2) }, { priority: true });
  assert.equal(await hits(loop), [["word", "one"], ["word", "two"], ["number", 1], ["number", 2]]);
});

test("a hit of a loop has key, done and value (S7)", async () => {
  const jobs = channel<string>(2);
  jobs.trySend("ready");
  const loop = selectLoop([null, jobs]);
  assert.equal(await loop.next(), { done: false, value: { key: 1, done: false, value: "ready" } });
  const waiting = loop.next();
  jobs.trySend("waited for");
  assert.equal(await waiting, { done: false, value: { key: 1, done: false, value: "waited for" } });
});

test("a loop is its own iterator, and does nothing before its first next() (S7)", () => {
  const jobs = channel<string>(1);
  jobs.trySend("measure");
  const probe = new Probe();
  let asked = 0;
  const loop = selectLoop({ job: jobs, probe, fresh: () => (asked++, null) });
  assert.is(loop[Symbol.asyncIterator](), loop);
  assert.equal([jobs.size, probe.polls, asked], [1, 0, 0]);
});

test("between two next() calls a loop waits nowhere (S7, S1)", async () => {
  const [jobs, other, probe, watched] = [channel<string>(), channel<string>(), new Probe(), watchedSignal()];
  const cases = { job: jobs, other, out: sending(other, "x"), probe, stop: watched.signal };
  const loop = selectLoop(cases, { signal: watched.signal });
  for (let round = 0; round < 3; round++) {
    const next = loop.next();
    assert.ok(jobs.trySend("measure"));
    await next;
    const { waitingReceivers, waitingSenders } = other.stats;
    assert.equal([jobs.stats.waitingReceivers, waitingReceivers, waitingSenders, probe.waiting.size], [0, 0, 0, 0]);
  }
  await turn();
  assert.is(watched.listeners, 0);
});

test("a loop takes its cases once: what happens to the object or array later changes nothing (S7)", async () => {
  const [a, b] = [channel<string>(1), channel<string>(1)];
  const list: Receiver<string>[] = [a];
  const object: { [key: string]: Receiver<string> } = { a };
  const functions: (() => Receiver<string>)[] = [() => a];
  const loops = [selectLoop(list), selectLoop(object), selectLoop(functions)];
  list[0] = b;
  list.push(b);
  object["a"] = b;
  functions[0] = () => b;
  b.trySend("wrong");
  for (const loop of loops) {
    a.trySend("right");
    assert.is((await loop.next()).value?.value, "right");
  }
});

test("from round to round, ready cases are chosen uniformly (S7, S2)", async () => {
  const rounds = 3_000;
  const full = () => holding(...Array.from({ length: rounds }, (_, index) => index));
  const counts = new Map<string, number>();
  await withRandom(seeded(3), async () => {
    let left = rounds;
    for await (const { key } of selectLoop({ a: full(), off: null, b: full(), c: full() })) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (--left === 0) break;
    }
  });
  assert.equal([...counts.keys()].sort(), ["a", "b", "c"]);
  // Two degrees of freedom: a fair choice stays below with a probability of 0.999, and the seed is fixed.
  assert.ok(chiSquare([...counts.values()]) < 13.82, `${[...counts]}`);
});

test("with priority, each round takes the first ready case as written (S7, S2)", async () => {
  const [urgent, rest] = [channel<number>(2), channel<number>(2)];
  await rest.sendAll([1, 2]);
  const loop = selectLoop({ urgent, rest }, { priority: true });
  const keys: unknown[] = [(await loop.next()).value?.key];
  urgent.trySend(3);
  keys.push((await loop.next()).value?.key, (await loop.next()).value?.key);
  assert.equal(keys, ["rest", "urgent", "rest"]);
});

test("a send case is switched off after it happened (S7)", async () => {
  const results = channel<string>(5);
  const loop = selectLoop({ out: sending(results, "x"), number: holding(1, 2) });
  const all = await hits(loop);
  assert.equal(all.filter(([key]) => key === "out").length, 1);
  assert.is(all.length, 3);
  assert.is(results.size, 1);
});

test("a send case that waited is switched off after it happened (S7)", async () => {
  const [results, jobs] = [channel<string>(), channel<string>()];
  const loop = selectLoop({ out: sending(results, "x"), job: jobs });
  const first = loop.next();
  assert.is((await results.receive()).value, "x");
  assert.is((await first).value?.key, "out");
  const second = loop.next();
  assert.is(results.tryReceive(), undefined);
  assert.is(results.stats.waitingSenders, 0);
  jobs.trySend("measure");
  assert.is((await second).value?.key, "job");
});

test("a signal is switched off after it happened (S7)", async () => {
  const controller = new AbortController();
  const loop = selectLoop({ past: AbortSignal.abort("a"), stop: controller.signal, number: holding(1) }, {
    priority: true,
  });
  const first = [await loop.next(), await loop.next()];
  assert.equal(first.map(({ value }) => [value?.key, value?.value]), [["past", "a"], ["number", 1]]);
  const waiting = loop.next();
  assert.ok(await pending(waiting));
  controller.abort("b");
  assert.equal(await waiting, { done: false, value: { key: "stop", done: false, value: "b" } });
  assert.equal(await loop.next(), end);
});

test("a promise is switched off after it happened (S7)", async () => {
  const known = Promise.resolve("known");
  await select([known]);
  const loop = selectLoop({ known, reply: Promise.resolve("hello") });
  assert.equal((await hits(loop)).sort(), [["known", "known"], ["reply", "hello"]]);
});

test("a timer is switched off after it happened (S7)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>();
    const loop = selectLoop({ late: after(10, "late"), job: jobs });
    const first = loop.next();
    timers.pass(10);
    assert.is((await first).value?.key, "late");
    const second = loop.next();
    assert.is(timers.armed, 0);
    jobs.close();
    assert.equal(await second, end);
  }));

test("a ticker happens again and again, until it is cancelled (S7)", () =>
  withTimers(async (timers) => {
    const beat = ticker(10);
    const loop = selectLoop({ beat });
    for (const count of [1, 2, 3]) {
      const next = loop.next();
      timers.pass(10);
      assert.is((await next).value?.value, count);
    }
    const last = loop.next();
    beat.cancel();
    assert.equal(await last, end);
    assert.is(timers.armed, 0);
  }));

test("a receive case is switched off, without a hit, when its channel is closed and drained (S7)", async () => {
  const [closed, jobs] = [channel<string>(), channel<string>(1)];
  closed.close();
  jobs.trySend("ready");
  const loop = selectLoop({ closed, word: holding("last"), job: jobs }, { priority: true });
  assert.is((await loop.next()).value?.value, "last");
  assert.is((await loop.next()).value?.value, "ready");
  const waiting = loop.next();
  assert.ok(await pending(waiting));
  assert.equal([closed.stats.waitingReceivers, jobs.stats.waitingReceivers], [0, 1]);
  jobs.trySend("waited for");
  assert.is((await waiting).value?.value, "waited for");
});

test("a channel that is closed while the loop waits is switched off, and the loop waits on (S7)", async () => {
  const [closing, cancelled, jobs] = [channel<string>(), channel<string>(), channel<string>()];
  const next = selectLoop({ closing, cancelled, job: jobs }).next();
  closing.close();
  cancelled.cancel();
  assert.ok(await pending(next));
  assert.ok(jobs.trySend("measure"));
  assert.equal(await next, { done: false, value: { key: "job", done: false, value: "measure" } });
});

test("a case of others that ends is switched off, too (S7)", async () => {
  const ending = new Probe({ poll: () => ({ done: true, value: undefined }) });
  const jobs = channel<string>();
  const loop = selectLoop({ ending, job: jobs });
  const next = loop.next();
  jobs.trySend("measure");
  await next;
  jobs.close();
  assert.equal(await loop.next(), end);
  assert.is(ending.polls, 1);
});

test("a close error is thrown, after what the channel held; then the loop has ended (S7, C9)", async () => {
  const jobs = channel<string>(1);
  const other = channel<string>();
  const reason = new Error("broken");
  jobs.trySend("last");
  jobs.close(reason);
  const loop = selectLoop({ job: jobs, other });
  assert.is((await loop.next()).value?.value, "last");
  assert.is(await failure(loop.next()), reason);
  assert.equal(await loop.next(), end);
  assert.is(other.stats.waitingReceivers, 0);
});

test("a close error that comes while the loop waits is thrown (S7, C9)", async () => {
  const [jobs, other] = [channel<string>(), channel<string>()];
  const loop = selectLoop({ job: jobs, other });
  const next = loop.next();
  jobs.close("reason");
  assert.is(await failure(next), "reason");
  assert.equal(await loop.next(), end);
  assert.is(other.stats.waitingReceivers, 0);
});

test("a send that is refused is thrown, and ends the loop (S7, S5)", async () => {
  const closed = channel<string>();
  closed.close();
  for (const [to, error] of [[closed, ChannelClosedError], [channel(strict<string>(0)), OverflowError]] as const) {
    const loop = selectLoop({ out: sending(to, "x"), off: null });
    assert.instance(await failure(loop.next()), error);
    assert.equal(await loop.next(), end);
  }
  const cancelled = channel<string>();
  const loop = selectLoop({ out: sending(cancelled, "x") });
  const next = loop.next();
  cancelled.cancel();
  assert.instance(await failure(next), ChannelClosedError);
});

test("a promise that rejects is thrown, and ends the loop (S7)", async () => {
  const reason = new Error("no reply");
  const jobs = channel<string>();
  const loop = selectLoop({ job: jobs, reply: Promise.reject(reason) });
  assert.is(await failure(loop.next()), reason);
  assert.equal(await loop.next(), end);
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("what poll() or park() throws is thrown, and ends the loop (S7, S8)", async () => {
  const reason = new Error("broken");
  const broken = () => {
    throw reason;
  };
  for (const probe of [new Probe({ poll: broken }), new Probe({ park: broken })]) {
    const [jobs, before] = [channel<string>(), new Probe()];
    const loop = selectLoop({ before, job: jobs, probe });
    assert.is(await failure(loop.next()), reason);
    assert.equal(await loop.next(), end);
    assert.equal([jobs.stats.waitingReceivers, before.waiting.size], [0, 0]);
  }
});

test("a function case is asked anew each round (S7)", async () => {
  const jobs = [holding("a"), holding("b"), holding("c")];
  let asked = 0;
  const loop = selectLoop({ job: () => jobs[asked++] ?? null });
  assert.equal(await hits(loop), [["job", "a"], ["job", "b"], ["job", "c"]]);
  assert.is(asked, 4);
});

test("a function case is asked in each round, whichever case happens (S7)", async () => {
  let asked = 0;
  const loop = selectLoop({ number: holding(1, 2, 3), other: () => (asked++, null) });
  assert.equal((await hits(loop)).map(([, value]) => value), [1, 2, 3]);
  assert.is(asked, 4);
});

test("a function case can send again and again (S7)", async () => {
  const results = channel<number>(3);
  let count = 0;
  const loop = selectLoop({ out: () => count < 3 && sending(results, count++) });
  assert.equal((await hits(loop)).map(([key]) => key), ["out", "out", "out"]);
  assert.equal([0, 1, 2].map(() => results.tryReceive()?.value), [0, 1, 2]);
});

test("a function case may give a deadline for each round (S7)", () =>
  withTimers(async (timers) => {
    const jobs = channel<string>();
    const loop = selectLoop({ job: jobs, late: () => after(10, "late") });
    for (const _ of [1, 2]) {
      const next = loop.next();
      timers.pass(9);
      assert.ok(jobs.trySend("measure"));
      assert.is((await next).value?.key, "job");
      assert.is(timers.armed, 0);
    }
    const next = loop.next();
    timers.pass(10);
    assert.is((await next).value?.key, "late");
  }));

test("a function case that gives a never-ready case is off for that round (S7)", async () => {
  const [jobs, other] = [channel<string>(), channel<string>(1)];
  other.trySend("later");
  let on = false;
  const loop = selectLoop({ job: jobs, other: () => on && other });
  const first = loop.next();
  assert.ok(await pending(first));
  on = true;
  assert.ok(await pending(first));
  jobs.trySend("measure");
  assert.is((await first).value?.key, "job");
  assert.is((await loop.next()).value?.value, "later");
});

test("a function case whose channel is drained is off for that round, and asked again in the next (S7)", async () => {
  const [jobs, drained] = [channel<string>(1), channel<string>()];
  drained.close();
  let asked = 0;
  const loop = selectLoop({ job: jobs, drained: () => (asked++, drained) });
  for (const value of ["a", "b"]) {
    jobs.trySend(value);
    assert.is((await loop.next()).value?.value, value);
  }
  assert.is(asked, 2);
  const last = loop.next();
  jobs.close();
  assert.equal(await last, end);
});

test("what a function case throws is thrown, and ends the loop (S7)", async () => {
  const reason = new Error("broken");
  const jobs = channel<string>(1);
  jobs.trySend("measure");
  const loop = selectLoop({
    job: jobs,
    broken: () => {
      throw reason;
    },
  });
  assert.is(await failure(loop.next()), reason);
  assert.equal(await loop.next(), end);
  assert.is(jobs.size, 1);
});

test("a function case that gives what is no case is a TypeError that names its key (S7, C25)", async () => {
  const error = await failure<TypeError>(selectLoop({ wrong: () => 5 as unknown as null }).next());
  assert.instance(error, TypeError);
  assert.match(error.message, /case "wrong".*not 5/);
  const nested = selectLoop({ wrong: () => (() => null) as unknown as null });
  assert.match((await failure<TypeError>(nested.next())).message, /case "wrong".*not a function/);
});

test("the loop ends when nothing is left that could happen (S7)", async () => {
  assert.equal(await selectLoop({ off: null, more: undefined, never: false }).next(), end);
  assert.equal(await selectLoop([() => null]).next(), end);
  const loop = selectLoop({ stop: AbortSignal.abort(), number: holding(1) });
  assert.is((await hits(loop)).length, 2);
  assert.equal(await loop.next(), end);
});

test("the loop ends while it waits, when the last case is switched off (S7)", async () => {
  const jobs = channel<string>();
  const next = selectLoop({ off: null, job: jobs }).next();
  assert.ok(await pending(next));
  jobs.close();
  assert.equal(await next, end);
});

test("leaving the loop leaves the channels open, and loses no value (S7, C17)", async () => {
  const jobs = channel<number>(3);
  await jobs.sendAll([1, 2, 3]);
  for await (const { value } of selectLoop({ job: jobs })) if (value === 2) break;
  assert.not(jobs.closed);
  assert.equal([jobs.size, jobs.stats.waitingReceivers], [1, 0]);
  assert.is((await selectLoop({ job: jobs }).next()).value?.value, 3);
});

test("return() while a next() waits ends it, and takes no value (S7, C19)", async () => {
  const jobs = channel<string>();
  const results = channel<string>();
  const loop = selectLoop({ job: jobs, out: sending(results, "x") });
  const waiting = [loop.next(), loop.next()];
  assert.equal(await loop.return?.(), end);
  assert.equal(await Promise.all(waiting), [end, end]);
  assert.equal([jobs.stats.waitingReceivers, results.stats.waitingSenders], [0, 0]);
  assert.not(jobs.trySend("measure"));
  assert.equal(await loop.next(), end);
});

test("return() before the first next() ends the loop (S7, C19)", async () => {
  const jobs = channel<string>(1);
  jobs.trySend("measure");
  const loop = selectLoop({ job: jobs });
  assert.equal(await loop.return?.(), end);
  assert.equal(await loop.return?.(), end);
  assert.equal(await loop.next(), end);
  assert.is(jobs.size, 1);
});

test("concurrent next() calls are answered in order (S7, C19)", async () => {
  const jobs = channel<number>(2);
  const loop = selectLoop({ job: jobs });
  const order: unknown[] = [];
  const note = (next: Promise<{ value: { value: unknown } | undefined }>) =>
    next.then(({ value }) => order.push(value?.value));
  const all = [note(loop.next()), note(loop.next()), note(loop.next())];
  assert.is(jobs.stats.waitingReceivers, 1);
  for (const value of [1, 2]) assert.ok(jobs.trySend(value));
  await ticks(5);
  assert.equal(order, [1, 2]);
  jobs.trySend(3);
  await Promise.all(all);
  assert.equal(order, [1, 2, 3]);
});

test("of concurrent next() calls each makes a round of its own (S7, C19)", async () => {
  const results = channel<number>();
  let count = 0;
  const loop = selectLoop({ out: () => sending(results, count++) });
  const all = [loop.next(), loop.next(), loop.next()];
  assert.is(count, 1);
  const values = [0, 1, 2].map(() => results.tryReceive()?.value);
  assert.equal(values, [0, 1, 2]);
  await Promise.all(all);
  assert.is(results.stats.waitingSenders, 0);
});

test("a round that need not wait answers the next in line at once (S7, C19)", async () => {
  const jobs = channel<number>();
  const full = holding(2, 3);
  let round = 0;
  const loop = selectLoop({ job: () => round++ === 0 ? jobs : full });
  const all = [loop.next(), loop.next(), loop.next(), loop.next()];
  assert.ok(jobs.trySend(1));
  assert.equal((await Promise.all(all)).map(({ value }) => value?.value), [1, 2, 3, undefined]);
});

test("of concurrent next() calls, those behind the last hit get the end (S7, C19)", async () => {
  const jobs = channel<number>();
  const loop = selectLoop({ job: jobs });
  const all = [loop.next(), loop.next(), loop.next()];
  jobs.trySend(1);
  jobs.close();
  assert.equal((await Promise.all(all)).map(({ done }) => done), [false, true, true]);
});

test("of concurrent next() calls one throws the error, those behind get the end (S7, C19)", async () => {
  const jobs = channel<number>();
  const loop = selectLoop({ job: jobs });
  const all = [loop.next(), loop.next(), loop.next()];
  jobs.trySend(1);
  jobs.close("reason");
  assert.is((await all[0])?.value?.value, 1);
  assert.is(await failure(all[1]!), "reason");
  assert.equal(await all[2], end);
});

test("an error that comes in the round after a hit goes to the next in line (S7, C19)", async () => {
  const jobs = channel<number>();
  let round = 0;
  const loop = selectLoop({
    job: () => {
      if (round++ === 1) throw new Error("broken");
      return jobs;
    },
  });
  const all = [loop.next(), loop.next(), loop.next()];
  assert.ok(jobs.trySend(1));
  assert.is((await all[0])?.value?.value, 1);
  assert.is((await failure<Error>(all[1]!)).message, "broken");
  assert.equal(await all[2], end);
});

test("concurrent next() calls leave nothing unhandled when the loop fails (C21)", async () => {
  const jobs = channel<number>();
  const errors = await expectUncaught(async () => {
    const loop = selectLoop({ job: jobs });
    const all = [loop.next(), loop.next()];
    jobs.close("reason");
    assert.is(await failure(all[0]!), "reason");
    await all[1];
  });
  assert.equal(errors, []);
});

test("a loop with an aborted signal rejects with its reason, then has ended (S7, C13)", async () => {
  const jobs = channel<number>(1);
  jobs.trySend(1);
  const loop = selectLoop({ job: jobs }, { signal: AbortSignal.abort("enough") });
  assert.is(await failure(loop.next()), "enough");
  assert.equal(await loop.next(), end);
  assert.is(jobs.size, 1);
});

test("an abort while the loop waits rejects the first next() and ends the others (S7, C14)", async () => {
  const jobs = channel<number>();
  const watched = watchedSignal();
  const loop = selectLoop({ job: jobs }, { signal: watched.signal });
  const all = [loop.next(), loop.next()];
  watched.controller.abort("enough");
  assert.is(await failure(all[0]!), "enough");
  assert.equal([await all[1], await loop.next()], [end, end]);
  assert.is(jobs.stats.waitingReceivers, 0);
  await turn();
  assert.is(watched.listeners, 0);
});

test("an abort between two rounds rejects the next one (S7, C13)", async () => {
  const controller = new AbortController();
  const jobs = channel<number>(2);
  await jobs.sendAll([1, 2]);
  const loop = selectLoop({ job: jobs }, { signal: controller.signal });
  await loop.next();
  controller.abort("enough");
  assert.is(await failure(loop.next()), "enough");
  assert.is(jobs.size, 1);
});

test("an abort that comes before the round of a later next() begins rejects that one, and takes nothing (S7, C13)", async () => {
  const controller = new AbortController();
  const [jobs, ready] = [channel<string>(), channel<string>(1)];
  ready.trySend("kept");
  let round = 0;
  // This listener is called before that of the loop, which still waits.
  controller.signal.addEventListener("abort", () => jobs.trySend("measure"));
  const loop = selectLoop({ job: () => round++ === 0 ? jobs : ready }, { signal: controller.signal });
  const all = [loop.next(), loop.next(), loop.next()];
  controller.abort("enough");
  assert.is((await all[0])?.value?.value, "measure");
  assert.is(await failure(all[1]!), "enough");
  assert.equal([await all[2], ready.size, round], [end, 1, 1]);
});

test("a loop that goes round and round keeps one listener on its signal (C15)", async () => {
  const watched = watchedSignal();
  const jobs = channel<number>();
  const loop = selectLoop({ job: jobs, stop: watched.signal }, { signal: watched.signal });
  for (let round = 0; round < 20; round++) {
    const next = loop.next();
    assert.is(watched.listeners, 1);
    jobs.trySend(round);
    await next;
  }
});

test("two loops can feed each other through the same channels (S4, S7)", async () => {
  const [there, back] = [channel<number>(), channel<number>()];
  /** Returns each number, plus one, until it has come far enough. */
  const player = async (from: Receiver<number>, to: Sender<number>) => {
    const values: number[] = [];
    let next: number | undefined;
    for await (const hit of selectLoop({ in: from, out: () => next !== undefined && sending(to, next) })) {
      if (hit.value === undefined) {
        next = undefined;
      } else if (values.push(hit.value) && hit.value < 20) {
        next = hit.value + 1;
      } else {
        to.close();
        break;
      }
    }
    return values;
  };
  const players = [player(there, back), player(back, there)];
  assert.ok(there.trySend(0));
  const numbers = (await Promise.all(players)).flat().sort((a, b) => a - b);
  assert.equal(numbers, Array.from({ length: 21 }, (_, index) => index));
});

test("wrong arguments are thrown by selectLoop() itself (S6, C25)", () => {
  for (const cases of [{}, [], undefined, null, 5]) {
    assert.instance(thrownBy(() => selectLoop(cases as { off: null })), TypeError);
  }
  const wrong = thrownBy<TypeError>(() => selectLoop({ job: 5 as unknown as null }));
  assert.instance(wrong, TypeError);
  assert.match(wrong.message, /case "job".*not 5/);
  assert.instance(thrownBy(() => selectLoop({ off: null }, { signal: 5 as unknown as AbortSignal })), TypeError);
});

test("a turn of an earlier round is dead (S7, S8)", async () => {
  const probe = new Probe();
  const loop = selectLoop({ a: probe, b: probe });
  const all = [loop.next(), loop.next()];
  const [first, second] = probe.turns;
  assert.ok(first?.claim());
  first?.settle(got(1));
  assert.equal(await all[0], { done: false, value: { key: "a", done: false, value: 1 } });
  assert.is(probe.turns.length, 4);
  assert.equal([first?.claim(), second?.claim()], [false, false]);
  assert.ok(await pending(all[1]!));
  assert.ok(probe.happen(2));
  assert.is((await all[1])?.value?.value, 2);
});

test("a case of others stays on from round to round (S7, S8)", async () => {
  const probe = new Probe();
  const loop = selectLoop({ probe });
  for (const value of [1, 2, 3]) {
    const next = loop.next();
    assert.is(probe.waiting.size, 1);
    assert.ok(probe.happen(value));
    assert.is((await next).value?.value, value);
  }
  assert.is(probe.leaves, 3);
});

test("a case of others that says it happens once is switched off (S7, C27)", async () => {
  const probe = Object.assign(new Probe({ poll: () => got(1) }), { once: true });
  assert.equal(await hits(selectLoop({ probe })), [["probe", 1]]);
});

test("return() from within a round ends the loop, and takes no value (S7, C19)", async () => {
  const [jobs, ready] = [channel<number>(), channel<number>(1)];
  ready.trySend(5);
  let round = 0;
  const loop = selectLoop({
    job: () => {
      if (round++ < 1) return jobs;
      loop.return?.();
      return ready;
    },
  });
  const all = [loop.next(), loop.next(), loop.next()];
  await jobs.send(1);
  assert.equal((await Promise.all(all)).map(({ done }) => done), [false, true, true]);
  assert.equal([ready.size, ready.stats.received], [1, 0]);
});

test("return() from within a poll() ends its round: no later case is tried (S7, C19)", async () => {
  const ready = channel<number>(1);
  ready.trySend(5);
  const idle = channel<number>();
  const leaving = new Probe({ poll: () => void loop.return?.() });
  const loop = selectLoop({ idle, leaving, ready }, { priority: true });
  assert.equal(await loop.next(), end);
  assert.equal([ready.size, ready.stats.received, idle.stats.waitingReceivers, leaving.turns.length], [1, 0, 0, 0]);
});

test("return() while the others leave lets the case that happened be the last hit (S7, C12)", async () => {
  const jobs = channel<string>();
  const leaving = new Probe({ leave: () => void loop.return?.() });
  const loop = selectLoop({ leaving, job: jobs });
  const all = [loop.next(), loop.next()];
  assert.ok(jobs.trySend("measure"));
  assert.equal((await all[0])?.value, { key: "job", done: false, value: "measure" });
  assert.equal([await all[1], await loop.next(), leaving.turns.length], [end, end, 1]);
});

test("return() while a case has claimed the round and not settled it lets that be the last hit (S7, C12, C19)", async () => {
  for (const result of [got("at last"), end]) {
    const [slow, jobs] = [new Probe(), channel<string>()];
    const loop = selectLoop({ slow, job: jobs });
    const order: unknown[] = [];
    const note = async (next: Promise<{ value: { value: unknown } | undefined }>) =>
      void order.push((await next).value?.value);
    const all = [note(loop.next()), note(loop.next())];
    assert.ok(slow.turn.claim());
    assert.equal(await loop.return?.(), end);
    all.push(note(loop.next()));
    await ticks(5);
    assert.equal(order, []);
    slow.turn.settle(result);
    await Promise.all(all);
    assert.equal(order, [result.value, undefined, undefined]);
    assert.equal([jobs.trySend("measure"), slow.turns.length], [false, 1]);
  }
});

test("return() from within an attempt that has a value gives that to the next() it was made for (S7, C12)", async () => {
  for (const waits of [false, true]) {
    const jobs = channel<number>();
    const claim = () => {
      loop.return?.();
      late.push(loop.next());
      return true;
    };
    const late: Promise<unknown>[] = [];
    const first = channel<number>(1);
    const loop = selectLoop({ first, job: () => first.stats.received > 0 && jobs });
    const all = waits ? [loop.next(), loop.next()] : [];
    sending(jobs, 2).park({ claim, settle: () => {}, fail: () => {} });
    first.trySend(1);
    if (!waits) all.push(loop.next(), loop.next());
    assert.equal((await Promise.all(all)).map(({ value }) => value?.value), [1, 2]);
    assert.equal([await late[0], await loop.next()], [end, end]);
  }
});

test("next() from within a round is answered after it (S7, C19)", async () => {
  const jobs = channel<number>();
  const inner: Promise<{ done?: boolean; value: { value: unknown } | undefined }>[] = [];
  const loop = selectLoop({
    job: () => {
      if (inner.length === 0) inner.push(loop.next());
      return jobs;
    },
  });
  const outer = loop.next();
  assert.is(jobs.stats.waitingReceivers, 1);
  assert.ok(jobs.trySend(1));
  assert.ok(jobs.trySend(2));
  assert.equal([(await outer).value?.value, (await inner[0])?.value?.value], [1, 2]);
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("next() from within a round that need not wait is answered after it (S7, C19)", async () => {
  const inner: Promise<{ value: { value: unknown } | undefined }>[] = [];
  const full = holding(1, 2);
  const loop = selectLoop({
    job: () => {
      if (inner.length === 0) inner.push(loop.next());
      return full;
    },
  });
  assert.is((await loop.next()).value?.value, 1);
  assert.is((await inner[0])?.value?.value, 2);
});

test("when return() takes a send case out of its line, those behind it may go (S7, C1)", async () => {
  const chunks = channel<number>(sized(10, (size: number) => size));
  chunks.trySend(8);
  const loop = selectLoop({ out: sending(chunks, 5) });
  const next = loop.next();
  const behind = chunks.send(2);
  assert.ok(await pending(behind));
  loop.return?.();
  assert.equal([chunks.size, chunks.stats.waitingSenders], [2, 0]);
  await Promise.all([next, behind]);
});

test("a next round begins when those behind a foreign case that left have gone on (S1, S2, S7, C27)", async () => {
  const chunks = channel<number>(sized(4, (size: number) => size));
  chunks.trySend(4);
  const [first, large] = [sending(chunks, 2), sending(chunks, 4)].map(lent);
  const loop = selectLoop({ first, large, small: sending(chunks, 1) });
  const rounds = [loop.next(), loop.next()];
  const behind = chunks.send(1);
  assert.equal(chunks.tryReceive(), got(4));
  assert.equal([chunks.size, chunks.stats.waitingSenders], [3, 0]);
  assert.equal((await Promise.all(rounds)).map(({ value }) => value?.key), ["first", "small"]);
  await behind;
});

test("a case that is switched off touches nobody who stands where it stood (S7, S1)", async () => {
  const [line, jobs] = [channel<string>(), channel<string>()];
  const loop = selectLoop({ out: sending(line, "x"), job: jobs });
  const first = loop.next();
  assert.ok(jobs.trySend("lost"));
  assert.is((await first).value?.key, "job");
  const received = line.receive();
  assert.is((await loop.next()).value?.key, "out");
  assert.is((await received).value, "x");
  const third = loop.next();
  const sent = line.send("another's");
  assert.ok(jobs.trySend("again"));
  await third;
  assert.is(line.tryReceive()?.value, "another's");
  await sent;
});

test("a round that ends while it gets in line waits in one place for each case in the next (S7, S8)", async () => {
  const [closing, results] = [channel<string>(), channel<string>()];
  const probe = new Probe({ park: () => closing.close() });
  const loop = selectLoop({ closing: lent(receivingFrom(closing)), probe, out: sending(results, "x") });
  const next = loop.next();
  assert.is(results.stats.waitingSenders, 1);
  assert.is(probe.waiting.size, 1);
  assert.is(results.tryReceive()?.value, "x");
  assert.is((await next).value?.key, "out");
  assert.equal([results.stats.waitingSenders, probe.waiting.size], [0, 0]);
});

test("a case of others may end, or happen, while it gets in line (S7, S8)", async () => {
  const ending = new Probe({ park: (turn) => turn.claim() && turn.settle(end) });
  const happening = new Probe({ park: (turn) => turn.claim() && turn.settle(got(1)) });
  const results = channel<string>();
  const loop = selectLoop({ ending, happening, out: sending(results, "x") });
  const all = [loop.next(), loop.next(), loop.next()];
  assert.equal((await Promise.all(all)).map(({ value }) => value?.key), ["happening", "happening", "happening"]);
  assert.equal([ending.turns.length, happening.turns.length, results.stats.waitingSenders], [1, 3, 0]);
});

test("while a case has claimed its round and not settled it, no other round begins (S1, S7)", async () => {
  const jobs = channel<string>(1);
  const slow = new Probe({
    park(turn) {
      assert.ok(turn.claim());
      jobs.trySend("measure");
    },
  });
  const inner: Promise<{ value: { key: string } | undefined }>[] = [];
  const loop = selectLoop({
    slow,
    asking: () => {
      if (inner.length === 0) inner.push(loop.next());
      return null;
    },
    job: jobs,
  });
  const outer = loop.next();
  assert.ok(await pending(outer));
  assert.equal([jobs.size, slow.turns.length], [1, 1]);
  slow.turn.settle(got("at last"));
  assert.is((await outer).value?.key, "slow");
  assert.is((await inner[0])?.value?.key, "job");
});

test("a round that is claimed as it gets in line, and settled later, is over only then (S1, S7, C19)", async () => {
  const endings = [[got("claimed"), ["claimed", "measure"]], [end, ["measure"]]] as const;
  for (const [result, values] of endings) {
    const jobs = channel<string>(1);
    jobs.trySend("measure");
    const inner: ReturnType<typeof loop.next>[] = [];
    let settling = false;
    const door = new Probe({
      poll: () => door.turns.length === 2 && !settling ? got("polled") : undefined,
      park(turn) {
        if (door.turns.length === 1) values.forEach(() => inner.push(loop.next()));
        if (door.turns.length > 2) return;
        assert.ok(turn.claim());
        if (door.turns.length === 1) turn.settle(got("first"));
      },
    });
    const loop = selectLoop({ door, job: () => door.turns.length > 1 && jobs });
    assert.is((await loop.next()).value?.value, "first");
    assert.ok(await pending(inner[0]!));
    assert.equal([door.turns.length, jobs.size], [2, 1]);
    settling = true;
    door.turn.settle(result);
    assert.equal((await Promise.all(inner)).map(({ value }) => value?.value), values);
  }
});

test("a thousand rounds over four channels lose and double nothing (S1, S7)", async () => {
  const channels = [channel<number>(), channel<number>(1), channel<number>(2), channel<number>()];
  const received: number[] = [];
  const reading = (async () => {
    for await (const { value } of selectLoop(channels)) received.push(value ?? NaN);
  })();
  for (let value = 0; value < 1_000; value++) await channels[value % 4]?.send(value);
  for (const each of channels) each.close();
  await reading;
  assert.equal(received.sort((a, b) => a - b), Array.from({ length: 1_000 }, (_, index) => index));
});

test("a next() that comes while an earlier one is about to be served stays behind it (S7, C19)", async () => {
  const stop = new AbortController();
  const letters = channel<string>(5);
  const order: unknown[] = [];
  const one = selectLoop({ stop: stop.signal, letters });
  const other = selectLoop({
    stop: stop.signal,
    asked: () => {
      if (stop.signal.aborted) {
        letters.trySend("a");
        one.next().then((next) => order.push("later", next.value?.value));
      }
      return null;
    },
  });
  other.next();
  other.next();
  one.next();
  one.next().then((next) => order.push("earlier", next.value?.value));
  stop.abort();
  await turn();
  letters.trySend("b");
  await turn();
  assert.equal(order, ["earlier", "a", "later", "b"]);
});

test("throw() ends the loop as return() does, and rejects with the error (S7, C28)", async () => {
  const broken = new Error("broken");
  const jobs = channel<string>();
  const loop = selectLoop({ job: jobs });
  const next = loop.next();
  assert.is(await failure(loop.throw?.(broken) as Promise<unknown>), broken);
  assert.equal([await next, await loop.next()], [end, end]);
  assert.equal([jobs.closed, jobs.stats.waitingReceivers], [false, 0]);
});

test.run();
