// Our channels and timers in a select that others wrote: it knows the public protocol alone.
import * as assert from "uvu/assert";
import {
  after,
  channel,
  ChannelClosedError,
  OverflowError,
  select,
  sending,
  sized,
  strict,
  ticker,
  trySelect,
  type Turn,
} from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { deadTurn, ForeignSelect, receivingFrom } from "../../support/foreign.ts";
import { expectUncaught, pending, suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("case: a foreign select");

/** A turn that may be claimed, and notes what happens to it. */
function openTurn(): Turn<unknown> & { readonly events: unknown[] } {
  const events: unknown[] = [];
  return {
    events,
    claim: () => events.push("claim") > 0,
    settle: (result) => void events.push(result),
    fail: (error) => void events.push(error),
  };
}

test("a receiver lent to others polls like tryReceive() (S8)", () => {
  const jobs = channel<string>(1);
  const receiving = receivingFrom(jobs);
  assert.is(receiving.poll(), undefined);
  jobs.trySend("measure");
  assert.equal(receiving.poll(), { done: false, value: "measure" });
  jobs.close();
  assert.equal(receiving.poll(), { done: true, value: undefined });
  assert.is(jobs.stats.received, 1);
  const broken = channel<string>();
  broken.close("reason");
  assert.is(thrownBy(() => receivingFrom(broken).poll()), "reason");
});

test("a parked turn is claimed, and then settled with the value (S8)", () => {
  const jobs = channel<string>();
  const turn = openTurn();
  receivingFrom(jobs).park(turn);
  assert.is(jobs.stats.waitingReceivers, 1);
  assert.equal(turn.events, []);
  assert.ok(jobs.trySend("measure"));
  assert.equal(turn.events, ["claim", { done: false, value: "measure" }]);
  assert.equal([jobs.stats.received, jobs.stats.waitingReceivers], [1, 0]);
});

test("a parked send turn is claimed, and its value taken (S8)", async () => {
  const results = channel<string>();
  const turn = openTurn();
  sending(results, "x").park(turn);
  assert.is(results.stats.waitingSenders, 1);
  assert.equal(await results.receive(), { done: false, value: "x" });
  assert.equal(turn.events, ["claim", { done: false, value: undefined }]);
});

test("a parked turn that left is not asked any more (S8)", () => {
  const jobs = channel<string>();
  const turn = openTurn();
  const leave = [receivingFrom(jobs).park(turn), sending(jobs, "x").park(turn)];
  leave.forEach((each) => each());
  assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [0, 0]);
  assert.not(jobs.trySend("measure"));
  assert.is(jobs.tryReceive(), undefined);
  assert.equal(turn.events, []);
});

test("to leave twice, or after it happened, changes nothing (S8)", () => {
  const jobs = channel<string>();
  const turn = openTurn();
  const leave = receivingFrom(jobs).park(turn);
  const next = openTurn();
  receivingFrom(jobs).park(next);
  jobs.trySend("first");
  leave();
  leave();
  assert.is(jobs.stats.waitingReceivers, 1);
  jobs.trySend("second");
  assert.equal(next.events, ["claim", { done: false, value: "second" }]);
});

test("to leave again when another stands there changes nothing (S8)", async () => {
  const jobs = channel<string>();
  const leave = receivingFrom(jobs).park(openTurn());
  leave();
  const received = jobs.receive();
  leave();
  assert.is(jobs.stats.waitingReceivers, 1);
  assert.ok(jobs.trySend("measure"));
  assert.is((await received).value, "measure");
});

test("a receive turn whose claim says no is passed over: the value goes to the next in line (S8)", async () => {
  const jobs = channel<string>();
  const dead = [deadTurn(), deadTurn()];
  dead.forEach((turn) => receivingFrom(jobs).park(turn));
  const received = jobs.receive();
  assert.ok(jobs.trySend("measure"));
  assert.is((await received).value, "measure");
  assert.equal(dead.map(({ asked }) => asked), [1, 1]);
});

