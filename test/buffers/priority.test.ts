import * as assert from "uvu/assert";
import { type Buffer, channel, priority } from "sluice";
import { bufferContract, type Kind } from "../suites/contracts/buffer.ts";
import { seeded } from "../support/dice.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { expectUncaught, suite } from "../support/test.ts";

const equal = () => 0;
const bySize = (a: number, b: number) => a - b;
const ascending = (a: unknown, b: unknown) => typeof a === "number" && typeof b === "number" ? bySize(a, b) : 0;

bufferContract(
  ...[0, 1, 2, 10].map((capacity): Kind => ({
    title: `priority(${capacity}, equal)`,
    make: () => priority(capacity, equal),
    capacity,
    room: capacity,
    full: "waits",
  })),
  ...[1, 10].map((capacity): Kind => ({
    title: `priority(${capacity}, ascending)`,
    make: <T>() => priority<T>(capacity, ascending),
    capacity,
    room: capacity,
    full: "waits",
  })),
);

const test = suite("priority");

test("the smallest value comes first, whatever came first (C1)", () => {
  const jobs = channel<number>(priority(10, bySize));
  for (const value of [5, 3, 9, 1, 7]) jobs.trySend(value);
  assert.equal(drained(jobs), [1, 3, 5, 7, 9]);
});

test("equal values come in the order of their sends (C1)", () => {
  const jobs = channel<string>(priority(100, (a, b) => a.length - b.length));
  const words = Array.from({ length: 90 }, (_, index) => `${index % 3 === 0 ? "" : "long "}${index}`.padEnd(7, "."));
  const texts = words.map((word, index) => index % 2 === 0 ? word : `${word}!`);
  for (const text of texts) jobs.trySend(text);
  const sorted = [...texts].sort((a, b) => a.length - b.length); // which keeps the order of equal ones
  assert.equal(drained(jobs), sorted);
});

test("it agrees with a stable sort for any mix of sends and receives (C1)", () => {
  const random = seeded(7);
  const jobs = channel<{ due: number; id: number }>(priority(1000, (a, b) => a.due - b.due));
  let held: { due: number; id: number }[] = [];
  for (let id = 0; id < 3000; id++) {
    if (random() < 0.6 && held.length < 1000) {
      const job = { due: Math.floor(random() * 20), id };
      jobs.trySend(job);
      held = [...held, job].sort((a, b) => a.due - b.due);
    } else assert.is(jobs.tryReceive()?.value, held.shift());
  }
  assert.equal(drained(jobs), held);
});

test("senders who wait come in in the order of their sends; only what is in is sorted (C1)", async () => {
  const jobs = channel<number>(priority(2, bySize));
  await jobs.sendAll([5, 4]);
  for (const value of [3, 1, 2]) jobs.send(value);
  assert.equal(drained(jobs), [4, 3, 1, 2, 5]);
});

test("a value for a waiting receiver is not compared (C3)", async () => {
  const jobs = channel<number>(priority<number>(2, () => assert.unreachable() as never));
  const received = jobs.receive();
  await jobs.send(1);
  assert.equal(await received, { done: false, value: 1 });
});

test("cancel() discards in buffer order: the smallest first (C10)", () => {
  const lost: number[] = [];
  const jobs = channel<number>(priority(10, bySize), { onUndelivered: (value) => lost.push(value) });
  for (const value of [5, 3, 9, 1, 7]) jobs.trySend(value);
  jobs.cancel();
  assert.equal(lost, [1, 3, 5, 7, 9]);
});

test("what compare throws while a value comes in rejects that send(), trySend() throws it; nothing changes (C21)", async () => {
  const broken = new Error("Not comparable");
  let works = true;
  const jobs = channel<number>(priority(10, (a, b) => {
    if (!works) throw broken;
    return a - b;
  }));
  await jobs.sendAll([3, 1, 2]);
  const before = jobs.stats;
  works = false;
  assert.is(await failure(jobs.send(0)), broken);
  assert.is(thrownBy(() => jobs.trySend(0)), broken);
  works = true;
  assert.equal(jobs.stats, before);
  assert.equal(drained(jobs), [1, 2, 3]);
});

test("what compare throws for a sender that had waited rejects that send(), and the receive is unharmed (C21)", async () => {
  const broken = new Error("Not comparable");
  const jobs = channel<number>(priority(2, (a, b) => {
    if (a < 0) throw broken;
    return a - b;
  }));
  await jobs.sendAll([1, 2]);
  const refused = failure(jobs.send(-1));
  const next = jobs.send(3);
  assert.equal(await jobs.receive(), { done: false, value: 1 });
  assert.is(await refused, broken);
  await next;
  assert.equal(drained(jobs), [2, 3]);
  assert.is(jobs.stats.sent, 3);
});

