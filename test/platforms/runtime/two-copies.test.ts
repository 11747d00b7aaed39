// Two copies of the library in one process, as two versions in one dependency tree would be.
import * as assert from "uvu/assert";
import { channel, ChannelClosedError } from "sluice";
import { anotherCopy, type Library } from "../../support/another-copy.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { Probe } from "../../support/foreign.ts";
import { pending, suite, ticks } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("two copies");

const ours: Library = await import("sluice");
const other: Library = await anotherCopy();

/** Both ways round: whose select it is, and whose channels. */
const pairs: readonly (readonly [Library, Library])[] = [[ours, other], [other, ours]];

test("there are two copies (C27)", () => {
  assert.is.not(other.channel, channel);
  assert.is.not(other.ChannelClosedError, ChannelClosedError);
  assert.not(other.channel() instanceof channel().constructor);
});

test("a buffer belongs to one channel, of whichever copy; one that is frozen, too (B1, C27)", () => {
  for (const [mine, theirs] of pairs) {
    const own = Object.freeze({ capacity: 1, size: 0, offer: () => "wait" as const, take: () => 1 });
    for (const buffer of [mine.sliding<number>(2), mine.priority<number>(2, (a, b) => a - b), own]) {
      assert.ok(mine.channel(buffer));
      for (const copy of [mine, theirs]) {
        const error = thrownBy<Error>(() => copy.channel(buffer));
        assert.instance(error, TypeError);
        assert.is(error.message, "buffer must be a new one: it belongs to another channel");
      }
    }
  }
});

test("a select takes the other copy's receivers: a value, none, the end and the error (C27)", async () => {
  for (const [mine, theirs] of pairs) {
    const [jobs, closed, broken] = [theirs.channel<string>(1), theirs.channel<string>(), theirs.channel<string>()];
    assert.is(mine.trySelect({ job: jobs }), undefined);
    jobs.trySend("measure");
    assert.equal(await mine.select({ job: jobs, off: null }), { key: "job", done: false, value: "measure" });
    closed.close();
    assert.equal(mine.trySelect([closed]), { key: 0, done: true, value: undefined });
    broken.close("reason");
    assert.is(await failure(mine.select({ broken })), "reason");
    assert.is(thrownBy(() => mine.trySelect({ broken })), "reason");
  }
});

test("a select waits on the other copy's receivers, and its losers leave (C27, S1)", async () => {
  for (const [mine, theirs] of pairs) {
    const [jobs, lost] = [theirs.channel<string>(), theirs.channel<string>()];
    const own = mine.channel<string>();
    const hit = mine.select({ lost, job: jobs, own });
    assert.ok(await pending(hit));
    assert.equal([jobs, lost, own].map(({ stats }) => stats.waitingReceivers), [1, 1, 1]);
    assert.ok(jobs.trySend("measure"));
    assert.equal([jobs, lost, own].map(({ stats }) => stats.waitingReceivers), [0, 0, 0]);
    assert.equal(await hit, { key: "job", done: false, value: "measure" });
  }
});

test("what waits on the other copy's channel ends with close(), close(error) and cancel() (C27, S5)", async () => {
  for (const [mine, theirs] of pairs) {
    const [closed, broken, cancelled] = [theirs.channel<string>(), theirs.channel<string>(), theirs.channel<string>()];
    const hits = [closed, broken, cancelled].map((each) => mine.select({ each, off: null }));
    closed.close();
    broken.close("reason");
    cancelled.cancel();
    assert.is((await hits[0])?.done, true);
    assert.is(await failure(hits[1]!), "reason");
    assert.is((await hits[2])?.done, true);
  }
});

test("sending() sends to the other copy's channel: at once, waiting, and not at all (C27)", async () => {
  for (const [mine, theirs] of pairs) {
    const [room, rendezvous, idle] = [theirs.channel<string>(1), theirs.channel<string>(), theirs.channel<string>()];
    assert.equal(mine.trySelect({ out: mine.sending(room, "x") }), { key: "out", done: false, value: undefined });
    assert.is(mine.trySelect({ out: mine.sending(room, "y") }), undefined);
    const hit = mine.select({ out: mine.sending(rendezvous, "z"), idle: mine.sending(idle, "lost") });
    assert.ok(await pending(hit));
    assert.equal([await room.receive(), await rendezvous.receive()].map(({ value }) => value), ["x", "z"]);
    assert.is((await hit).key, "out");
    assert.equal([idle.stats.waitingSenders, idle.stats.sent], [0, 0]);
  }
});