test("where nobody waits but dead turns, a value finds nobody (S8)", () => {
  const [rendezvous, buffered] = [channel<string>(), channel<string>(1)];
  for (const each of [rendezvous, buffered]) receivingFrom(each).park(deadTurn());
  assert.not(rendezvous.trySend("measure"));
  assert.ok(buffered.trySend("measure"));
  assert.equal([rendezvous, buffered].map(({ stats }) => [stats.sent, stats.received]), [[0, 0], [1, 0]]);
  assert.is(buffered.size, 1);
});

test("a send turn whose claim says no is passed over: its value is not sent (S8)", async () => {
  const jobs = channel<string>();
  const dead = deadTurn();
  sending(jobs, "dead").park(dead);
  const alive = jobs.send("alive");
  assert.equal(await jobs.receive(), { done: false, value: "alive" });
  await alive;
  assert.equal([jobs.stats.sent, dead.asked], [1, 1]);
  assert.is(jobs.tryReceive(), undefined);
});

test("where only dead turns want to send, there is nothing to receive (S8)", () => {
  const jobs = channel<string>();
  sending(jobs, "dead").park(deadTurn());
  assert.is(jobs.tryReceive(), undefined);
  assert.is(jobs.stats.waitingSenders, 0);
  sending(jobs, "dead").park(deadTurn());
  jobs.close();
  assert.equal(jobs.tryReceive(), { done: true, value: undefined });
});

test("when room is made, dead send turns are passed over and the next goes in (S8, C1)", async () => {
  const jobs = channel<string>(1);
  jobs.trySend("held");
  sending(jobs, "dead").park(deadTurn());
  const turn = openTurn();
  sending(jobs, "alive").park(turn);
  const behind = jobs.send("behind");
  assert.is(jobs.tryReceive()?.value, "held");
  assert.equal(turn.events, ["claim", { done: false, value: undefined }]);
  assert.is(jobs.tryReceive()?.value, "alive");
  await behind;
  assert.is(jobs.stats.sent, 3);
});

test("a send turn is not claimed before its value has room (S8)", () => {
  const chunks = channel<number>(sized(10, (size: number) => size));
  chunks.trySend(4);
  chunks.trySend(4);
  const turn = openTurn();
  sending(chunks, 7).park(turn);
  chunks.tryReceive();
  assert.equal(turn.events, []);
  chunks.tryReceive();
  assert.equal(turn.events, ["claim", { done: false, value: undefined }]);
});

test("a function of the buffer that throws for a waiting send turn fails it (S8, C21)", () => {
  const broken = new Error("no size");
  let bad = 0;
  const chunks = channel<number>(sized(10, (size: number) => {
    if (size === bad) throw broken;
    return size;
  }));
  chunks.trySend(9);
  const [turn, dead] = [openTurn(), deadTurn()];
  sending(chunks, 5).park(turn);
  sending(chunks, 5).park(dead);
  bad = 5;
  assert.is(chunks.tryReceive()?.value, 9);
  assert.equal(turn.events, ["claim", broken]);
  assert.equal([chunks.stats.waitingSenders, dead.asked], [0, 1]);
});

test("a receive turn that parks where a value has come since its poll takes it (S8)", async () => {
  const turn = openTurn();
  const buffered = channel<string>(1);
  buffered.trySend("held");
  receivingFrom(buffered).park(turn);
  assert.equal(turn.events, ["claim", { done: false, value: "held" }]);

  const rendezvous = channel<string>();
  const sent = rendezvous.send("waiting");
  const another = openTurn();
  receivingFrom(rendezvous).park(another);
  assert.equal(another.events, ["claim", { done: false, value: "waiting" }]);
  await sent;
  assert.is(rendezvous.stats.waitingReceivers, 0);
});

