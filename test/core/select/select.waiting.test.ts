import * as assert from "uvu/assert";
import { channel, ChannelClosedError, OverflowError, priority, select, sending, sized, trySelect } from "sluice";
import { pending, suite } from "../../support/test.ts";

const test = suite("select: waiting and meeting");

test("a select waits while none of its cases is ready, and no longer (S3)", async () => {
  const [jobs, results] = [channel<string>(), channel<number>()];
  const hit = select({ job: jobs, out: sending(results, 1) });
  assert.ok(await pending(hit));
  jobs.trySend("measure");
  assert.not(await pending(hit));
});

test("the first case to become ready wins (S3)", async () => {
  for (const first of [0, 1, 2]) {
    const channels = [channel<number>(1), channel<number>(1), channel<number>(1)];
    const hit = select(channels);
    channels[first]?.trySend(first);
    channels.forEach((each) => each.trySend(9));
    assert.equal(await hit, { key: first, done: false, value: first });
  }
});

test("waiting receive cases queue with ordinary receives, first come, first served (S3)", async () => {
  const jobs = channel<number>();
  const other = channel<number>();
  const order: unknown[] = [];
  const note = (what: { value: unknown }) => order.push(what.value);
  const all = [
    jobs.receive().then(note),
    select({ job: jobs, other }).then(note),
    jobs.receive().then(note),
    select([other, jobs]).then(note),
  ];
  for (const value of [1, 2, 3, 4]) assert.ok(jobs.trySend(value));
  await Promise.all(all);
  assert.equal(order, [1, 2, 3, 4]);
});

test("waiting send cases queue with ordinary sends, first come, first served (S3)", async () => {
  const [jobs, other, another] = [channel<number>(), channel<number>(), channel<number>()];
  const all = [
    jobs.send(1),
    select({ out: sending(jobs, 2), other }),
    jobs.send(3),
    select([sending(another, 0), sending(jobs, 4)]),
  ];
  const values: unknown[] = [];
  for (const _ of all) values.push(jobs.tryReceive()?.value);
  assert.equal(values, [1, 2, 3, 4]);
  await Promise.all(all);
});

test("nobody overtakes a waiting send case (C1, S3)", async () => {
  const jobs = channel<number>(1);
  jobs.trySend(0);
  const hit = select({ out: sending(jobs, 1) });
  assert.not(jobs.trySend(8));
  assert.is(trySelect({ out: sending(jobs, 9) }), undefined);
  const behind = jobs.send(2);
  assert.equal([0, 1, 2].map(() => jobs.tryReceive()?.value), [0, 1, 2]);
  await Promise.all([hit, behind]);
});

test("a send case does not overtake a waiting send, even where it had room (C1, S3)", async () => {
  const chunks = channel<number>(sized(10, (size: number) => size));
  chunks.trySend(8);
  const large = chunks.send(5);
  assert.is(trySelect({ out: sending(chunks, 1) }), undefined);
  const hit = select({ out: sending(chunks, 1) });
  assert.ok(await pending(hit));
  assert.is(chunks.tryReceive()?.value, 8);
  await Promise.all([large, hit]);
  assert.equal([chunks.tryReceive()?.value, chunks.tryReceive()?.value], [5, 1]);
});

test("a waiting send case goes in only where its value has room (S3, C2)", async () => {
  const chunks = channel<number>(sized(10, (size: number) => size));
  chunks.trySend(4);
  chunks.trySend(4);
  const hit = select({ out: sending(chunks, 7) });
  chunks.tryReceive();
  assert.ok(await pending(hit));
  chunks.tryReceive();
  assert.not(await pending(hit));
  assert.is(chunks.size, 1);
});

test("a waiting send case enters a priority channel and takes its rank there (S3)", async () => {
  const jobs = channel(priority<number>(2, (a, b) => a - b));
  await jobs.sendAll([5, 7]);
  const hit = select({ out: sending(jobs, 1) });
  assert.is(jobs.tryReceive()?.value, 5);
  await hit;
  assert.is(jobs.tryReceive()?.value, 1);
});

test("a for await loop takes the value of a waiting send case (S3)", async () => {
  const jobs = channel<string>();
  const hit = select({ out: sending(jobs, "measure") });
  jobs.close();
  const values: string[] = [];
  for await (const value of jobs) values.push(value);
  assert.equal(values, ["measure"]);
  assert.is((await hit).key, "out");
});

test("batches() takes the values of waiting send cases (S3, C20)", async () => {
  const jobs = channel<number>(1);
  await jobs.send(1);
  const hits = [2, 3].map((value) => select({ out: sending(jobs, value) }));
  assert.equal((await jobs.batches().next()).value, [1, 2, 3]);
  await Promise.all(hits);
});

test("a waiting select case counts as one who waits, each for itself (S4)", () => {
  const jobs = channel<number>();
  select({ a: jobs, b: jobs, out: sending(jobs, 1) });
  const { waitingReceivers, waitingSenders } = jobs.stats;
  assert.equal([waitingReceivers, waitingSenders], [2, 1]);
});

test("waiting send cases count for maxWaiting; one more rejects, with all else left (S1)", async () => {
  const jobs = channel<string>(0, { name: "jobs", maxWaiting: 1 });
  const other = channel<string>();
  const first = select({ out: sending(jobs, "a") });
  const second = select({ other, out: sending(jobs, "b") }).catch((error) => error);
  const error = await second;
  assert.instance(error, OverflowError);
  assert.equal([error.value, error.channel], ["b", "jobs"]);
  assert.is(other.stats.waitingReceivers, 0);
  assert.ok(await pending(first));
});

