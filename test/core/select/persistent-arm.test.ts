// What others see of an arm that keeps its place between two rounds of a loop: nothing.
import * as assert from "uvu/assert";
import { type Buffer, channel, select, selectLoop, sending } from "sluice";
import { ForeignSelect, Probe, receivingFrom } from "../../support/foreign.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("persistent arm");

function never(): never {
  throw new Error("There is nothing to take");
}

/** Two channels and a loop over them that has had its first hit, from `other`, so that its arm on `jobs` is idle. */
async function idle(capacity = 0) {
  const [jobs, other] = [channel<string>(capacity), channel<string>()];
  const loop = selectLoop({ job: jobs, other });
  const first = loop.next();
  await other.send("first");
  assert.is((await first).value?.key, "other");
  return { jobs, other, loop };
}

test("a loop that is between two rounds takes no value: trySend is false (S3, S7)", async () => {
  const { jobs, loop } = await idle();
  assert.not(jobs.trySend("nobody waits"));
  const next = loop.next();
  assert.ok(jobs.trySend("now"));
  assert.equal((await next).value, { key: "job", done: false, value: "now" });
});

test("a value that comes between two rounds goes to the buffer, and the next round finds it (S7)", async () => {
  const { jobs, loop } = await idle(1);
  assert.ok(jobs.trySend("kept"));
  assert.is(jobs.size, 1);
  assert.equal((await loop.next()).value, { key: "job", done: false, value: "kept" });
});

test("a loop between two rounds does not count as a waiting receiver, one that waits does (S7)", async () => {
  const { jobs, other, loop } = await idle();
  assert.equal([jobs.stats.waitingReceivers, other.stats.waitingReceivers], [0, 0]);
  const received = jobs.receive();
  assert.is(jobs.stats.waitingReceivers, 1);
  const next = loop.next();
  assert.equal([jobs.stats.waitingReceivers, other.stats.waitingReceivers], [2, 1]);
  await loop.return?.();
  assert.equal([jobs.stats.waitingReceivers, other.stats.waitingReceivers], [1, 0]);
  assert.equal(await next, { done: true, value: undefined });
  jobs.trySend("for the receive");
  assert.is((await received).value, "for the receive");
});

test("who comes between two rounds is served before the loop: first come, first served (S3)", async () => {
  const { jobs, loop } = await idle();
  const received = jobs.receive();
  const next = loop.next();
  jobs.trySend("one");
  jobs.trySend("two");
  assert.is((await received).value, "one");
  assert.is((await next).value?.value, "two");
});

test("who came while the loop waited is served before its next round, if another case happened (S3)", async () => {
  const [jobs, other] = [channel<string>(), channel<string>()];
  const loop = selectLoop({ job: jobs, other });
  const first = loop.next();
  const received = jobs.receive();
  await other.send("first");
  await first;
  const next = loop.next();
  jobs.trySend("one");
  assert.is((await received).value, "one");
  assert.ok(await pending(next));
});

test("of two loops the one whose round began first is served first (S3)", async () => {
  const [jobs, other] = [channel<string>(), channel<string>()];
  const [one, two] = [selectLoop({ jobs, other }), selectLoop([jobs])];
  const first = one.next();
  const second = two.next();
  await other.send("to the first");
  await first;
  const again = one.next();
  jobs.trySend("a");
  jobs.trySend("b");
  assert.is((await second).value?.value, "a");
  assert.is((await again).value?.value, "b");
});

test("a channel that stands in a loop twice keeps the order of those who wait, too (S3, S4)", async () => {
  const [jobs, other] = [channel<string>(), channel<string>()];
  const loop = selectLoop([jobs, jobs, other]);
  const first = loop.next();
  await other.send("first");
  await first;
  const received = jobs.receive();
  const next = loop.next();
  jobs.trySend("one");
  jobs.trySend("two");
  assert.is((await received).value, "one");
  assert.is((await next).value?.value, "two");
});

test("a select that sends finds nobody in a loop between two rounds (S3)", async () => {
  const { jobs, loop } = await idle();
  const sent = select([sending(jobs, "value")]);
  assert.ok(await pending(sent));
  assert.is((await loop.next()).value?.value, "value");
  assert.is((await sent).key, 0);
});