test("a receive turn that parks where the channel has ended since its poll ends (S8)", async () => {
  const [closed, broken] = [channel<string>(), channel<string>()];
  const turn = openTurn();
  closed.close();
  receivingFrom(closed).park(turn);
  assert.equal(turn.events, ["claim", { done: true, value: undefined }]);

  broken.close("reason");
  const select = new ForeignSelect([{ poll: () => undefined, park: (turn) => receivingFrom(broken).park(turn) }]);
  assert.is(await failure(select.result), "reason");
});

test("a send turn that parks where there is room or a receiver since its poll sends (S8)", async () => {
  const [room, waitedFor] = [channel<string>(1), channel<string>()];
  const turn = openTurn();
  sending(room, "x").park(turn);
  assert.equal(turn.events, ["claim", { done: false, value: undefined }]);
  assert.is(room.size, 1);

  const received = waitedFor.receive();
  const another = openTurn();
  sending(waitedFor, "y").park(another);
  assert.equal(another.events, ["claim", { done: false, value: undefined }]);
  assert.is((await received).value, "y");
});

test("a send turn that parks where the channel refuses since its poll fails (S8, S5)", async () => {
  const closed = channel<string>();
  closed.close();
  for (const [to, error] of [[closed, ChannelClosedError], [channel(strict<string>(0)), OverflowError]] as const) {
    const select = new ForeignSelect([{ poll: () => undefined, park: (turn) => sending(to, "x").park(turn) }]);
    assert.instance(await failure(select.result), error);
  }
});

test("a turn whose claim says no while it parks takes and sends nothing, and does not wait (S8)", () => {
  const [full, room, closed] = [channel<string>(1), channel<string>(1), channel<string>()];
  full.trySend("held");
  closed.close("reason");
  const dead = deadTurn();
  for (const each of [receivingFrom(full), sending(room, "x"), receivingFrom(closed), sending(closed, "x")]) {
    each.park(dead)();
  }
  assert.equal([full.size, room.size, dead.asked], [1, 0, 4]);
  assert.equal([full, room, closed].map(({ stats }) => stats.waitingReceivers + stats.waitingSenders), [0, 0, 0]);
});

test("a turn that was claimed for a dead one on the other side waits on, and cannot leave any more (S8)", async () => {
  const jobs = channel<string>();
  sending(jobs, "dead").park(deadTurn());
  const receiver = openTurn();
  const leave = receivingFrom(jobs).park(receiver);
  assert.equal(receiver.events, ["claim"]);
  leave();
  assert.ok(jobs.trySend("measure"));
  assert.equal(receiver.events, ["claim", { done: false, value: "measure" }]);

  receivingFrom(jobs).park(deadTurn());
  const sender = openTurn();
  sending(jobs, "x").park(sender)();
  assert.equal(sender.events, ["claim"]);
  assert.equal(await jobs.receive(), { done: false, value: "x" });
  assert.equal(sender.events, ["claim", { done: false, value: undefined }]);
  assert.equal([jobs.stats.sent, jobs.stats.received], [2, 2]);
});

test("such a turn fails when the channel is cancelled (S8, S5)", () => {
  const jobs = channel<string>();
  receivingFrom(jobs).park(deadTurn());
  const sender = openTurn();
  sending(jobs, "x").park(sender);
  assert.is(jobs.stats.waitingSenders, 1);
  jobs.cancel();
  const [claimed, error, ...more] = sender.events;
  assert.equal([claimed, more], ["claim", []]);
  assert.instance(error, ChannelClosedError);
});

test("a turn waits through close() and cancel() like any other (S8, S5)", () => {
  const [closed, broken, cancelled] = [channel<string>(), channel<string>(), channel<string>()];
  const receivers = [closed, broken, cancelled].map((each) => {
    const turn = openTurn();
    receivingFrom(each).park(turn);
    return turn;
  });
  closed.close();
  broken.close("reason");
  cancelled.cancel();
  const end = { done: true, value: undefined };
  assert.equal(receivers.map(({ events }) => events), [["claim", end], ["claim", "reason"], ["claim", end]]);
});