test("errors of the other copy are told by their name and by instanceof (C27)", async () => {
  for (const [mine, theirs] of pairs) {
    const [closed, cancelled] = [theirs.channel<string>(0, { name: "jobs" }), theirs.channel<string>()];
    closed.close();
    const error = await failure<ChannelClosedError>(mine.select({ out: mine.sending(closed, "x") }));
    assert.equal([error.name, error.value, error.channel], ["ChannelClosedError", "x", "jobs"]);
    assert.instance(error, theirs.ChannelClosedError);
    assert.instance(error, mine.ChannelClosedError);
    assert.not(error instanceof mine.OverflowError);
    const full = theirs.channel(theirs.strict<string>(0));
    const overflow = thrownBy<Error>(() => mine.trySelect({ out: mine.sending(full, "x") }));
    assert.is(overflow.name, "OverflowError");
    assert.instance(overflow, mine.OverflowError);
    assert.not(overflow instanceof mine.ChannelClosedError);
    const open = new theirs.CircuitOpenError("Cannot call: the circuit is open", 250);
    assert.instance(open, mine.CircuitOpenError);
    assert.not(open instanceof mine.OverflowError);
    const hit = mine.select({ out: mine.sending(cancelled, "x") });
    cancelled.cancel("reason");
    const refused = await failure<ChannelClosedError>(hit);
    assert.equal([refused.name, refused.value, refused.cause], ["ChannelClosedError", "x", "reason"]);
  }
});

test("a class that extends an error knows its own alone, and is an error of the other copy (C27)", () => {
  for (const [mine, theirs] of pairs) {
    class Mine extends mine.ChannelClosedError {}
    const [error, foreign] = [new Mine("Cannot send", 1), new theirs.ChannelClosedError("Cannot send", 1)];
    assert.ok([Mine, mine.ChannelClosedError, theirs.ChannelClosedError, Error].every((each) => error instanceof each));
    assert.not(foreign instanceof Mine);
    assert.not(new mine.ChannelClosedError("Cannot send", 1) instanceof Mine);
  }
});

test("selects of two copies meet, whoever came first and whoever sends (C27, S4)", async () => {
  for (const [mine, theirs] of pairs) {
    for (const jobs of [mine.channel<string>(), theirs.channel<string>()]) {
      const idle = theirs.channel<string>();
      const receive = () => mine.select({ job: jobs, idle });
      const send = () => theirs.select({ idle, out: theirs.sending(jobs, "measure") });
      for (const [first, second] of [[receive, send], [send, receive]] as const) {
        const results = await Promise.all([first(), second()]);
        assert.equal(results.map(({ key, value }) => [key, value]).sort(), [["job", "measure"], ["out", undefined]]);
        assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders, idle.stats.waitingReceivers], [0, 0, 0]);
      }
      assert.equal([jobs.stats.sent, jobs.stats.received], [2, 2]);
    }
  }
});

test("selects of two copies with crossed cases meet exactly once (C27, S4)", async () => {
  for (const [mine, theirs] of pairs) {
    for (let round = 0; round < 20; round++) {
      const [a, b] = [mine.channel<string>(), theirs.channel<string>()];
      const one = mine.select({ out: mine.sending(a, "one"), in: b });
      const two = theirs.select({ out: theirs.sending(b, "two"), in: a });
      assert.equal((await Promise.all([one, two])).map(({ key }) => key).sort(), ["in", "out"]);
      assert.is(a.stats.received + b.stats.received, 1);
    }
  }
});

test("a select that sends and receives on the other copy's channel never meets itself (C27, S4)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<string>();
    const both = (value: string) => mine.select({ out: mine.sending(jobs, value), in: jobs });
    const hit = both("own");
    assert.ok(await pending(hit));
    assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders, jobs.stats.sent], [1, 1, 0]);
    assert.ok(jobs.trySend("other"));
    assert.equal(await hit, { key: "in", done: false, value: "other" });
    const again = both("own");
    assert.is(jobs.tryReceive()?.value, "own");
    assert.is((await again).key, "out");
    assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [0, 0]);
  }
});

test("such a select meets its like from either copy (C27, S4)", async () => {
  for (const [mine, theirs] of pairs) {
    for (const second of [mine, theirs]) {
      const jobs = theirs.channel<string>();
      const hits = [mine, second].map((copy) => copy.select({ out: copy.sending(jobs, "x"), in: jobs }));
      assert.equal((await Promise.all(hits)).map(({ key }) => key).sort(), ["in", "out"]);
      assert.equal([jobs.stats.sent, jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [1, 0, 0]);
    }
  }
});

test("one channel of the other copy may stand in several cases (C27, S4)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<string>();
    const hit = mine.select({ a: jobs, b: jobs });
    assert.ok(jobs.trySend("first"));
    assert.not(jobs.trySend("second"));
    assert.is((await hit).value, "first");
  }
});

test("waiting on the other copy's channel is first come, first served (C27, S3)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<number>();
    const all = [jobs.receive(), mine.select([jobs]), theirs.select([jobs]), mine.select([jobs]), jobs.receive()];
    for (const value of [1, 2, 3, 4, 5]) assert.ok(jobs.trySend(value));
    assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 2, 3, 4, 5]);
  }
});

