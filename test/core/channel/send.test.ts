import * as assert from "uvu/assert";
import { type Buffer, type Channel, channel, type OverflowError, priority, select, sending, sized } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { Probe } from "../../support/foreign.ts";
import { rest } from "../../support/jobs.ts";
import { drained } from "../../support/reading.ts";
import { expectUncaught, pending, suite } from "../../support/test.ts";

const test = suite("send");

/** The same values, in order. */
function sorted(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The values of the sends that were accepted so far, of those given by value. */
async function accepted(sent: Map<number, Promise<void>>): Promise<number[]> {
  const values: number[] = [];
  for (const [value, promise] of sent) promise.then(() => values.push(value), () => {});
  await rest();
  return values;
}

test("a receive lets the first waiting sender in, and wakes it (C1, C2)", async () => {
  const ch = channel<number>(1);
  const sent = new Map([1, 2, 3].map((value) => [value, ch.send(value)]));
  assert.equal(await accepted(sent), [1]);
  ch.tryReceive();
  assert.equal(await accepted(sent), [1, 2]);
  assert.is(ch.size, 1);
  assert.is(ch.stats.waitingSenders, 1);
});

test("sends with a signal, sends without and selects that wait behind each other are let in one by one, in order (C1)", async () => {
  const ch = channel<number>(2);
  const { signal } = new AbortController();
  const ways = [
    (value: number) => ch.send(value),
    (value: number) => ch.send(value, { signal }),
    (value: number) => select([sending(ch, value)]).then(() => {}),
  ];
  const values = [...Array(20).keys()];
  const sent = new Map(values.map((value) => [value, ways[(value >> 1) % ways.length]!(value)]));
  for (const value of values) {
    assert.equal(await accepted(sent), values.slice(0, value + 2));
    assert.equal(ch.stats, {
      sent: Math.min(20, value + 2),
      received: value,
      dropped: 0,
      merged: 0,
      peak: 2,
      waitingSenders: Math.max(0, 18 - value),
      waitingReceivers: 0,
    });
    assert.equal(ch.tryReceive(), { done: false, value });
  }
});

test("a receive from a rendezvous channel takes the first waiting sender's value (C2)", async () => {
  const ch = channel<number>();
  const sent = new Map([1, 2].map((value) => [value, ch.send(value)]));
  assert.equal(await accepted(sent), []);
  assert.equal(ch.tryReceive(), { done: false, value: 1 });
  assert.equal(await accepted(sent), [1]);
});

test("maxWaiting sends may wait; one more rejects, asks whether send() was awaited, and carries the value", async () => {
  const ch = channel<number>(1, { name: "jobs", maxWaiting: 2 });
  await ch.send(0);
  const sent = [ch.send(1), ch.send(2)];
  const error = await failure<OverflowError>(ch.send(3));
  assert.is(error.name, "OverflowError");
  assert.is(error.value, 3);
  assert.is(error.channel, "jobs");
  assert.is(error.message, 'Cannot send: 2 sends are already waiting on channel "jobs"; is send() awaited?');
  assert.equal(drained(ch), [0, 1, 2]);
  await Promise.all(sent);
  ch.send(4);
  assert.is(ch.stats.sent, 4);
});

test("maxWaiting: 1 says so in the singular", async () => {
  const ch = channel<number>(0, { maxWaiting: 1 });
  ch.send(1);
  const error = await failure<OverflowError>(ch.send(2));
  assert.is(error.message, "Cannot send: 1 send is already waiting on the channel; is send() awaited?");
});

test("maxWaiting: 0 lets nobody wait, but every send() that need not", async () => {
  const ch = channel<number>(1, { maxWaiting: 0 });
  await ch.send(1);
  assert.is((await failure<OverflowError>(ch.send(2))).name, "OverflowError");
  assert.not(ch.trySend(2));
  assert.equal(drained(ch), [1]);
});

test("maxWaiting: Infinity is no bound", async () => {
  const ch = channel<number>(0, { maxWaiting: Infinity });
  const sent = Array.from({ length: 70_000 }, (_, value) => ch.send(value));
  assert.is(ch.stats.waitingSenders, 70_000);
  assert.is(drained(ch).length, 70_000);
  await Promise.all(sent);
});

test("maxWaiting is 65,536 unless told", async () => {
  const ch = channel<number>();
  for (let value = 0; value < 65_536; value++) ch.send(value);
  assert.is((await failure<OverflowError>(ch.send(-1))).name, "OverflowError");
  assert.is(ch.stats.waitingSenders, 65_536);
});

test("a send() that was aborted makes place for another under maxWaiting (C14)", async () => {
  const ch = channel<number>(0, { maxWaiting: 1 });
  const controller = new AbortController();
  const first = failure(ch.send(1, { signal: controller.signal }));
  controller.abort();
  await first;
  ch.send(2);
  assert.equal(drained(ch), [2]);
});

test("maxWaiting does not count receivers", () => {
  const ch = channel<number>(0, { maxWaiting: 1 });
  for (let count = 0; count < 5; count++) ch.receive();
  assert.is(ch.stats.waitingReceivers, 5);
});

test("many sends leave a long line one by one, from behind as from the front, O(1) each (C14)", async () => {
  const ch = channel<number>(0, { maxWaiting: Infinity });
  const count = 60_000;
  const controllers = Array.from({ length: count }, () => new AbortController());
  const all = controllers.map(({ signal }, value) => ch.send(value, { signal }));
  const settled = Promise.allSettled(all);
  const keep = (index: number) => index % 1000 === 500;
  // With a reason: to make errors with their stacks takes some engines longer than all the rest.
  const leave = (index: number) => keep(index) || controllers[index]?.abort("enough");
  for (let index = count - 1; index >= count / 2; index--) leave(index);
  for (let index = 0; index < count / 2; index++) leave(index);
  const kept = Array.from({ length: count }, (_, index) => index).filter(keep);
  assert.is(ch.stats.waitingSenders, kept.length);
  assert.equal(drained(ch), kept);
  assert.is((await settled).filter(({ status }) => status === "fulfilled").length, kept.length);
});

test("a custom buffer without room() may say wait to one value and yes to a smaller one; nobody overtakes (C1, B1)", async () => {
  const held: number[] = [];
  const ch = channel<number>({
    capacity: Infinity,
    get size() {
      return held.length;
    },
    offer(value) {
      if (held.reduce((sum, each) => sum + each, value) > 10) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
  });
  ch.trySend(8);
  const controller = new AbortController();
  const large = failure(ch.send(5, { signal: controller.signal }));
  const small = ch.send(1);
  assert.not(ch.trySend(1));
  assert.ok(await pending(small));
  controller.abort("enough");
  await small;
  assert.is(await large, "enough");
  assert.equal(drained(ch), [8, 1]);
});

/** A buffer whose `room` always says yes, while `offer` keeps one value at a time, and runs `asked` first. */
function optimistic(asked: (value: number) => void = () => {}): Buffer<number> {
  const held: number[] = [];
  return {
    capacity: 2,
    get size() {
      return held.length;
    },
    offer(value) {
      asked(value);
      if (held.length > 0 && value > 5) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
    room: () => true,
  };
}

test("senders keep their order when room() said yes and offer() says wait all the same (C1, B1)", async () => {
  const ch = channel<number>(optimistic());
  for (const value of [1, 2, 3]) ch.trySend(value);
  const sent = [8, 4, 9].map((value) => ch.send(value));
  assert.equal(ch.tryReceive(), { done: false, value: 1 });
  assert.is(ch.stats.waitingSenders, 3);
  assert.equal(drained(ch), [2, 3, 8, 4, 9]);
  await Promise.all(sent);
});

test("a function of the buffer that aborts the send() it was asked for has it rejected instead of waiting (C13, C21)", async () => {
  const controller = new AbortController();
  const ch = channel<number>(sized(10, (value) => {
    if (value === 8) controller.abort("enough");
    return value;
  }));
  ch.trySend(5);
  assert.is(await failure(ch.send(8, { signal: controller.signal })), "enough");
  assert.is(ch.stats.waitingSenders, 0);
  assert.equal(drained(ch), [5]);
});

test("a custom buffer may drop, merge or refuse the value of a sender that had waited (B3, C12)", async () => {
  const answers = { drop: 0, merge: 0, fail: 0 };
  for (const answer of ["drop", "merge", "fail"] as const) {
    const lost: number[] = [];
    const held: number[] = [];
    let waits = false;
    const buffer: Buffer<number> = {
      capacity: 1,
      get size() {
        return held.length;
      },
      offer(value) {
        if (held.length > 0 && waits) return "wait";
        if (waits) return answer;
        held.push(value);
        waits = true;
        return "kept";
      },
      take: () => held.shift() as number,
    };
    const ch = channel<number>(buffer, { onUndelivered: (value) => lost.push(value) });
    ch.trySend(1);
    const sent = ch.send(2);
    const settled = sent.then(() => "accepted", (error: OverflowError) => error);
    assert.equal(ch.tryReceive(), { done: false, value: 1 });
    const outcome = await settled;
    answers[answer]++;
    if (answer === "fail") {
      assert.is((outcome as OverflowError).name, "OverflowError");
      assert.is((outcome as OverflowError).value, 2);
    } else assert.is(outcome, "accepted");
    assert.equal(lost, answer === "drop" ? [2] : []);
    assert.is(ch.stats.merged, answer === "merge" ? 1 : 0);
    assert.is(ch.stats.dropped, lost.length);
    assert.is(ch.stats.waitingSenders, 0);
  }
  assert.equal(answers, { drop: 1, merge: 1, fail: 1 });
});

/** What user code of a buffer may do, or try, while a waiting sender's value is looked at. */
interface Scene {
  readonly ch: Channel<number>;
  readonly abort: () => void;
}

const interferences: Record<string, (scene: Scene) => void> = {
  "tries to receive a value": ({ ch }) => void thrownBy(() => ch.tryReceive()),
  "aborts the sender": ({ abort }) => abort(),
  "tries to send": ({ ch }) => void thrownBy(() => ch.trySend(90)),
  "tries to send and to wait": ({ ch }) => void failure(ch.send(91)),
  "tries to wait for a value": ({ ch }) => void failure(ch.receive()),
  "tries to close": ({ ch }) => void thrownBy(() => ch.close()),
  "tries to cancel": ({ ch }) => void thrownBy(() => ch.cancel("enough")),
};

/** Two buffers whose functions are user code; `asked` is called while one of them runs. */
const buffers: Record<string, (asked: () => void) => Buffer<number>> = {
  sized: (asked) => sized(10, (_) => (asked(), 5)),
  priority: (asked) => priority(2, (a, b) => (asked(), a - b)),
  custom: (asked) => custom(asked),
};

/** A buffer of two without `room`, whose user's function runs before anything is changed. */
function custom(asked: () => void): Buffer<number> {
  const held: number[] = [];
  return {
    capacity: 2,
    get size() {
      return held.length;
    },
    offer(value) {
      asked();
      if (held.length >= 2) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
  };
}

for (const [kind, make] of Object.entries(buffers)) {
  for (const [what, interfere] of Object.entries(interferences)) {
    for (const call of [1, 2, 3]) {
      const when = `when it is asked for the ${["first", "second", "third"][call - 1]} time`;
      test(`a function of ${kind} that ${what} while senders are let in, ${when}, loses and doubles nothing (C12, C21)`, async () => {
        for (const waiting of [[3], [3, 4], [3, 4, 5]]) {
          let calls = -Infinity;
          const [got, lost] = [[] as number[], [] as number[]];
          const controller = new AbortController();
          const { signal } = controller;
          const ch: Channel<number> = channel<number>(
            make(() => {
              if (++calls === call) interfere({ ch, abort: () => controller.abort("enough") });
            }),
            { onUndelivered: (value) => lost.push(value) },
          );
          const all = [1, 2, ...waiting];
          const sent = new Map(all.map((value) => [value, ch.send(value, value === 3 ? { signal } : {})]));
          const outcomes = accepted(sent);
          calls = 0;
          const result = ch.tryReceive();
          calls = -Infinity;
          if (result !== undefined && !result.done) got.push(result.value);
          await rest();
          assert.ok(ch.size === 0 || ch.stats.waitingReceivers === 0);
          assert.not(ch.closed);
          got.push(...drained(ch));
          ch.cancel();
          const mine = await outcomes;
          await rest();
          const { stats } = ch;
          assert.equal(sorted([...got, ...lost]), sorted(mine));
          assert.is(stats.sent, mine.length);
          assert.is(stats.received, got.length);
          assert.is(stats.dropped, lost.length);
          assert.is(stats.waitingSenders, 0);
          assert.is(stats.peak, 2);
        }
      });
    }
  }
}

test("hooks run after all who can go in are in (C21)", async () => {
  const sizes: number[] = [];
  const held: number[] = [];
  const ch: Channel<number> = channel<number>(
    {
      capacity: 2,
      get size() {
        return held.length;
      },
      offer(value) {
        if (value < 0) return "drop";
        if (held.length === 2) return "wait";
        held.push(value);
        return "kept";
      },
      take: () => held.splice(0, 1)[0] as number,
    },
    {
      onUndelivered() {
        sizes.push(ch.size, ch.stats.waitingSenders);
        throw new Error("hook");
      },
    },
  );
  for (const value of [1, 2]) ch.trySend(value);
  ch.send(3);
  ch.send(-1);
  ch.send(4);
  const errors = await expectUncaught(() => {
    assert.equal(ch.tryReceive(), { done: false, value: 1 });
    assert.equal(ch.tryReceive(), { done: false, value: 2 });
  });
  assert.equal(sizes, [2, 0]);
  assert.is(errors.length, 1);
});

test("when a function of the buffer removes the sender it is asked about, those behind are let in (C1, C21)", async () => {
  for (const how of ["abort", "another case"]) {
    const controller = new AbortController();
    const other = channel<string>();
    let armed = false;
    const ch = channel<number>(sized(10, (value) => {
      if (armed && value === 8) how === "abort" ? controller.abort(how) : other.trySend(how);
      return value;
    }));
    for (const value of [1, 6]) ch.trySend(value);
    const first = how === "abort"
      ? failure<string>(ch.send(8, { signal: controller.signal }))
      : select({ out: sending(ch, 8), other }).then(({ value }) => value);
    const second = ch.send(2);
    armed = true;
    ch.tryReceive();
    assert.equal([ch.size, ch.stats.waitingSenders], [2, 0]);
    assert.is(await first, how);
    await second;
  }
});

test("when the buffer aborts a sender and then has no room for it, those behind are let in (C1, C14, C21)", async () => {
  const controller = new AbortController();
  const held: number[] = [];
  const ch = channel<number>({
    capacity: 1,
    get size() {
      return held.length;
    },
    offer(value) {
      if (value === 2) controller.abort("gone");
      if (held.length === 1 || value === 2) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
  });
  ch.trySend(1);
  const aborted = failure<string>(ch.send(2, controller));
  const sent = ch.send(3);
  assert.equal(ch.tryReceive(), { done: false, value: 1 });
  assert.equal([ch.stats.waitingSenders, drained(ch)], [0, [3]]);
  assert.is(await aborted, "gone");
  await sent;
});

test("a foreign select that has no room time and again is put back as it is, however often (S8)", () => {
  const count = 30_000;
  const held: number[] = [];
  let [sum, taken] = [0, 0];
  const ch = channel<number>({
    capacity: Infinity,
    get size() {
      return held.length - taken;
    },
    offer(value) {
      if (sum + value > count) return "wait";
      sum += value;
      held.push(value);
      return "kept";
    },
    take() {
      const value = held[taken++] as number;
      sum -= value;
      return value;
    },
  });
  for (let index = 0; index < count; index++) ch.trySend(1);
  const told: unknown[] = [];
  sending(ch, count).park({
    claim: () => true,
    settle: (result) => told.push(result),
    fail: (error) => told.push(error),
  });
  for (let index = 0; index < count; index++) ch.tryReceive();
  assert.equal(told, [{ done: false, value: undefined }]);
  assert.equal(drained(ch), [count]);
});

test("what a case sends while it is left by its select comes after what that sends (C1, S1)", async () => {
  const ch = channel<string>(sized(1, () => 1));
  ch.trySend("held");
  const late: boolean[] = [];
  const leaver = new Probe({ leave: () => late.push(ch.trySend("late")) });
  const selected = select({ leaver, out: sending(ch, "first") });
  assert.equal(ch.tryReceive(), { done: false, value: "held" });
  assert.equal([late, drained(ch), (await selected).key], [[false], ["first"], "out"]);
});

test("what a case takes while it is left by its select does not come before what that sends (C1, S1)", async () => {
  const ch = channel<string>(sized(1, () => 1));
  ch.trySend("held");
  const taken: unknown[] = [];
  const leaver = new Probe({ leave: () => taken.push(ch.tryReceive()) });
  const selected = select({ leaver, out: sending(ch, "first") });
  const second = ch.send("second");
  assert.equal(ch.tryReceive(), { done: false, value: "held" });
  assert.equal([taken, drained(ch), (await selected).key], [[{ done: false, value: "first" }], ["second"], "out"]);
  await second;
});

test("who gets in line while a sender is asked who turns out to be gone is served or told of the end (C7, S8)", async () => {
  const waits: Record<string, (ch: Channel<number>) => Promise<unknown>> = {
    "receive()": (ch) => ch.receive().then(({ done }) => done),
    "select()": (ch) => select([ch]).then(({ done }) => done),
    "for await": (ch) => ch[Symbol.asyncIterator]().next().then(({ done }) => done),
  };
  for (const [name, wait] of Object.entries(waits)) {
    const ch = channel<number>(1);
    ch.trySend(1);
    let ended: Promise<unknown> | undefined;
    sending(ch, 2).park({ claim: () => (ended = wait(ch), false), settle: () => {}, fail: () => {} });
    ch.close();
    assert.equal(ch.tryReceive(), { done: false, value: 1 });
    assert.is(await ended, true, name);
  }
});

test("what room() throws is nobody's when the sender has left meanwhile (C14, C21)", async () => {
  const controller = new AbortController();
  let armed = false;
  const ch = channel<number>(sized(1, () => {
    if (!armed) return 1;
    armed = false;
    controller.abort("gone");
    throw new Error("mine");
  }));
  ch.trySend(1);
  const first = failure<string>(ch.send(2, controller));
  const second = ch.send(3);
  armed = true;
  ch.tryReceive();
  assert.is(await first, "gone");
  await second;
  assert.equal(drained(ch), [3]);
});

test("a receiver that a foreign turn makes wait while it is claimed is served (S8, C12)", async () => {
  const ch = channel<string>(1);
  ch.trySend("a");
  let received: Promise<IteratorResult<string, undefined>> | undefined;
  const claim = () => (received = ch.receive()) !== undefined;
  sending(ch, "b").park({ claim, settle: () => {}, fail: () => {} });
  assert.is(ch.tryReceive()?.value, "a");
  assert.equal(await received, { done: false, value: "b" });
  assert.equal([ch.size, ch.stats.waitingReceivers], [0, 0]);
});

test("a foreign turn that cancels the channel while it is claimed fails, and its value is not held (C10, S8)", () => {
  const ch = channel<string>(1);
  ch.trySend("a");
  const failures: Error[] = [];
  const claim = () => (ch.cancel(), true);
  const settle = () => assert.unreachable("It was not sent");
  sending(ch, "b").park({ claim, settle, fail: (error) => failures.push(error as Error) });
  assert.is(ch.tryReceive()?.value, "a");
  assert.equal([failures.map(({ name }) => name), ch.size, ch.stats.sent], [["ChannelClosedError"], 0, 1]);
});

test.run();