test("a send turn is delivered after close(), and fails on cancel() (S8, S5)", async () => {
  const [closed, cancelled] = [channel<string>(), channel<string>()];
  const senders = [closed, cancelled].map((each) => {
    const turn = openTurn();
    sending(each, "x").park(turn);
    return turn;
  });
  closed.close();
  assert.equal(senders[0]?.events, []);
  assert.is((await closed.receive()).value, "x");
  cancelled.cancel("reason");
  const [claimed, error] = senders[1]?.events ?? [];
  assert.is(claimed, "claim");
  assert.instance(error, ChannelClosedError);
  assert.equal([(error as ChannelClosedError).value, (error as ChannelClosedError).cause], ["x", "reason"]);
});

test("dead turns are passed over by close() and cancel(), too (S8)", async () => {
  const [closed, cancelled] = [channel<string>(), channel<string>()];
  const received: Promise<unknown>[] = [];
  for (const each of [closed, cancelled]) {
    receivingFrom(each).park(deadTurn());
    received.push(each.receive());
  }
  closed.close();
  cancelled.cancel();
  for (const each of received) assert.equal(await each, { done: true, value: undefined });
  const senders = channel<string>();
  sending(senders, "x").park(deadTurn());
  const sent = senders.send("y");
  senders.cancel();
  assert.is((await failure<ChannelClosedError>(sent)).value, "y");
});

test("what a turn throws is reported, and harms neither the channel nor the other side (S8, C21)", async () => {
  const jobs = channel<string>();
  const [claim, settle, fail] = ["claim", "settle", "fail"].map((name) => {
    const error = new Error(name);
    const turn = { ...openTurn(), [name]: () => assert.unreachable() };
    return { error, turn: { ...turn, [name]: () => throws(error) } as Turn<unknown> };
  });
  const errors = await expectUncaught(async () => {
    receivingFrom(jobs).park(claim!.turn);
    const received = jobs.receive();
    assert.ok(jobs.trySend("first"));
    assert.is((await received).value, "first");
    receivingFrom(jobs).park(settle!.turn);
    assert.ok(jobs.trySend("second"));
    receivingFrom(jobs).park(fail!.turn);
    jobs.close("reason");
  });
  assert.equal(errors, [claim!.error, settle!.error, fail!.error]);
  assert.is(jobs.stats.sent, 2);
});

function throws(error: Error): never {
  throw error;
}

test("a foreign select and ours meet, whoever came first and whoever sends (S4, S8)", async () => {
  const jobs = channel<string>();
  const foreign = {
    receive: () => new ForeignSelect([receivingFrom(jobs)]).result,
    send: () => new ForeignSelect([sending(jobs, "x")]).result,
  };
  const ours = { receive: () => select([jobs]), send: () => select([sending(jobs, "x")]) };
  const pairs = [[foreign.receive, ours.send], [ours.send, foreign.receive], [foreign.send, ours.receive], [
    ours.receive,
    foreign.send,
  ]] as const;
  for (const [first, second] of pairs) {
    const results = await Promise.all([first(), second()]);
    assert.equal(results.map(({ value }) => value).sort(), ["x", undefined]);
  }
  assert.is(jobs.stats.sent, 4);
});

test("two foreign selects meet through our channel (S4, S8)", async () => {
  const [jobs, idle] = [channel<string>(), channel<string>()];
  const receiver = new ForeignSelect([receivingFrom(idle), receivingFrom(jobs)]);
  const sender = new ForeignSelect([sending(jobs, "x")]);
  assert.equal(await receiver.result, { done: false, value: "x" });
  assert.equal(await sender.result, { done: false, value: undefined });
  assert.is(idle.stats.waitingReceivers, 0);
});