test("a foreign select that sends does not take a loop between two rounds for a receiver (S3, S8)", async () => {
  const { jobs, other, loop } = await idle();
  const foreign = new ForeignSelect([sending(jobs, "value"), receivingFrom(other)]);
  assert.not(foreign.decided);
  await other.send("for the foreign select");
  assert.equal(await foreign.result, { done: false, value: "for the foreign select" });
  const next = loop.next();
  assert.ok(await pending(next));
  await loop.return?.();
});

test("a loop that sends and receives on one channel never meets itself (S4)", async () => {
  const jobs = channel<string>();
  const loop = selectLoop({ out: sending(jobs, "own"), job: jobs });
  const next = loop.next();
  assert.ok(await pending(next));
  assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [1, 1]);
  jobs.trySend("another's");
  assert.equal((await next).value, { key: "job", done: false, value: "another's" });
  assert.is(jobs.tryReceive(), undefined);
  assert.equal([jobs.stats.waitingReceivers, jobs.stats.waitingSenders], [0, 0]);
});

test("the end between two rounds is seen by the next one (S5, S7)", async () => {
  const { jobs, other, loop } = await idle();
  jobs.close();
  const error = new Error("broken");
  other.close(error);
  let caught: unknown;
  await loop.next().catch((reason) => caught = reason);
  assert.is(caught, error);
});

test("a loop that sends and receives on one channel learns of its end when its send was taken (C7, S4, S7)", async () => {
  const jobs = channel<string>();
  const loop = selectLoop({ out: sending(jobs, "own"), job: jobs });
  const [first, second] = [loop.next(), loop.next()];
  jobs.close();
  assert.is(jobs.tryReceive()?.value, "own");
  assert.is((await first).value?.key, "out");
  assert.equal(await second, { done: true, value: undefined });
});

test("a loop that sends and receives on one channel learns of its end when its send has left (C7, S4, S7)", async () => {
  const [jobs, other] = [channel<string>(), channel<string>(1)];
  const out = sending(jobs, "own");
  let round = 0;
  const loop = selectLoop({ out: () => round++ === 0 ? out : null, job: jobs, other });
  const [first, second] = [loop.next(), loop.next()];
  jobs.close();
  other.trySend("another case");
  other.close();
  assert.is((await first).value?.key, "other");
  assert.equal(await second, { done: true, value: undefined });
});

test("a loop that sends and receives on one channel learns of its end when its value was dropped (C7, S4, S7)", async () => {
  let outcome: "wait" | "drop" = "wait";
  const buffer: Buffer<string> = {
    capacity: 0,
    size: 0,
    room: () => outcome === "drop",
    offer: () => outcome,
    take: never,
  };
  const jobs = channel<string>(buffer);
  const meddling = new Probe({
    park: () => {
      jobs.close();
      outcome = "drop";
    },
  });
  const loop = selectLoop({ out: sending(jobs, "own"), job: jobs, meddling: () => round++ === 0 ? meddling : null });
  let round = 0;
  const [first, second] = [loop.next(), loop.next()];
  assert.is((await first).value?.key, "out");
  assert.equal(await second, { done: true, value: undefined });
});

test("a loop that was swept goes on as before (S7)", async () => {
  const { jobs, other, loop } = await idle();
  await turn();
  await turn();
  const next = loop.next();
  jobs.trySend("one");
  assert.is((await next).value?.value, "one");
  const after = loop.next();
  other.trySend("two");
  assert.is((await after).value?.value, "two");
});

test("a loop that waits is not swept (S7)", async () => {
  const { jobs, loop } = await idle();
  const next = loop.next();
  await turn();
  await turn();
  assert.is(jobs.stats.waitingReceivers, 1);
  jobs.trySend("one");
  assert.is((await next).value?.value, "one");
});

test("a loop whose own value is the last of its channel knows of the end in its next round (C7, S7)", async () => {
  const jobs = channel<string>();
  let asked = 0;
  const loop = selectLoop({ out: sending(jobs, "own"), job: jobs, changing: () => (asked++, null) });
  const [first, second] = [loop.next(), loop.next()];
  jobs.close();
  assert.equal(jobs.tryReceive(), { done: false, value: "own" });
  assert.is((await first).value?.key, "out");
  assert.equal([await second, asked], [{ done: true, value: undefined }, 2]);
});

test.run();
