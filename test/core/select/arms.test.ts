// What user code can do while a select looks at its cases and gets in line: polls, parks, and functions of a buffer.
import * as assert from "uvu/assert";
import { channel, priority, select, selectLoop, sending, sized } from "sluice";
import { failure } from "../../support/failure.ts";
import { Probe } from "../../support/foreign.ts";
import { got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("arms: user code within a select");

/** A full channel that calls `meddle` when it is asked for the size of a value that is not its own. */
function meddling(meddle: () => void) {
  const line = channel<string>(sized(1, (value: string) => {
    if (value !== "held") meddle();
    return 1;
  }));
  line.trySend("held");
  return line;
}

/** Calls a function the first time only. */
function once(body: () => void): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    body();
  };
}

test("a park() that sends to a channel among the cases makes that case happen, with all left (S3, S8)", async () => {
  const jobs = channel<string>(1);
  const other = channel<string>();
  const probes = [new Probe(), new Probe({ park: () => void jobs.trySend("measure") }), new Probe()] as const;
  const hit = select([jobs, other, ...probes]);
  assert.equal(await hit, { key: 0, done: false, value: "measure" });
  assert.equal([jobs.size, jobs.stats.waitingReceivers, other.stats.waitingReceivers], [0, 0, 0]);
  assert.equal(probes.map(({ waiting }) => waiting.size), [0, 0, 0]);
});

test("a park() that starts to send or receive makes the case on the other side happen (S3, S8)", async () => {
  const [jobs, results] = [channel<string>(), channel<string>()];
  const sent: unknown[] = [];
  const sender = new Probe({ park: () => void sent.push(jobs.send("measure")) });
  assert.equal(await select({ sender, job: jobs }), { key: "job", done: false, value: "measure" });
  const receiver = new Probe({ park: () => void sent.push(results.receive()) });
  assert.is((await select({ receiver, out: sending(results, "x") })).key, "out");
  assert.equal(await Promise.all(sent), [undefined, { done: false, value: "x" }]);
});

test("a park() that makes room makes a send case happen (S3, S8)", async () => {
  const results = channel<string>(1);
  results.trySend("old");
  const taker = new Probe({ park: () => void results.tryReceive() });
  assert.is((await select({ taker, out: sending(results, "new") })).key, "out");
  assert.equal([results.tryReceive()?.value, taker.waiting.size], ["new", 0]);
});

test("a park() that closes a channel ends or fails the case on it (S3, S5)", async () => {
  const [ended, broken] = [channel<string>(), channel<string>()];
  const closing = (body: () => void) => new Probe({ park: body });
  assert.equal(await select({ a: closing(() => ended.close()), ended }), {
    key: "ended",
    done: true,
    value: undefined,
  });
  assert.is(await failure(select({ a: closing(() => broken.close("reason")), broken })), "reason");
});

test("a park() that closes a channel makes a send case on it fail: nothing comes after the end (S5, C8)", async () => {
  const results = channel<string>();
  const closing = new Probe({ park: () => results.close() });
  const hit = select({ closing, out: sending(results, "x") });
  assert.equal(results.tryReceive(), { done: true, value: undefined });
  assert.is((await failure<Error>(hit)).name, "ChannelClosedError");
  assert.is(closing.waiting.size, 0);
});

test("a park() that aborts a signal among the cases makes that case happen (S3, S8)", async () => {
  const controller = new AbortController();
  const aborting = new Probe({ park: () => controller.abort("enough") });
  assert.equal(await select({ stop: controller.signal, aborting }), { key: "stop", done: false, value: "enough" });
  assert.is(aborting.waiting.size, 0);
});

test("a park() that makes a case ready which has parked has it happen (S3, S8)", async () => {
  const door = new Probe();
  const opener = new Probe({ park: () => assert.ok(door.happen("open")) });
  const behind = new Probe();
  assert.equal(await select({ door, opener, behind }), { key: "door", done: false, value: "open" });
  assert.equal([door.waiting.size, opener.waiting.size, behind.turns.length], [0, 0, 0]);
});

test("a park() that makes a case ready which has yet to park has it happen when that one looks again (S3, S8)", async () => {
  let opened = false;
  const door = new Probe({
    poll: () => opened ? got("open") : undefined,
    park(turn) {
      if (opened && turn.claim()) turn.settle(got("open"));
    },
  });
  const opener = new Probe({ park: () => void (opened = true) });
  assert.equal(await select({ opener, door }), { key: "door", done: false, value: "open" });
  assert.equal([door.waiting.size, opener.waiting.size], [0, 0]);
});

test("a poll() that makes an earlier case ready has it happen (S3, S8)", async () => {
  const jobs = channel<string>(1);
  const meddler = new Probe({ poll: once(() => void jobs.trySend("measure")) as () => undefined });
  const hit = select({ job: jobs, meddler }, { priority: true });
  assert.not(await pending(hit));
  assert.equal(await hit, { key: "job", done: false, value: "measure" });
  assert.equal([jobs.stats.waitingReceivers, meddler.waiting.size], [0, 0]);
});

test("a function of a buffer that makes an earlier case ready has it happen (S3, C21)", async () => {
  const jobs = channel<string>(1);
  const line = meddling(once(() => void jobs.trySend("measure")));
  const hit = select({ job: jobs, out: sending(line, "x") }, { priority: true });
  assert.not(await pending(hit));
  assert.equal(await hit, { key: "job", done: false, value: "measure" });
  assert.equal([line.stats.waitingSenders, line.size], [0, 1]);
});