test("a turn never meets itself (S4, S8)", async () => {
  for (const receivesFirst of [true, false]) {
    const jobs = channel<string>();
    const cases = [receivingFrom(jobs), sending(jobs, "own")];
    const both = new ForeignSelect(receivesFirst ? cases : cases.reverse());
    assert.ok(await pending(both.result));
    assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [1, 1]);
    const another = new ForeignSelect([receivingFrom(jobs), sending(jobs, "other")]);
    const values = [(await both.result).value, (await another.result).value];
    assert.equal(values.filter((value) => value !== undefined).length, 1);
    assert.equal([jobs.stats.sent, jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [1, 0, 0]);
  }
});

test("turns of one select know each other by the symbol sluice.select (S4, C27)", async () => {
  const jobs = channel<string>();
  const one = { [Symbol.for("sluice.select")]: {} };
  const [receiver, sender] = [Object.assign(openTurn(), one), Object.assign(openTurn(), one)];
  receivingFrom(jobs).park(receiver);
  sending(jobs, "own").park(sender);
  assert.equal([receiver.events, sender.events], [[], []]);
  assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [1, 1]);
  const other = { [Symbol.for("sluice.select")]: {} };
  const another = Object.assign(openTurn(), other);
  sending(jobs, "other").park(another);
  assert.equal(receiver.events, ["claim", { done: false, value: "other" }]);
  assert.is(another.events.length, 2);
  assert.ok(await pending(jobs.send("behind")));
});

test("a turn that waits on both sides still meets whoever stands behind it (S4, S8)", async () => {
  const jobs = channel<string>();
  const both = new ForeignSelect([receivingFrom(jobs), sending(jobs, "own")]);
  const sent = jobs.send("other");
  assert.equal(await both.result, { done: false, value: "other" });
  await sent;
});

test("when a foreign select leaves, those behind it may go (S8, C1)", async () => {
  const chunks = channel<number>(sized(10, (size: number) => size));
  chunks.trySend(8);
  const select = new ForeignSelect([sending(chunks, 5)]);
  const behind = chunks.send(2);
  assert.ok(await pending(behind));
  select.leave();
  assert.not(await pending(behind));
});

test("a timer in a foreign select happens when it is due, and is disarmed when it leaves (S8)", () =>
  withTimers(async (timers) => {
    const late = new ForeignSelect([receivingFrom(after(10, "late"))]);
    timers.pass(10);
    assert.equal(await late.result, { done: false, value: "late" });
    const left = new ForeignSelect([receivingFrom(after(10))]);
    assert.is(timers.armed, 1);
    left.leave();
    assert.is(timers.armed, 0);
  }));

test("a turn that parks at a timer that is due by then takes it; dead turns do not (S8)", () =>
  withTimers(async (timers) => {
    const [deadline, ticks] = [after(10, "late"), ticker(10)];
    timers.pass(25);
    const [turn, another, dead] = [openTurn(), openTurn(), deadTurn()];
    receivingFrom(deadline).park(dead);
    receivingFrom(deadline).park(turn);
    receivingFrom(ticks).park(another);
    assert.equal(turn.events, ["claim", { done: false, value: "late" }]);
    assert.equal(another.events, ["claim", { done: false, value: 2 }]);
    assert.is(timers.armed, 0);
    receivingFrom(ticks).park(dead);
    const received = ticks.receive();
    timers.pass(10);
    assert.equal(await received, { done: false, value: 3 });
    ticks.cancel();
  }));

test("a turn that parks at an ended timer ends (S8)", () => {
  const ticks = ticker(10);
  ticks.cancel();
  const turn = openTurn();
  receivingFrom(ticks).park(turn);
  assert.equal(turn.events, ["claim", { done: true, value: undefined }]);
});

test("our select takes a lent receiver as a case (S8)", async () => {
  const jobs = channel<string>();
  assert.is(trySelect({ job: receivingFrom(jobs) }), undefined);
  const hit = select({ job: receivingFrom(jobs), off: null });
  assert.ok(jobs.trySend("measure"));
  assert.equal(await hit, { key: "job", done: false, value: "measure" });
});

test.run();
