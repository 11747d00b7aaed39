import * as assert from "uvu/assert";
import { type Buffer, type Channel, channel, fifo, select, selectLoop, sending, sized } from "sluice";
import { trace } from "sluice/trace";
import { failure } from "../support/failure.ts";
import { deadTurn, ForeignSelect, receivingFrom } from "../support/foreign.ts";
import { suite } from "../support/test.ts";
import { told } from "../support/trace.ts";

const test = suite("traced-line");

/** A buffer of one that says it has room, and refuses the third offer all the same. */
function hesitant(): Buffer<number> {
  const inner = fifo<number>(1);
  let offers = 0;
  return {
    capacity: 1,
    get size() {
      return inner.size;
    },
    offer: (value, discard) => ++offers === 3 ? "wait" : inner.offer(value, discard),
    take: () => inner.take(),
    room: () => inner.size === 0,
  };
}

test("a sender that was let in, and put back after all, has waited all along", async () => {
  const { signal } = new AbortController();
  const sends: ((jobs: Channel<number>) => Promise<unknown>)[] = [
    (jobs) => jobs.send(2),
    (jobs) => jobs.send(2, { signal }),
    (jobs) => select([sending(jobs, 2)]),
    (jobs) => new ForeignSelect([sending(jobs, 2)]).result,
  ];
  for (const send of sends) {
    const running = trace();
    const jobs = channel(hesitant());
    await jobs.send(1);
    const second = send(jobs);
    jobs.tryReceive();
    assert.equal(running.waiting.map(({ operation, value }) => [operation, value]), [["send", "2"]]);
    assert.is(jobs.tryReceive()?.value, 2);
    await second;
    assert.equal(running.waiting, []);
    running.stop();
    assert.equal(told(running).slice(1), ["park send 2", "receive 1 done", "receive 2 done", "wake send 2 done"]);
  }
});

test("a send that waited is told as one that got an error when a function of its buffer throws", async () => {
  for (const throwing of [1, 2]) { // in `room`, or in `offer`
    const running = trace();
    let asked = 0;
    const jobs = channel(sized<number>(1, (value) => {
      if (value === 2 && ++asked > throwing) throw "reason";
      return 1;
    }));
    jobs.trySend(1);
    const second = failure(jobs.send(2));
    jobs.tryReceive();
    assert.is(await second, "reason");
    running.stop();
    assert.equal(told(running), ["send 1", "park send 2", "receive 1 done", "wake send 2 error"]);
  }
});

test("a turn of another select that is settled already leaves, on either side", () => {
  const running = trace();
  const jobs = channel<number>();
  sending(jobs, 1).park(deadTurn());
  assert.is(jobs.tryReceive(), undefined);
  receivingFrom(jobs).park(deadTurn());
  assert.not(jobs.trySend(2));
  running.stop();
  assert.equal(told(running), ["park send 1", "leave send 1", "park receive", "leave receive"]);
});

test("a turn that was claimed for a dead one waits from then on, and is told as woken when it is served", () => {
  const running = trace();
  const jobs = channel<number>();
  sending(jobs, 1).park(deadTurn());
  receivingFrom(jobs).park({ claim: () => true, settle() {}, fail() {} });
  assert.equal(running.waiting.map(({ operation }) => operation), ["receive"]);
  jobs.trySend(2);
  assert.equal(running.waiting, []);
  running.stop();
  assert.equal(told(running), ["park send 1", "leave send 1", "park receive", "send 2", "wake receive 2 done"]);
});

test("whoever leaves from the middle of a line waits no more", async () => {
  const running = trace();
  const jobs = channel<number>();
  const controller = new AbortController();
  const sent = [jobs.send(1), jobs.send(2, { signal: controller.signal }), jobs.send(3)];
  controller.abort();
  await sent[1]?.catch(() => {});
  assert.equal(running.waiting.map(({ value }) => value), ["1", "3"]);
  await jobs.batches().next();
  await Promise.all([sent[0], sent[2]]);
  running.stop();
  assert.equal(running.waiting, []);
});

test("an arm of a select loop waits while the loop does, and not between two rounds", async () => {
  const running = trace();
  const [a, b] = [channel<number>(0, { name: "a" }), channel<number>(0, { name: "b" })];
  const loop = selectLoop({ a, b });
  const waiting = () => running.waiting.map(({ channel }) => channel.title).sort();
  const first = loop.next();
  assert.equal(waiting(), ["a", "b"]);
  a.trySend(1);
  assert.equal([waiting(), b.stats.waitingReceivers], [[], 0]);
  await first;
  const second = loop.next();
  assert.equal(waiting(), ["a", "b"]);
  a.trySend(2);
  await second;
  await loop.return?.();
  running.stop();
});

test("an arm of a select loop that steps aside between two rounds is not told as woken", async () => {
  const running = trace();
  const [a, b] = [channel<number>(1, { name: "a" }), channel<number>(1, { name: "b" })];
  const loop = selectLoop({ a, b });
  const first = loop.next();
  a.trySend(1);
  await first;
  b.trySend(2); // nobody waits in the loop: its arm on b steps aside
  running.stop();
  assert.equal(running.events.filter(({ kind }) => kind === "wake").map(({ channel }) => channel.title), ["a"]);
  assert.equal(running.events.filter(({ kind }) => kind === "leave").map(({ channel }) => channel.title), ["b"]);
  await loop.return?.();
});

test.run();
