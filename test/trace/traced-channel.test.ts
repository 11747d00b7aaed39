import * as assert from "uvu/assert";
import { type Channel, channel, dropping, fifo, OverflowError, select, selectLoop, sending, strict } from "sluice";
import { type Trace, trace } from "sluice/trace";
import { bufferContract } from "../suites/contracts/buffer.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { Probe } from "../support/foreign.ts";
import { collect } from "../support/reading.ts";
import { suite, ticks } from "../support/test.ts";
import { told } from "../support/trace.ts";

/** All the contract of channels, while a trace runs. */
let running: Trace;
const before = suite("a trace begins");
before("from here on channels are traced", () => void (running = trace({ limit: 100 })));
before.run();
bufferContract(
  { title: "0, traced", make: () => 0, capacity: 0, room: 0, full: "waits" },
  { title: "fifo(2), traced", make: () => fifo(2), capacity: 2, room: 2, full: "waits" },
  { title: "dropping(2), traced", make: () => dropping(2), capacity: 2, room: 2, full: "drops" },
  { title: "strict(1), traced", make: () => strict(1), capacity: 1, room: 1, full: "fails" },
);
const afterwards = suite("a trace ends");
afterwards("it has seen them all", () => {
  running.stop();
  assert.is(running.events.length, 100);
});
afterwards.run();

const test = suite("traced-channel");

test("what an operation sets going is told after it", async () => {
  const running = trace();
  const jobs = channel<number>(1);
  await jobs.send(1);
  const second = jobs.send(2);
  jobs.tryReceive();
  await second;
  running.stop();
  assert.equal(told(running), ["send 1", "park send 2", "receive 1 done", "wake send 2 done"]);
  const times = running.events.map(({ time }) => time);
  assert.equal(times, [...times].sort((a, b) => a - b));
});

test("every value of a batch is told once, before the sender that it lets in, and with the size of then", async () => {
  const running = trace();
  const jobs = channel<number>(2);
  await jobs.sendAll([1, 2]);
  const third = jobs.send(3);
  const fourth = jobs.send(4);
  const batch = await jobs.batches().next();
  await Promise.all([third, fourth]);
  running.stop();
  assert.equal(batch.value, [1, 2, 3, 4]);
  assert.equal(told(running).slice(2), [
    "park send 3",
    "park send 4",
    "receive 1",
    "wake send 3 done",
    "receive 2",
    "wake send 4 done",
    "receive 3",
    "receive 4",
  ]);
  assert.equal(running.events.filter(({ kind }) => kind === "receive").map(({ size }) => size), [1, 1, 1, 0]);
});

test("a batch of a rendezvous channel tells each value once", async () => {
  const running = trace();
  const jobs = channel<number>();
  const sent = [jobs.send(1), jobs.send(2)];
  await jobs.batches().next();
  await Promise.all(sent);
  running.stop();
  const received = told(running).filter((line) => line.startsWith("receive"));
  assert.equal(received, ["receive 1 done", "receive 2 done"]);
});

test("close() and cancel() are told once, and before those whom they wake", async () => {
  const running = trace();
  const jobs = channel<number>();
  const received = jobs.receive();
  jobs.close();
  jobs.close();
  await received;
  jobs.cancel();
  jobs.cancel();
  running.stop();
  assert.equal(told(running), ["park receive", "close", "wake receive end", "cancel"]);
});

test("a loop over a channel ends with its end", async () => {
  const running = trace();
  const jobs = channel<number>(1);
  await jobs.send(1);
  jobs.close();
  await collect(jobs);
  running.stop();
  assert.equal(told(running), ["send 1", "close", "receive 1 done", "end end"]);
});

test("trySend() that is not accepted leaves no event", () => {
  const running = trace();
  const jobs = channel<number>();
  assert.not(jobs.trySend(1));
  running.stop();
  assert.equal(told(running), []);
});

test("a value that may not even wait is told as refused, also that of a select", async () => {
  const running = trace();
  const jobs = channel<number>(0, { maxWaiting: 1 });
  jobs.send(1);
  assert.instance(await failure(jobs.send(2)), OverflowError);
  assert.instance(await failure(select([sending(jobs, 3)])), OverflowError);
  running.stop();
  assert.equal(told(running), ["park send 1", "refuse 2", "refuse 3"]);
});

test("a receiver that is served out of its turn is told as one that was woken", async () => {
  const running = trace();
  const jobs = channel<number>();
  const loop = selectLoop([jobs, sending(jobs, 1)]);
  const hit = loop.next();
  jobs.close();
  await ticks(3);
  jobs.tryReceive();
  assert.not((await hit).done);
  const end = loop.next();
  assert.ok((await end).done);
  running.stop();
  assert.equal(running.waiting, []);
});

test("a select that is served because another of its cases sent meanwhile is told as woken with the value", async () => {
  const running = trace();
  const jobs = channel<number>(1);
  const meddling = new Probe({ park: () => void jobs.trySend(1) });
  assert.equal(await select({ meddling, jobs }), { key: "jobs", done: false, value: 1 });
  running.stop();
  assert.equal(told(running), ["send 1", "park receive", "wake receive 1 done"]);
});

test("a receive that user code of the buffer tries on its channel is told as one that failed (C21)", async () => {
  const running = trace();
  const inner = fifo<number>(1);
  const jobs: Channel<number> = channel<number>({
    capacity: 1,
    get size() {
      return inner.size;
    },
    offer(value, discard) {
      thrownBy(() => jobs.trySend(2));
      thrownBy(() => jobs.tryReceive());
      thrownBy(() => jobs.close());
      return inner.offer(value, discard);
    },
    take: () => inner.take(),
  });
  await jobs.send(1);
  running.stop();
  assert.equal(told(running), ["send 1", "end error"]);
});

test.run();