test("what compare throws while a value is taken out is reported, and counts as equal (C21)", async () => {
  let works = true;
  const jobs = channel<number>(priority(10, (a, b) => {
    if (!works) throw new Error("Not comparable");
    return a - b;
  }));
  await jobs.sendAll([1, 2, 3]);
  works = false;
  const errors = await expectUncaught(async () => {
    assert.equal(await jobs.receive(), { done: false, value: 1 });
  });
  assert.ok(errors.length > 0);
  assert.ok(errors.every((error) => (error as Error).message === "Not comparable"));
  works = true;
  assert.equal(drained(jobs).sort(), [2, 3]);
});

test("no value is lost, whatever compare answers (C12)", async () => {
  for (const answer of [NaN, undefined, "1", 1, -1, Infinity]) {
    const lost: number[] = [];
    const jobs = channel<number>(priority(5, () => answer as number), { onUndelivered: (value) => lost.push(value) });
    await jobs.sendAll([1, 2, 3, 4, 5]);
    jobs.send(6).catch(() => {});
    const got = drained(jobs);
    assert.equal([...got, ...lost].sort(), [1, 2, 3, 4, 5, 6]);
  }
});

// A channel lets nobody come near its buffer while that is asked; a stage of a pipeline may.

/** A buffer whose compare does something once, after `arm` was called. */
function meddling(action: (jobs: Buffer<number>) => void): { jobs: Buffer<number>; arm: () => void } {
  let armed = false;
  const jobs: Buffer<number> = priority(10, (a, b) => {
    if (armed) {
      armed = false;
      action(jobs);
    }
    return a - b;
  });
  for (const value of [4, 2, 6, 1, 3, 5, 7]) offered(jobs, value);
  return { jobs, arm: () => void (armed = true) };
}

function offered(jobs: Buffer<number>, value: number): boolean {
  return jobs.offer(value, () => assert.unreachable("nothing is to be given up")) === "kept";
}

function emptied(jobs: Buffer<number>): number[] {
  const values: number[] = [];
  while (jobs.size > 0) values.push(jobs.take());
  return values;
}

test("a compare that takes all while a value comes in loses and doubles nothing (B2, C12)", () => {
  const got: number[] = [];
  const { jobs, arm } = meddling((jobs) => got.push(...emptied(jobs)));
  arm();
  assert.ok(offered(jobs, 0));
  assert.equal(got, [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(emptied(jobs), [0]);
});

test("a compare that offers others while a value comes in loses nothing, and keeps the bound (B2, C2)", () => {
  const { jobs, arm } = meddling((jobs) => {
    for (const value of [8, 9, 10]) offered(jobs, value);
  });
  arm();
  assert.not(offered(jobs, 0)); // compare has filled it up
  assert.is(jobs.size, 10);
  assert.equal(emptied(jobs), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a compare that offers another while a value is taken out loses nothing (B2, C12)", () => {
  const { jobs, arm } = meddling((jobs) => offered(jobs, 0));
  arm();
  assert.equal(emptied(jobs).sort(bySize), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("a compare that takes while a value is taken out loses and doubles nothing, and keeps the order (B2, C12)", () => {
  for (let size = 3; size < 12; size++) {
    for (let taken = 1; taken < size; taken++) {
      for (let call = 1; call < 5; call++) {
        let left = 0;
        const inner: number[] = [];
        const jobs: Buffer<number> = priority(size, (a, b) => {
          if (--left === 0) {
            for (let count = 0; count < taken; count++) inner.push(jobs.take());
          }
          return a - b;
        });
        for (let value = 0; value < size; value++) offered(jobs, size % 7 === 0 ? value : (value * 7) % size);
        left = call;
        const outer = jobs.take();
        left = 0;
        const rest = emptied(jobs);
        assert.equal([...inner, outer, ...rest].sort(bySize), [...Array(size).keys()]);
        assert.equal(rest, [...rest].sort(bySize));
      }
    }
  }
});

test("a compare that takes so much that the heap gives memory back loses and doubles nothing (B2, C12)", () => {
  for (const comesIn of [true, false]) {
    let armed = false;
    const taken: number[] = [];
    const jobs: Buffer<number> = priority(1000, (a, b) => {
      if (armed) {
        armed = false;
        for (let count = 0; count < 60; count++) taken.push(jobs.take());
      }
      return a - b;
    });
    for (let value = 0; value < 65; value++) offered(jobs, value);
    armed = true;
    if (comesIn) assert.ok(offered(jobs, 65));
    else taken.push(jobs.take());
    const all = [...taken, ...emptied(jobs)].sort(bySize);
    assert.equal(all, [...Array(comesIn ? 66 : 65).keys()]);
  }
});

test("a compare that takes all that is left while a value is taken out leaves nothing to take (B2)", () => {
  const got: number[] = [];
  const { jobs, arm } = meddling((jobs) => got.push(...emptied(jobs)));
  arm();
  assert.throws(() => jobs.take(), "compare() took all");
  assert.equal(got, [1, 2, 3, 4, 5, 6, 7]);
  assert.ok(offered(jobs, 8));
  assert.is(jobs.take(), 8);
});

test.run();
