// What functions of a buffer do to their own channel while it is asked: whoever comes then waits until it has answered.
import * as assert from "uvu/assert";
import { type Buffer, type Channel, channel, priority, select, selectLoop, sending, sized } from "sluice";
import { failure, thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { drained } from "../support/reading.ts";
import { expectUncaught, suite } from "../support/test.ts";

const test = suite("guarded");

/** What is to be done, once each, when a buffer is asked about a value. */
class Plan {
  private readonly steps: { readonly value: string; left: number; readonly act: () => unknown }[] = [];

  /** When it is asked about the value for the `nth` time from now on. */
  when(value: string, nth: number, act: () => unknown): this {
    this.steps.push({ value, left: nth, act });
    return this;
  }

  readonly asked = (value: string): void => {
    for (const step of this.steps) if (step.value === value && --step.left === 0) step.act();
  };
}

/** A channel for two values, or for one that is called "wide". */
function planned(): { ch: Channel<string>; plan: Plan } {
  const plan = new Plan();
  const ch: Channel<string> = channel<string>(sized(2, (value) => {
    plan.asked(value);
    return value === "wide" ? 2 : 1;
  }));
  return { ch, plan };
}

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

test("what a function of a buffer sends comes after the value that the buffer is asked about (C1, C21)", async () => {
  const { ch, plan } = planned();
  let later: Promise<void> | undefined;
  plan.when("earlier", 1, () => later = ch.send("later"));
  await ch.send("earlier");
  await later;
  assert.equal(drained(ch), ["earlier", "later"]);
});

test("what a function of a buffer sends stands behind that value also where both must wait (C1, C21)", async () => {
  for (const how of ["send", "select"]) {
    const { ch, plan } = planned();
    ch.trySend("wide");
    plan.when("earlier", 1, () => void ch.send("later"));
    const sent = how === "send" ? ch.send("earlier") : select({ out: sending(ch, "earlier") });
    assert.is(ch.stats.waitingSenders, 2);
    assert.equal(drained(ch), ["wide", "earlier", "later"]);
    await sent;
  }
});

test("after a trySend() that was turned away nobody goes before those who wait (C1, C21)", async () => {
  const { ch, plan } = planned();
  ch.trySend("wide");
  plan.when("refused", 1, () => void ch.send("first"));
  assert.not(ch.trySend("refused"));
  plan.when("first", 1, () => void select({ out: sending(ch, "third") }));
  const sent = ch.send("second");
  assert.equal(drained(ch), ["wide", "first", "second", "third"]);
  await sent;
});

test("while a buffer is asked, trySend() says no and tryReceive() finds nothing (C21)", () => {
  const { ch, plan } = planned();
  ch.trySend("held");
  const found: unknown[] = [];
  plan.when("value", 1, () => found.push(ch.trySend("other"), ch.tryReceive(), ch.size, ch.closed));
  assert.ok(ch.trySend("value"));
  assert.equal(found, [false, undefined, 1, false]);
  assert.equal(drained(ch), ["held", "value"]);
});

test("who receives in a function of the buffer gets the oldest value, and nobody sends past it (C1, C16, C21)", async () => {
  const { ch, plan } = planned();
  ch.trySend("wide");
  const sent = [ch.send("a"), ch.send("b")];
  const got: Promise<unknown>[] = [];
  let passed: boolean | undefined;
  plan.when("a", 2, () => got.push(ch.receive())).when("b", 1, () => {
    passed = ch.trySend("c");
    got.push(ch.receive());
  });
  assert.equal(ch.tryReceive(), { done: false, value: "wide" });
  assert.equal(await Promise.all(got), [{ done: false, value: "a" }, { done: false, value: "b" }]);
  assert.is(passed, false);
  await Promise.all(sent);
});

test("a receiver who came while a rendezvous channel was asked meets the sender who then waits (C2, C21)", async () => {
  for (const how of ["send", "select"]) {
    let received: Promise<unknown> | undefined;
    const ch: Channel<string> = channel<string>(custom(0, () => received ??= ch.receive()));
    await (how === "send" ? ch.send("value") : select({ out: sending(ch, "value") }));
    assert.equal(await received, { done: false, value: "value" });
  }
});

test("a foreign turn meets a receiver who came while room() was asked about it (S3, S8, C21)", async () => {
  let received: Promise<unknown> | undefined;
  const ch: Channel<string> = channel<string>({
    ...custom(0, () => {}),
    room() {
      received ??= ch.receive();
      return false;
    },
  });
  const told: unknown[] = [];
  sending(ch, "value").park({
    claim: () => true,
    settle: (result) => told.push(result),
    fail: (error) => told.push(error),
  });
  assert.equal(await received, { done: false, value: "value" });
  assert.equal(told, [{ done: false, value: undefined }]);
});

test("a select that receives and sends gets what a function of the buffer sent meanwhile (S3, C21)", async () => {
  let sent: Promise<void> | undefined;
  const ch: Channel<string> = channel<string>(custom(0, (value) => {
    if (value === "own") sent ??= ch.send("other");
  }));
  const hit = select({ out: sending(ch, "own"), in: ch }, { priority: true });
  assert.equal(await hit, { key: "in", done: false, value: "other" });
  await sent;
  assert.equal([ch.stats.waitingSenders, ch.stats.waitingReceivers], [0, 0]);
});

test("a select loop sends nothing past the value that it sent in its last round (C1, S5, C21)", async () => {
  let asked: () => unknown = () => {};
  let received: Promise<unknown> | undefined;
  const ch: Channel<string> = channel<string>(custom(1, () => asked()));
  ch.trySend("held");
  const values = ["first", "second"];
  const loop = selectLoop({ out: () => sending(ch, values.shift() as string) });
  const hits = [loop.next(), loop.next()];
  asked = () => received ??= ch.receive();
  assert.equal(drained(ch), ["held", "second"]);
  assert.equal(await received, { done: false, value: "first" });
  await Promise.all(hits);
});

/** Runs it as a function of a buffer of another channel. */
function elsewhere(act: () => void): void {
  channel<string>(custom(1, act)).trySend("something");
}

test("also in a buffer of another channel nobody sends past a value that is in, or waits (C1, C2, C21)", async () => {
  for (const limit of [0, 1]) {
    let received: Promise<unknown> | undefined;
    const ch: Channel<string> = channel<string>(custom(limit, () => received ??= ch.receive()));
    let first: Promise<void> | undefined;
    let passed: boolean | undefined;
    elsewhere(() => {
      first = ch.send("first");
      passed = ch.trySend("second");
    });
    assert.is(passed, false);
    assert.equal(await received, { done: false, value: "first" });
    await first;
  }
});

test("a value that was being sent when a function of the buffer closed the channel comes before the end (C7, C8, C21)", async () => {
  const { ch, plan } = planned();
  const received: Promise<unknown>[] = [];
  plan.when("value", 1, () => {
    ch.close();
    assert.is(ch.tryReceive(), undefined);
    received.push(ch.receive(), ch.receive());
  });
  await ch.send("value");
  assert.equal(await Promise.all(received), [{ done: false, value: "value" }, { done: true, value: undefined }]);
});

test("a value that was being sent when a function of the buffer cancelled the channel is dropped (C10, C12, C21)", async () => {
  const lost: string[] = [];
  let armed = true;
  const ch: Channel<string> = channel<string>(
    sized(2, () => {
      if (armed) ch.cancel("enough");
      armed = false;
      return 1;
    }),
    { onUndelivered: (value) => lost.push(value) },
  );
  await ch.send("value");
  assert.equal(lost, ["value"]);
  assert.equal([ch.size, ch.stats.dropped], [0, 1]);
  assert.is((await failure<Error>(ch.send("later"))).name, "ChannelClosedError");
});

test("who comes to a channel that was cancelled while a sender was let in gets the end (C10, C21)", async () => {
  const { ch, plan } = planned();
  let hit: Promise<unknown> | undefined;
  plan.when("a", 1, () => void ch.send("b")).when("b", 2, () => {
    ch.cancel();
    hit = select({ in: ch });
  });
  await ch.send("a");
  assert.equal(await hit, { key: "in", done: true, value: undefined });
  assert.equal([ch.size, ch.stats.received, ch.stats.dropped], [0, 0, 2]);
});

/** A channel by size of number, of which `compare` does something once when armed. */
function compared(lost: number[], act: (ch: Channel<number>) => void): { ch: Channel<number>; arm: () => void } {
  let armed = false;
  const ch: Channel<number> = channel<number>(
    priority(8, (a, b) => {
      if (armed) {
        armed = false;
        act(ch);
      }
      return a - b;
    }),
    { onUndelivered: (value) => lost.push(value) },
  );
  for (const value of [4, 2, 1, 3]) ch.trySend(value);
  return { ch, arm: () => void (armed = true) };
}

test("a cancelled channel gives nothing, also not to a compare() of what it drops (C10, C21)", () => {
  const [got, lost] = [[] as unknown[], [] as number[]];
  const { ch, arm } = compared(lost, (ch) => got.push(ch.tryReceive()));
  arm();
  ch.cancel();
  assert.equal(got, [{ done: true, value: undefined }]);
  assert.equal([lost.length, ch.stats.received], [4, 0]);
});

test("a compare() that cancels has the value that is taken out received and all others dropped (C10, C12, C21)", () => {
  const lost: number[] = [];
  const { ch, arm } = compared(lost, (ch) => ch.cancel());
  arm();
  assert.equal(ch.tryReceive(), { done: false, value: 1 });
  assert.equal([...lost].sort(), [2, 3, 4]);
  assert.equal([ch.stats.received, ch.stats.dropped, ch.size], [1, 3, 0]);
});

test("a compare() that cancels while a batch is filled leaves it no more than the value that is taken (C10, C20, C21)", async () => {
  const lost: number[] = [];
  const { ch, arm } = compared(lost, (ch) => ch.cancel());
  arm();
  assert.equal(await ch.batches().next(), { done: false, value: [1] });
  assert.equal([...lost].sort(), [2, 3, 4]);
});

test("who is asked, when a channel is cancelled, whether it may still be rejected receives nothing there (C10)", () => {
  let got: unknown;
  const ch = channel<string>(1);
  ch.trySend("held");
  const claim = () => {
    got = ch.tryReceive();
    return false;
  };
  sending(ch, "waiting").park({ claim, settle: () => {}, fail: () => {} });
  ch.cancel();
  assert.equal(got, { done: true, value: undefined });
  assert.is(ch.stats.dropped, 1);
});

test("a batch that is asked for in compare() waits, and has what is there after the value that is taken (C20, C21)", async () => {
  let batch: Promise<unknown> | undefined;
  const { ch, arm } = compared([], (ch) => batch = ch.batches().next());
  arm();
  assert.equal(ch.tryReceive(), { done: false, value: 1 });
  assert.equal(await batch, { done: false, value: [2, 3, 4] });
});

test("a receiver who comes and leaves each time the buffer is asked does not have it asked for ever (C21)", async () => {
  let offers = 0;
  const ch: Channel<string> = channel<string>(custom(1, () => {
    if (++offers > 100) throw new Error("asked for ever");
    const controller = new AbortController();
    ch.receive(controller).catch(() => {});
    controller.abort("enough");
  }));
  ch.trySend("a");
  const sent = ch.send("b");
  assert.equal(ch.tryReceive(), { done: false, value: "a" });
  await sent;
  assert.ok(offers < 6);
  assert.equal(drained(ch), ["b"]);
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

test("a select that comes to compare() while a cancelled channel drops what it holds gets the end (C10, C21)", async () => {
  let hit: Promise<unknown> | undefined;
  const { ch, arm } = compared([], (ch) => hit = select({ in: ch }));
  arm();
  ch.cancel();
  assert.equal(await hit, { key: "in", done: true, value: undefined });
});

test("a round of a select loop that ends while the buffer is asked about it is not taken for the next one (C12, S1, C21)", async () => {
  for (const roomy of [true, false]) {
    const other = channel<string>();
    const turns: Promise<unknown>[] = [];
    let [armed, made] = [false, 0];
    const asked = () => {
      if (!armed) return;
      armed = false;
      other.trySend("elsewhere");
      turns.push(loop.next());
    };
    const buffer = roomy ? sized<string>(1, () => (asked(), 1)) : custom(1, asked);
    const ch: Channel<string> = channel<string>(buffer);
    const loop = selectLoop({ other, out: () => sending(ch, `v${++made}`) });
    await ch.send("held");
    turns.push(loop.next());
    await rest();
    armed = true;
    const got = drained(ch);
    await rest();
    got.push(...drained(ch));
    const [first, second] = await Promise.all(turns) as { value: { key: string } }[];
    assert.equal([first?.value.key, second?.value.key], ["other", "out"]);
    // Where only offer() can tell, a value may be in when the round ends: see docs/contract.md.
    assert.equal(got, roomy ? ["held", "v2"] : ["held", "v1", "v2"]);
    assert.is(ch.stats.sent, got.length);
  }
});

test("nobody goes first because another value was turned away before (C1, C21)", async () => {
  const { ch, plan } = planned();
  ch.trySend("wide");
  const other = channel<string>();
  const third = channel<string>(1);
  third.trySend("there");
  let on = false;
  const open = <C>(one: C) => () => on ? one : null;
  const turnedAway = selectLoop({ other, out: open(sending(ch, "x")), third: open(third) }, { priority: true });
  const behind = selectLoop({ other, out: open(sending(ch, "second")) }, { priority: true });
  const turns = [turnedAway.next(), behind.next()];
  on = true;
  plan.when("x", 1, () => ch.send("first"));
  other.close();
  assert.equal((await turns[0])?.value?.key, "third");
  assert.equal(drained(ch), ["wide", "first", "second"]);
  await turns[1];
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

test("a buffer that fails while its channel is cancelled harms no other channel, and is reported (C10, C21)", async () => {
  const errors = await expectUncaught(() => {
    const ch = channel<string>({
      capacity: 2,
      size: 1,
      offer: () => "kept",
      take() {
        throw new Error("broken");
      },
    });
    assert.throws(() => ch.cancel(), "broken");
    assert.throws(() => ch.tryReceive(), "broken");
    const other = channel<string>(1);
    assert.ok(other.trySend("a"));
    assert.equal(other.tryReceive(), { done: false, value: "a" });
  });
  assert.equal(errors.map((error) => (error as Error).message), ["broken"]);
});

test.run();