test("when a select of the other copy loses, those behind its send case may go (C27, C1)", async () => {
  for (const [mine, theirs] of pairs) {
    const chunks = theirs.channel<number>(theirs.sized(10, (size: number) => size));
    const won = mine.channel<string>();
    chunks.trySend(8);
    const hit = mine.select({ out: mine.sending(chunks, 5), won });
    const behind = chunks.send(2);
    assert.ok(await pending(behind));
    assert.ok(won.trySend("x"));
    assert.not(await pending(behind));
    assert.is((await hit).key, "won");
  }
});

test("a select loop over the other copy's channels does what it does over its own (C27, S7)", async () => {
  for (const [mine, theirs] of pairs) {
    const [jobs, results] = [theirs.channel<number>(2), theirs.channel<string>(5)];
    await jobs.sendAll([1, 2]);
    const loop = mine.selectLoop({ out: mine.sending(results, "x"), job: jobs }, { priority: true });
    const keys = [await loop.next(), await loop.next(), await loop.next()].map(({ value }) => value?.key);
    assert.equal(keys, ["out", "job", "job"]);
    const waiting = [loop.next(), loop.next(), loop.next()];
    assert.ok(jobs.trySend(3));
    assert.ok(jobs.trySend(4));
    jobs.close();
    const values = (await Promise.all(waiting)).map(({ value }) => value?.value);
    assert.equal(values, [3, 4, undefined]);
    assert.is(results.size, 1);
  }
});

test("a loop of one copy and a loop of the other feed each other (C27, S7)", async () => {
  const [there, back] = [ours.channel<number>(), other.channel<number>()];
  const forward = async () => {
    for await (const { value } of other.selectLoop({ in: there })) await back.send((value ?? NaN) + 1);
    back.close();
  };
  const returned: number[] = [];
  const collect = async () => {
    for await (const { value } of ours.selectLoop({ in: back })) returned.push(value ?? NaN);
  };
  const ended = Promise.all([forward(), collect()]);
  for (let value = 0; value < 100; value++) await there.send(value);
  there.close();
  await ended;
  assert.equal(returned, Array.from({ length: 100 }, (_, index) => index + 1));
});

test("the other copy's timers happen in a select, and are disarmed when they lose (C27, S1)", () =>
  withTimers(async (timers) => {
    for (const [mine, theirs] of pairs) {
      const jobs = mine.channel<string>();
      const late = mine.select({ job: jobs, late: theirs.after(10, "late") });
      assert.is(timers.armed, 1);
      timers.pass(10);
      assert.equal(await late, { key: "late", done: false, value: "late" });
      const lost = mine.select({ job: jobs, late: theirs.after(10) });
      assert.ok(jobs.trySend("measure"));
      assert.is(timers.armed, 0);
      assert.is((await lost).key, "job");
    }
  }));

test("an abort takes a select out of the other copy's channels (C27, C14)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<string>();
    const controller = new AbortController();
    const hit = mine.select({ out: mine.sending(jobs, "x"), in: jobs }, { signal: controller.signal });
    controller.abort("enough");
    assert.is(await failure(hit), "enough");
    assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [0, 0]);
  }
});

test("a case that becomes ready while a select gets in line at the other copy's happens (C27, S3)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<string>(1);
    const meddler = new Probe({ park: () => void jobs.trySend("measure") });
    assert.is((await mine.select({ meddler, job: jobs })).value, "measure");
    assert.equal([jobs.size, jobs.stats.waitingReceivers, meddler.waiting.size], [0, 0, 0]);
  }
});

test("what one copy's channel holds, the other's loops, batches and sendAll() move (C27)", async () => {
  for (const [mine, theirs] of pairs) {
    const [from, to] = [theirs.channel<number>(10), mine.channel<number>(10)];
    await from.sendAll([1, 2, 3]);
    from.close();
    assert.is(await to.sendAll(from), 3);
    assert.equal((await to.batches().next()).value, [1, 2, 3]);
  }
});

test("a hundred selects of both copies over channels of both lose and double nothing (C27, S1)", async () => {
  const channels = [ours.channel<number>(), other.channel<number>(), ours.channel<number>(1), other.channel<number>(2)];
  const copy = (index: number) => index % 2 === 0 ? ours : other;
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  const sends = numbers.map((value) => {
    const { select, sending } = copy(value >> 1);
    return select(channels.map((each) => sending(each, value)));
  });
  const receives = numbers.map((index) => copy(index).select(channels));
  await Promise.all(sends);
  const values = (await Promise.all(receives)).map(({ value }) => value as number);
  assert.equal(values.sort((a, b) => a - b), numbers);
  await ticks(1);
  for (const { stats } of channels) assert.is(stats.waitingReceivers + stats.waitingSenders, 0);
});

test.run();
