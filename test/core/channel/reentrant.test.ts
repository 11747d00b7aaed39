// The channel is closed to the user code of its own buffer, which may do anything elsewhere.
import * as assert from "uvu/assert";
import {
  type Buffer,
  type Channel,
  channel,
  conflating,
  priority,
  select,
  selectLoop,
  sending,
  sized,
  trySelect,
} from "sluice";
import { Guarded } from "../../../src/core/channel/reentrant.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { drained } from "../../support/reading.ts";
import { receivingFrom } from "../../support/foreign.ts";
import { suite } from "../../support/test.ts";

const test = suite("reentrant");

/** A buffer without `room` for one value at most, and what runs when it is offered one. */
function custom(limit: number, asked: (value: string) => void): Buffer<string> {
  const held: string[] = [];
  return {
    capacity: 1,
    get size() {
      return held.length;
    },
    offer(value) {
      asked(value);
      if (held.length >= limit) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as string,
  };
}

/** Each operation on a channel, and the verb of the error that refuses it. */
const operations: Record<string, [verb: string, operation: (ch: Channel<string>) => unknown]> = {
  "send()": ["send", (ch) => ch.send("x")],
  "trySend()": ["send", (ch) => ch.trySend("x")],
  "sendAll()": ["send", (ch) => ch.sendAll(["x"])],
  "receive()": ["receive", (ch) => ch.receive()],
  "tryReceive()": ["receive", (ch) => ch.tryReceive()],
  "a loop": ["receive", (ch) => ch[Symbol.asyncIterator]().next()],
  "batches()": ["receive", (ch) => ch.batches().next()],
  "consume()": ["receive", (ch) => ch.consume().next()],
  "leaving consume()": ["cancel", (ch) => ch.consume().return?.()],
  "close()": ["close", (ch) => ch.close()],
  "dispose": ["close", (ch) => ch[Symbol.dispose]()],
  "cancel()": ["cancel", (ch) => ch.cancel()],
  "select() of a receive": ["receive", (ch) => select({ ch })],
  "select() of a send": ["send", (ch) => select({ out: sending(ch, "x") })],
  "trySelect() of a receive": ["receive", (ch) => trySelect({ ch })],
  "trySelect() of a send": ["send", (ch) => trySelect([sending(ch, "x")])],
  "selectLoop()": ["receive", (ch) => selectLoop({ ch }).next()],
  "a foreign select of a receive": ["receive", (ch) => receivingFrom(ch).park(never)],
  "a foreign select of a send": ["send", (ch) => sending(ch, "x").park(never)],
};

const never = { claim: () => false, settle: () => {}, fail: () => {} };

/** Buffers whose user code calls `act` once when it is armed, and how to lead there; each holds three values at first. */
const places: Record<string, (act: () => void) => { buffer: Buffer<string>; lead: (ch: Channel<string>) => unknown }> =
  {
    "offer()": (act) => ({ buffer: plain({ offer: act }), lead: (ch) => ch.trySend("c") }),
    "room()": (act) => ({ buffer: plain({ room: act }), lead: (ch) => sending(ch, "c").park(never) }),
    "take()": (act) => ({ buffer: plain({ take: act }), lead: (ch) => ch.tryReceive() }),
    "take() of cancel()": (act) => ({ buffer: plain({ take: act }), lead: (ch) => ch.cancel() }),
    "compare() of a send": (act) => ({ buffer: compared(act), lead: (ch) => ch.trySend("c") }),
    "compare() of a receive": (act) => ({ buffer: compared(act), lead: (ch) => ch.tryReceive() }),
    "sizeOf()": (act) => ({ buffer: sized(9, () => (act(), 1)), lead: (ch) => ch.trySend("c") }),
    "keyOf()": (act) => ({ buffer: conflating({ keyOf: (key) => (act(), key) }), lead: (ch) => ch.trySend("c") }),
    "merge()": (act) => ({
      buffer: conflating({ keyOf: (key) => key, merge: (_, newer) => (act(), newer) }),
      lead: (ch) => ch.trySend("a"),
    }),
  };

function plain(acts: { offer?: () => void; room?: () => void; take?: () => void }): Buffer<string> {
  const held: string[] = [];
  return {
    capacity: 9,
    get size() {
      return held.length;
    },
    offer(value) {
      acts.offer?.();
      held.push(value);
      return "kept";
    },
    room: () => (acts.room?.(), held.length < 9),
    take: () => (acts.take?.(), held.shift() as string),
  };
}

function compared(act: () => void): Buffer<string> {
  return priority(9, (one, other) => (act(), one < other ? -1 : 1));
}

for (const [place, make] of Object.entries(places)) {
  test(`${place} is refused each operation on its own channel, and nothing has changed (C21)`, async () => {
    for (const [name, [verb, operation]] of Object.entries(operations)) {
      let armed = false;
      let refused: unknown;
      let seen: unknown[] = [];
      const look = () => [ch.size, ch.closed, ch.stats];
      const { buffer, lead } = make(() => {
        if (!armed) return;
        armed = false;
        const before = look();
        refused = (async () => await operation(ch))();
        seen = [before, look()];
      });
      const ch: Channel<string> = channel(buffer, { name: "jobs" });
      for (const value of ["a", "b", "d"]) ch.trySend(value);
      armed = true;
      lead(ch);
      const error = await failure<Error>(refused as Promise<unknown>);
      assert.instance(error, TypeError, name);
      assert.is(error.message, `Cannot ${verb}: channel "jobs" is calling its buffer`, name);
      assert.equal(seen[0], seen[1], name);
      const left = drained(ch);
      assert.not(left.includes("x"), name);
      assert.is(ch.stats.waitingSenders + ch.stats.waitingReceivers, 0, name);
    }
  });
}

test("a channel without a name is refused as the channel (C21)", () => {
  let error: Error | undefined;
  const ch: Channel<string> = channel(custom(1, () => error = thrownBy<Error>(() => ch.tryReceive())));
  assert.ok(ch.trySend("a"));
  assert.is(error?.message, "Cannot receive: the channel is calling its buffer");
});

test("trySend() is refused in user code of a buffer that refuses all, too (C4, C21)", () => {
  let error: unknown;
  const ch: Channel<string> = channel<string>({
    capacity: 1,
    size: 0,
    refusesAll: true,
    offer: () => (error = thrownBy(() => ch.trySend("b")), "drop"),
    take: () => "",
  });
  void ch.send("a");
  assert.instance(error, TypeError);
  assert.not(ch.trySend("c"));
});

test("an iterator whose next() was refused goes on afterwards, and so does its channel (C19, C21)", async () => {
  const refused: Promise<unknown>[] = [];
  let armed = false;
  const ch: Channel<string> = channel(custom(2, () => {
    if (armed) refused.push(loop.next(), batches.next(), owner.next(), owner.return?.() as Promise<unknown>);
    for (const each of refused) each.catch(() => {}); // a turn of the event loop may pass before they are looked at
    armed = false;
  }));
  const [loop, batches, owner] = [ch[Symbol.asyncIterator](), ch.batches(1), ch.consume()];
  armed = true;
  for (const value of ["a", "b"]) await ch.send(value);
  for (const each of refused) assert.instance(await failure(each), TypeError);
  assert.is(refused.length, 4);
  assert.equal(await loop.next(), { done: false, value: "a" });
  assert.equal(await batches.next(), { done: false, value: ["b"] });
  assert.not(ch.closed);
  void ch.send("c");
  assert.equal(await owner.next(), { done: false, value: "c" });
});

test("a send into its own channel, from a buffer without capacity, does not go past the value in question (C1, C21)", async () => {
  for (const priority of [true, false]) {
    const errors: Promise<Error>[] = [];
    let value = 0;
    const ch: Channel<number> = channel<number>({
      capacity: 0,
      size: 0,
      offer() {
        if (errors.length < 3) errors.push(failure<Error>(ch.send(++value)));
        return "wait";
      },
      take: () => 0,
    });
    const loop = selectLoop({ ch });
    const got = [loop.next()];
    const sent = [ch.send(++value), select({ out: sending(ch, ++value) }, { priority }), ch.send(++value)];
    for (let left = 2; left > 0; left--) got.push(loop.next());
    const values = (await Promise.all(got)).map((hit) => hit.value?.value as number);
    await Promise.all(sent);
    assert.equal(values, [...values].sort((one, other) => one - other));
    for (const error of errors) assert.instance(await error, TypeError);
  }
});

test("a value for which a buffer has no answer is not accepted: its send is told what was given (C12, C25)", async () => {
  for (const [answer, text] of [[undefined, "undefined"], ["huh", '"huh"'], [true, "true"]] as const) {
    const lost: string[] = [];
    let says: unknown = "wait";
    let size = 1;
    const odd = {
      capacity: 1,
      get size() {
        return size;
      },
      offer: () => says,
      take() {
        size = 0;
        return "held";
      },
    };
    const ch = channel<string>(odd as unknown as Buffer<string>, { onUndelivered: (value) => lost.push(value) });
    const waiting = failure<Error>(ch.send("waiting"));
    says = answer;
    assert.equal(ch.tryReceive(), { done: false, value: "held" });
    const errors = [
      await waiting,
      await failure<Error>(ch.send("sent")),
      thrownBy<Error>(() => ch.trySend("tried")),
      await failure<Error>(select({ out: sending(ch, "selected") })),
      await failure<Error>(ch.sendAll(["all"])),
    ];
    for (const error of errors) {
      assert.instance(error, TypeError);
      assert.is(error.message, `buffer.offer() must give one of kept, wait, drop, merge, fail, not ${text}`);
    }
    assert.equal(lost, ["all"]);
    assert.is(ch.stats.sent, 1); // what it came with
    assert.is(ch.stats.waitingSenders, 0);
  }
});

test("a hook for a value that is dropped runs when all who can go in are in, whatever a function of the buffer does elsewhere (C21)", () => {
  const seen: unknown[] = [];
  const other = channel<string>(1);
  const buffer = custom(1, (value) => value === "b" && other.trySend("elsewhere"));
  const ch: Channel<string> = channel<string>({
    ...buffer,
    get size() {
      return buffer.size;
    },
    room: () => buffer.size === 0,
    offer: (value, discard) => value === "lost" ? "drop" : buffer.offer(value, discard),
  }, { onUndelivered: (value) => seen.push(value, ch.size, ch.stats.waitingSenders) });
  for (const value of ["a", "lost", "b"]) void ch.send(value);
  assert.equal(ch.tryReceive(), { done: false, value: "a" });
  assert.equal(seen, ["lost", 1, 0]);
});

test("what a buffer throws when it is asked for a value rejects that receive, and the channel goes on (C21)", async () => {
  const broken = new Error("broken");
  let works = false;
  const buffer = custom(1, () => {});
  const ch = channel<string>({
    ...buffer,
    get size() {
      return buffer.size;
    },
    take() {
      if (!works) throw broken;
      return buffer.take();
    },
  });
  await ch.send("a");
  assert.is(await failure(ch.receive()), broken);
  works = true;
  assert.equal(await ch.receive(), { done: false, value: "a" });
  const received = ch.receive();
  await ch.send("b");
  assert.equal(await received, { done: false, value: "b" });
  await rest();
  assert.equal([ch.stats.waitingReceivers, ch.size], [0, 0]);
});

test("what a function of a buffer does elsewhere is finished, also when a foreign turn comes to nothing (C21)", () => {
  for (const ends of ["claims nothing", "fails"]) {
    const lost: number[] = [];
    const other = channel<number>(1, { onUndelivered: (value) => lost.push(value) });
    other.trySend(1);
    const ch = channel<string>(sized(10, () => {
      other.cancel();
      if (ends === "fails") throw new Error("broken");
      return 1;
    }));
    const park = () => sending(ch, "a").park({ claim: () => false, settle: () => {}, fail: () => {} });
    if (ends === "fails") assert.throws(park, "broken");
    else park();
    assert.equal(lost, [1]);
  }
});

test("what a function of a buffer does elsewhere is finished, also when tryReceive() fails (C21)", () => {
  const lost: number[] = [];
  const other = channel<number>(1, { onUndelivered: (value) => lost.push(value) });
  other.trySend(1);
  const buffer = custom(1, () => {});
  const ch = channel<string>({
    ...buffer,
    get size() {
      return buffer.size;
    },
    take() {
      other.cancel();
      throw new Error("broken");
    },
  });
  ch.trySend("a");
  assert.throws(() => ch.tryReceive(), "broken");
  assert.equal(lost, [1]);
});

test("user code of a buffer may abort what waits on its channel, the sender that it is called about included (C1, C14, C21)", async () => {
  for (const aborted of ["first", "second"]) {
    const controller = new AbortController();
    let armed = false;
    const ch = channel<string>(sized(1, () => {
      if (armed) controller.abort("enough");
      armed = false;
      return 1;
    }));
    ch.trySend("held");
    const sent = ["first", "second", "third"].map((value) =>
      ch.send(value, value === aborted ? controller : undefined)
    );
    const withdrawn = failure(sent[aborted === "first" ? 0 : 1] as Promise<void>);
    armed = true;
    const got = drained(ch);
    assert.is(await withdrawn, "enough");
    assert.equal(got, ["held", "first", "second", "third"].filter((value) => value !== aborted));
    assert.is(ch.stats.waitingSenders, 0);
  }
});

test("a value that room() let in and offer() makes wait all the same stays before the others (B1, C1)", async () => {
  let refuse = true;
  const held: string[] = [];
  const ch = channel<string>({
    capacity: 1,
    get size() {
      return held.length;
    },
    room: () => true,
    offer(value) {
      if (value === "first" && refuse || held.length > 0) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as string,
  });
  const [selected, second] = [select({ out: sending(ch, "first") }), ch.send("second")];
  assert.is(ch.tryReceive()?.value, "first"); // past the buffer, which is empty
  refuse = false;
  assert.is(ch.tryReceive()?.value, "second");
  await Promise.all([selected, second]);
});

test("a buffer whose size does not fall when a value is taken is told so, and does not block what takes all (C10, C20, C25)", async () => {
  const broken = (): Channel<string> => channel<string>({ capacity: 9, size: 3, offer: () => "kept", take: () => "a" });
  const message = "buffer.size must fall when take() is called: it was 3 and is 3";
  const cancelled = broken();
  const waiting = cancelled.signal;
  assert.is(thrownBy<Error>(() => cancelled.cancel("enough")).message, message);
  assert.equal([cancelled.closed, cancelled.size, waiting.reason], [true, 0, "enough"]);
  assert.equal(await cancelled.receive(), { done: true, value: undefined });
  assert.is((await failure<Error>(broken().batches().next())).message, message);
  assert.is((await failure<Error>(broken().receive())).message, message);
  assert.instance(await failure(broken().consume().return?.() as Promise<unknown>), TypeError);
});

test("a channel whose buffer failed while it was cancelled holds nothing, and harms no other (C10, C21)", () => {
  const ch = channel<string>({
    capacity: 2,
    size: 1,
    offer: () => "kept",
    take() {
      throw new Error("broken");
    },
  });
  assert.throws(() => ch.cancel(), "broken");
  assert.equal(ch.tryReceive(), { done: true, value: undefined });
  const other = channel<string>(1);
  assert.ok(other.trySend("a"));
  assert.equal(other.tryReceive(), { done: false, value: "a" });
});

test("a buffer that is led back into itself keeps its channel closed until the outer code has ended (C21)", () => {
  const calling: boolean[] = [];
  const owner = {
    calling: false,
    setCalling(now: boolean) {
      owner.calling = now;
      calling.push(now);
    },
  };
  const guarded: Guarded<string> = new Guarded<string>({
    capacity: 1,
    size: 0,
    room: () => owner.calling,
    offer: (value) => guarded.room?.(value) ? "kept" : "wait",
    take: () => "",
  }, owner);
  assert.is(guarded.offer("a", () => {}), "kept");
  assert.equal(calling, [true, false]);
});

test.run();
