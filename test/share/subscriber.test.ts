import { broadcast, type Buffer, type Case, type Got, priority, select, sending, sized, sliding, strict } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { deadTurn, receivingFrom } from "../support/foreign.ts";
import { collect, drained } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, ticks, turn } from "../support/test.ts";

const test = suite("subscriber");

const ways: Record<string, (source: ReturnType<typeof broadcast<number>>) => () => unknown> = {
  "cancel()": (source) => {
    const reader = source.subscribe(1);
    return () => reader.cancel("enough");
  },
  "disposing": (source) => {
    const reader = source.subscribe(1);
    return () => reader[Symbol.dispose]();
  },
  "leaving a loop over consume()": (source) => {
    const loop = source.subscribe(1).consume();
    return () => loop.return?.();
  },
  "an abort": (source) => {
    const controller = new AbortController();
    source.subscribe(1, { signal: controller.signal });
    return () => controller.abort("enough");
  },
};

for (const [way, prepare] of Object.entries(ways)) {
  test(`${way} frees the senders that waited for the subscriber, at once (K3)`, async () => {
    const source = broadcast<number>();
    const other = source.subscribe(5);
    const leave = prepare(source);
    const sent = [1, 2, 3].map((value) => source.send(value));
    assert.ok(await pending(Promise.any(sent.slice(1))));
    leave();
    await Promise.all(sent);
    assert.is(source.subscribers, 1);
    assert.equal(drained(other), [1, 2, 3]);
  });
}

test("who leaves gets nothing more: waiting and later receives see the end (C10, K3)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(2);
  source.trySend(1);
  reader.cancel();
  assert.equal(await reader.receive(), { done: true, value: undefined });
  const other = source.subscribe(0);
  const received = other.receive();
  other.cancel();
  assert.equal(await received, { done: true, value: undefined });
  assert.equal(await collect(other), []);
  await source.send(2);
});

test("an abort makes its receives reject with the reason, those that wait and all later ones (K3)", async () => {
  const source = broadcast<number>();
  const controller = new AbortController();
  const reader = source.subscribe(2, { signal: controller.signal });
  const waiting = reader.receive();
  controller.abort("enough");
  assert.is(await failure(waiting), "enough");
  assert.is(await failure(reader.receive()), "enough");
  assert.is(thrownBy(() => reader.tryReceive()), "enough");
  assert.is(source.subscribers, 0);
});

test("a signal that is aborted already lets nobody in (C13, K3)", async () => {
  const source = broadcast<number>({ replay: 1 });
  await source.send(1);
  const reader = source.subscribe(1, { signal: AbortSignal.abort("before") });
  assert.is(await failure(reader.receive()), "before");
  assert.is(source.subscribers, 0);
});

test("many subscribers share one listener on a signal, and leave none behind (C15)", async () => {
  const source = broadcast<number>();
  const watched = watchedSignal();
  const readers = Array.from({ length: 5 }, () => source.subscribe(0, { signal: watched.signal }));
  assert.is(watched.listeners, 1);
  for (const reader of readers) reader.cancel();
  await turn();
  assert.is(watched.listeners, 0);
});

test("who was given the end listens to no signal any more, and an abort changes nothing (C15, K3)", async () => {
  const source = broadcast<number>();
  const watched = watchedSignal();
  const reader = source.subscribe(1, { signal: watched.signal });
  await source.send(1);
  source.close();
  assert.is(source.subscribers, 1);
  assert.equal(await collect(reader), [1]);
  assert.is(source.subscribers, 0);
  await turn();
  assert.is(watched.listeners, 0);
  watched.controller.abort("late");
  assert.equal(await reader.receive(), { done: true, value: undefined });
});

test("coming and going cost the same, however many others there are and wherever they stand (K3)", () => {
  const source = broadcast<number>({ replay: 2 });
  const crowd = Array.from({ length: 2000 }, () => source.subscribe(2000));
  for (const [value, reader] of crowd.entries()) {
    source.trySend(value);
    for (let taken = 0; taken < value % 50; taken++) reader.tryReceive();
  }
  for (let round = 0; round < 20_000; round++) source.subscribe(2).cancel();
  for (const reader of crowd) reader.cancel();
  assert.is(source.subscribers, 0);
});

test("one that leaves while a value is given out gets in nobody's way (C21, K3)", async () => {
  const source = broadcast<number>();
  const leaving: Buffer<number> = sized(10, (value) => {
    for (const reader of [first, third]) reader.cancel();
    return value;
  });
  const [first, , third] = [source.subscribe(5), source.subscribe(leaving), source.subscribe(5)];
  const last = source.subscribe(5);
  await source.send(1);
  assert.is(source.subscribers, 2);
  assert.equal(drained(last), [1]);
});