test("two selects meet, whichever of them came first (S4)", async () => {
  const [jobs, idle] = [channel<string>(), channel<string>()];
  const send = () => select({ idle, out: sending(jobs, "measure") });
  const receive = () => select({ job: jobs, idle });
  const starts: [typeof send | typeof receive, typeof send | typeof receive][] = [[send, receive], [receive, send]];
  for (const [first, second] of starts) {
    const hits = await Promise.all([first(), second()]);
    assert.equal(hits.map(({ key, value }) => [key, value]).sort(), [["job", "measure"], ["out", undefined]]);
    assert.is(idle.stats.waitingReceivers, 0);
  }
  assert.is(jobs.stats.sent, 2);
});

test("two selects with crossed cases meet exactly once (S4)", async () => {
  for (let round = 0; round < 20; round++) {
    const [a, b] = [channel<string>(), channel<string>()];
    const one = select({ out: sending(a, "from one"), in: b });
    const two = select({ out: sending(b, "from two"), in: a });
    const hits = await Promise.all([one, two]);
    assert.equal(hits.map(({ key }) => key).sort(), ["in", "out"]);
    assert.is(a.stats.received + b.stats.received, 1);
    assert.equal([a.stats.waitingSenders, b.stats.waitingReceivers], [0, 0]);
  }
});

test("a select that sends and receives on the same channel never meets itself (S4)", async () => {
  const jobs = channel<string>();
  assert.is(trySelect({ out: sending(jobs, "own"), in: jobs }), undefined);
  const hit = select({ out: sending(jobs, "own"), in: jobs });
  assert.ok(await pending(hit));
  assert.is(jobs.stats.sent, 0);
});

test("such a select meets a plain receive, a plain send, and another of its kind (S4)", async () => {
  const jobs = channel<string>();
  const both = (value: string) => select({ out: sending(jobs, value), in: jobs });

  const sender = both("own");
  assert.equal(jobs.tryReceive(), { done: false, value: "own" });
  assert.is((await sender).key, "out");

  const receiver = both("own");
  assert.ok(jobs.trySend("other"));
  assert.equal(await receiver, { key: "in", done: false, value: "other" });

  const hits = await Promise.all([both("first"), both("second")]);
  const [received] = hits.filter(({ key }) => key === "in");
  assert.equal(hits.map(({ key }) => key).sort(), ["in", "out"]);
  assert.is(received?.value, hits[0]?.key === "in" ? "second" : "first");
  assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [0, 0]);
});

test("a select that sends and receives on a full channel takes the oldest value (S4)", async () => {
  const jobs = channel<string>(1);
  jobs.trySend("old");
  assert.equal(await select({ out: sending(jobs, "new"), in: jobs }), { key: "in", done: false, value: "old" });
  assert.is(jobs.size, 0);
});

test("one channel may stand in several receive cases: a value goes to one of them (S4)", async () => {
  const jobs = channel<number>();
  const hit = select({ a: jobs, b: jobs, c: jobs });
  assert.ok(jobs.trySend(1));
  assert.is((await hit).value, 1);
  assert.not(jobs.trySend(2));
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("one channel may stand in several send cases: one value is sent (S4)", async () => {
  const jobs = channel<string>();
  const hit = select({ a: sending(jobs, "a"), b: sending(jobs, "b") });
  const { value } = await jobs.receive();
  assert.is((await hit).key, value);
  assert.is(jobs.tryReceive(), undefined);
});

test("one channel in several cases, those behind it are served next (S3, S4)", async () => {
  const jobs = channel<number>();
  const hit = select([jobs, jobs]);
  const next = jobs.receive();
  jobs.trySend(1);
  jobs.trySend(2);
  assert.equal([(await hit).value, (await next).value], [1, 2]);
});

test("a value that a buffer's function refuses rejects the select whose case waited, and harms nobody else (C21)", async () => {
  const broken = new Error("no size");
  let bad = 0;
  const chunks = channel<number>(sized(1, (size: number) => {
    if (size === bad) throw broken;
    return 1;
  }));
  await chunks.send(1);
  const won = channel<never>();
  const hit = select({ out: sending(chunks, 2), won }).catch((error) => error);
  const behind = chunks.send(3);
  bad = 2;
  assert.equal(chunks.tryReceive(), { done: false, value: 1 });
  assert.is(await hit, broken);
  await behind;
  assert.equal([chunks.size, won.stats.waitingReceivers], [1, 0]);
});

test("a thousand selects over four channels lose and double nothing (S1, S4)", async () => {
  const channels = [channel<number>(), channel<number>(1), channel<number>(2), channel<number>()];
  const sends = Array.from({ length: 1_000 }, (_, value) => select(channels.map((each) => sending(each, value))));
  const receives = sends.map(() => select(channels));
  await Promise.all(sends);
  const received = (await Promise.all(receives)).map(({ value }) => value as number);
  assert.equal(received.sort((a, b) => a - b), [...sends.keys()]);
  assert.is(channels.reduce((sum, { stats }) => sum + stats.sent, 0), 1_000);
  for (const { stats } of channels) assert.is(stats.waitingReceivers + stats.waitingSenders, 0);
});

test("an error of a waiting send is that of its own case alone (S4)", async () => {
  const jobs = channel<string>();
  const hits = ["a", "b"].map((value) => select({ out: sending(jobs, value) }).catch((error) => error));
  jobs.cancel();
  for (const [index, error] of (await Promise.all(hits)).entries()) {
    assert.instance(error, ChannelClosedError);
    assert.is(error.value, ["a", "b"][index]);
  }
});

test.run();