test("a function of a buffer that makes an earlier case ready leaves no value behind a waiting receiver (C1, S3)", async () => {
  const jobs = channel<string>(1);
  const line = meddling(once(() => void jobs.trySend("first")));
  const hit = select({ job: jobs, out: sending(line, "x") }, { priority: true });
  jobs.trySend("second");
  const values = [(await hit).value, jobs.tryReceive()?.value];
  assert.equal(values, ["first", "second"]);
});

test("a function of a buffer that aborts the select's signal rejects it (C14, C21)", async () => {
  const controller = new AbortController();
  const line = meddling(() => controller.abort("enough"));
  const hit = select({ out: sending(line, "x") }, { signal: controller.signal });
  assert.is(await failure(hit), "enough");
  assert.is(line.stats.waitingSenders, 0);
});

test("a function of a buffer that aborts a signal among the cases makes that case happen (S3, C21)", async () => {
  const controller = new AbortController();
  const line = meddling(() => controller.abort("enough"));
  const hit = select({ stop: controller.signal, out: sending(line, "x") }, { priority: true });
  assert.not(await pending(hit));
  assert.is((await hit).key, "stop");
  assert.is(line.stats.waitingSenders, 0);
});

test("a function of a buffer that has a case of others happen has only that one happen (S1, C21)", async () => {
  const door = new Probe({ park: () => void line.tryReceive() });
  const line = meddling(() => {
    if (door.waiting.size > 0) door.happen("open");
  });
  const hit = await select({ door, out: sending(line, "x") });
  const sent = line.stats.sent - 1;
  assert.is(sent, hit.key === "out" ? 1 : 0);
  assert.equal([line.stats.waitingSenders, door.waiting.size], [0, 0]);
});

test("a function of a buffer that makes a waiting send case lose has nothing sent for it (S1, C21)", async () => {
  const won = channel<string>();
  let armed = false;
  const line = channel<string>(sized(1, () => {
    if (armed) won.trySend("won");
    return 1;
  }));
  line.trySend("held");
  const hit = select({ out: sending(line, "x"), won });
  const behind = line.send("behind");
  armed = true;
  const values = [0, 1, 2].map(() => line.tryReceive()?.value);
  const { key } = await hit;
  assert.equal(values, key === "out" ? ["held", "x", "behind"] : ["held", "behind", undefined]);
  await behind;
  assert.equal([line.stats.sent, line.stats.waitingSenders], [key === "out" ? 3 : 2, 0]);
});

test("a compare() that makes a waiting send case lose has nothing sent for it (S1, C21)", async () => {
  const won = channel<string>();
  let armed = false;
  const line = channel(priority<number>(2, (a, b) => {
    if (armed) won.trySend("won");
    return a - b;
  }));
  await line.sendAll([1, 2]);
  const hit = select({ out: sending(line, 3), won });
  armed = true;
  assert.is(line.tryReceive()?.value, 1);
  armed = false;
  const { key } = await hit;
  assert.is(line.stats.sent, key === "out" ? 3 : 2);
  assert.equal([line.size, won.stats.waitingReceivers], [key === "out" ? 2 : 1, 0]);
});

test("a function of a buffer that cancels its channel while a select receives leaves nothing in it (C10, C12, C21)", async () => {
  for (const meddling of [1, 2]) {
    let calls = -Infinity;
    const lost: number[] = [];
    const line = channel<number>(
      sized(1, () => {
        if (++calls === meddling) line.cancel();
        return 1;
      }),
      { onUndelivered: (value) => void lost.push(value) },
    );
    line.trySend(1);
    const sent = line.send(2).then(() => "sent", () => "refused");
    calls = 0;
    assert.is((await select([line])).value, 1);
    assert.equal([line.size, lost], [0, await sent === "sent" ? [2] : []]);
  }
});

test("user code within a select may start others on the same channels (S4, S8)", async () => {
  const jobs = channel<string>();
  const inner: Promise<unknown>[] = [];
  const meddler = new Probe({ poll: () => void inner.push(select({ job: jobs })) });
  const outer = select({ meddler, job: jobs });
  assert.is(jobs.stats.waitingReceivers, 2);
  assert.ok(jobs.trySend("first"));
  assert.ok(jobs.trySend("second"));
  assert.equal(await inner[0], { key: "job", done: false, value: "first" });
  assert.equal(await outer, { key: "job", done: false, value: "second" });
});

test("the same care is taken in each round of a select loop (S7, S8)", async () => {
  const jobs = channel<string>(1);
  const loop = selectLoop({ job: jobs, meddler: new Probe({ park: () => void jobs.trySend("measure") }) });
  for (let round = 0; round < 3; round++) {
    assert.equal(await loop.next(), { done: false, value: { key: "job", done: false, value: "measure" } });
  }
  await loop.return?.();
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("what waits on a channel goes on when a case that parks makes room there, and decides its select (S1, S3, C12)", async () => {
  const ch = channel<string>(1);
  ch.trySend("held");
  let second: Promise<void> | undefined;
  const mine = new Probe({
    poll: () => void ch.tryReceive(),
    park() {
      second = ch.send("second");
      ch.tryReceive();
    },
  });
  await select({ out: sending(ch, "first"), mine }, { priority: true });
  await second;
  assert.equal([ch.size, ch.stats.waitingSenders], [1, 0]);
});

test.run();
