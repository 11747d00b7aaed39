import * as assert from "uvu/assert";
import { type Buffer, channel, fifo, selectLoop } from "sluice";
import { trace } from "sluice/trace";
import { suite } from "../support/test.ts";

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

test("a sender that was let in, and put back after all, waits again", async () => {
  const running = trace();
  const jobs = channel(hesitant());
  await jobs.send(1);
  const second = jobs.send(2);
  jobs.tryReceive();
  assert.equal(running.waiting.map(({ operation, value }) => [operation, value]), [["send", "2"]]);
  assert.is(jobs.tryReceive()?.value, 2);
  await second;
  running.stop();
  assert.equal(running.waiting, []);
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