test("one that comes while a value is given out gets the next one first (C21, K1)", async () => {
  const source = broadcast<number>();
  const comers: ReturnType<typeof source.subscribe>[] = [];
  source.subscribe(sized(10, (value) => {
    comers.push(source.subscribe(5));
    return value;
  }));
  await source.send(1);
  const [comer] = comers;
  await source.send(2);
  assert.equal(drained(comer!), [2]);
});

test("a strict subscriber that overflows ends with OverflowError after what it holds; nobody else is harmed (K2)", async () => {
  const source = broadcast<number>();
  const [hasty, patient] = [source.subscribe(strict(1)), source.subscribe(2)];
  await source.send(1);
  await source.send(2);
  assert.is(source.subscribers, 1);
  assert.equal(await hasty.receive(), { done: false, value: 1 });
  const error = await failure<Error & { value: number }>(hasty.receive());
  assert.equal([error.name, error.value], ["OverflowError", 2]);
  assert.is(error.message, "Cannot take: the subscriber's buffer is full");
  assert.equal(drained(patient), [1, 2]);
  assert.is(hasty.lagged, 0);
});

test("a subscriber that has overflowed still leaves by its signal, with its reason, before it was given the rest (K3)", async () => {
  const source = broadcast<number>();
  const controller = new AbortController();
  const hasty = source.subscribe(strict(1), controller);
  await source.send(1);
  await source.send(2);
  const reason = new Error("enough");
  controller.abort(reason);
  for (const received of [hasty.receive(), hasty.receive()]) assert.is(await failure(received), reason);
});

test("what a function of its buffer throws ends the subscriber, and not the send (C21, K2)", async () => {
  for (const thrown of [new Error("mine"), undefined]) {
    const source = broadcast<number>();
    const other = source.subscribe(2);
    const broken = source.subscribe(sized(10, () => {
      throw thrown;
    }));
    await source.send(1);
    assert.ok(source.trySend(2));
    const error = await failure<Error>(broken.receive());
    assert.is(error.message, thrown?.message ?? "Cannot go on: the buffer failed with undefined");
    assert.equal(drained(other), [1, 2]);
  }
});

test("what `room` throws ends the subscriber as well (C21, K2)", async () => {
  const source = broadcast<number>();
  const buffer: Buffer<number> = {
    capacity: 1,
    size: 0,
    offer: () => "kept",
    take: () => 1,
    room: () => {
      throw new Error("mine");
    },
  };
  const reader = source.subscribe(buffer);
  assert.ok(source.trySend(1));
  assert.is((await failure<Error>(reader.receive())).message, "mine");
});

test("a dead turn that waits takes no value: it goes to the buffer, or has to wait (C12, S8)", async () => {
  for (const make of [() => 1, () => sliding<number>(1), () => 0]) {
    const source = broadcast<number>();
    const reader = source.subscribe(make());
    const turn = deadTurn();
    receivingFrom(reader).park(turn);
    const sent = source.send(1);
    assert.is(turn.asked, 1);
    assert.equal(drained(reader), [1]);
    await sent;
  }
});

test("one that leaves when it is asked to receive gets nothing (C21, K3)", async () => {
  for (const make of [() => 0, () => 3, () => sliding<number>(1)]) {
    const source = broadcast<number>();
    const reader = source.subscribe(make());
    receivingFrom(reader).park({
      claim() {
        reader.cancel();
        return false;
      },
      settle: () => assert.unreachable("It said no"),
      fail: () => assert.unreachable("It said no"),
    });
    await source.send(1);
    await ticks(3);
    assert.is(source.subscribers, 0);
    assert.equal(reader.tryReceive(), { done: true, value: undefined });
  }
});

test("a select on a subscription learns of what another case of it brings about meanwhile (S3)", async () => {
  const news: Record<string, (source: ReturnType<typeof broadcast<number>>) => void> = {
    value: (source) => void source.trySend(1),
    end: (source) => source.close(),
  };
  for (const [what, happens] of Object.entries(news)) {
    const source = broadcast<number>();
    const reader = source.subscribe(5);
    let polled = 0;
    const meddling: Case<Got<undefined>> = {
      poll: () => void (polled++ === 0 && happens(source)),
      park: () => () => {},
    };
    const hit = await select({ reader, meddling }, { priority: true });
    assert.equal(hit, { key: "reader", done: what === "end", value: what === "end" ? undefined : 1 });
  }
});

test("user code of a subscriber's buffer is refused what it tries with its subscription or broadcast (C21)", async () => {
  const attempts: Record<string, [message: string, attempt: () => unknown]> = {
    "receive()": ["Cannot receive: the channel is calling its buffer", () => reader.receive()],
    "tryReceive()": ["Cannot receive: the channel is calling its buffer", () => reader.tryReceive()],
    "a loop": ["Cannot receive: the channel is calling its buffer", () => reader[Symbol.asyncIterator]().next()],
    "batches()": ["Cannot receive: the channel is calling its buffer", () => reader.batches().next()],
    "a select of it": ["Cannot receive: the channel is calling its buffer", () => select({ reader })],
    "a foreign select": [
      "Cannot receive: the channel is calling its buffer",
      () => receivingFrom(reader).park({ claim: () => true, settle: () => {}, fail: () => {} }),
    ],
    "cancel()": ["Cannot cancel: the channel is calling its buffer", () => reader.cancel()],
    "send()": ["Cannot send: a subscriber is calling its buffer", () => source.send(99)],
    "trySend()": ["Cannot send: a subscriber is calling its buffer", () => source.trySend(99)],
    "sendAll()": ["Cannot send: a subscriber is calling its buffer", () => source.sendAll([99])],
    "a select that sends": ["Cannot send: a subscriber is calling its buffer", () => select([sending(source, 99)])],
    "a foreign select that sends": [
      "Cannot send: a subscriber is calling its buffer",
      () => sending(source, 99).park({ claim: () => true, settle: () => {}, fail: () => {} }),
    ],
  };
  let act: (() => unknown) | undefined;
  let refused: Promise<Error> | undefined;
  const source = broadcast<number>();
  const other = source.subscribe(99);
  const reader = source.subscribe(priority<number>(10, (a, b) => {
    const attempt = act;
    act = undefined;
    if (attempt !== undefined) refused = failure<Error>((async () => await attempt())());
    return a - b;
  }));
  const leads: Record<string, () => unknown> = {
    "a send": () => source.trySend(9),
    "a receive": () => reader.tryReceive(),
  };
  for (const [name, [message, attempt]] of Object.entries(attempts)) {
    for (const [how, lead] of Object.entries(leads)) {
      for (const value of [5, 6, 7, 8]) await source.send(value);
      refused = undefined;
      act = attempt;
      lead();
      const error = await refused as unknown as Error;
      assert.instance(error, TypeError, `${name}, ${how}`);
      assert.is(error.message, message, `${name}, ${how}`);
      const sent = how === "a send" ? [5, 6, 7, 8, 9] : [5, 6, 7, 8];
      assert.equal(drained(reader), how === "a send" ? sent : [6, 7, 8], name);
      assert.equal(drained(other), sent, name);
      assert.is(source.subscribers, 2);
    }
  }
});

test("a subscriber whose signal is aborted in user code of its buffer leaves afterwards (C21, K3)", async () => {
  const controller = new AbortController();
  const source = broadcast<number>();
  const reader = source.subscribe(sized(9, () => (controller.abort("enough"), 1)), controller);
  await source.send(1);
  assert.is(source.subscribers, 0);
  assert.is(await failure(reader.receive()), "enough");
});

test("user code of a buffer that receives elsewhere does not lead back into that buffer (C12, C21, K2)", async () => {
  for (const roomy of [true, false]) {
    const held: string[] = [];
    let [armed, inside] = [false, 0];
    const guard = <R>(code: () => R): R => {
      assert.is(inside++, 0, "the buffer is called while it runs");
      const result = code();
      inside--;
      return result;
    };
    const source = broadcast<string>();
    const slow = source.subscribe({
      capacity: 1,
      get size() {
        return held.length;
      },
      room: roomy ? () => guard(() => held.length < 1) : undefined,
      offer: (value) => guard(() => held.length > 0 ? "wait" : (held.push(value), "kept")),
      take: () =>
        guard(() => {
          if (armed) other.tryReceive();
          armed = false;
          return held.shift() as string;
        }),
    });
    const other = source.subscribe(1);
    source.trySend("a");
    other.tryReceive();
    const selected = select({ out: sending(source, "b") });
    armed = true;
    assert.equal(slow.tryReceive(), { done: false, value: "a" });
    assert.is((await selected).key, "out");
    assert.equal([drained(slow), drained(other)], [["b"], ["b"]]);
  }
});

test.run();
