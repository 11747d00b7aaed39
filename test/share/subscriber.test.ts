import {
  broadcast,
  type Buffer,
  type Case,
  channel,
  type Got,
  priority,
  select,
  selectLoop,
  sending,
  sized,
  sliding,
  strict,
} from "sluice";
import * as assert from "uvu/assert";
import { dispose } from "../../src/core/dispose.ts";
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
    return () => reader[dispose]();
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

/** A buffer that gives the smallest first, and does something once, when it is asked after `arm` was called. */
function meddling(act: () => void): { buffer: Buffer<number>; arm: () => void } {
  let armed = false;
  const buffer = priority<number>(10, (a, b) => {
    if (armed) {
      armed = false;
      act();
    }
    return a - b;
  });
  return { buffer, arm: () => void (armed = true) };
}

test("what a function of a subscriber's buffer sends goes to nobody before what is there (C1, K1, C21)", async () => {
  const source = broadcast<number>();
  let received: Promise<unknown> | undefined;
  const steps: Record<number, () => void> = {
    1: () => void source.send(2),
    2: () => {
      void source.send(3);
      received ??= reader.receive();
    },
  };
  const reader = source.subscribe(sized(10, (value) => (steps[value]?.(), 1)));
  await source.send(1);
  assert.equal(await received, { done: false, value: 1 });
  assert.equal(drained(reader), [2, 3]);
});

test("a value that is sent while a subscriber's buffer is asked waits in its line until it has answered (K1, C21)", async () => {
  const sent: Promise<void>[] = [];
  let received: Promise<unknown> | undefined;
  const { buffer, arm } = meddling(() => {
    received = reader.receive();
    sent.push(source.send(99));
  });
  const source = broadcast<number>();
  const reader = source.subscribe(buffer);
  for (const value of [5, 6, 7, 8]) await source.send(value);
  arm();
  assert.equal(reader.tryReceive(), { done: false, value: 5 });
  assert.equal(await received, { done: false, value: 6 });
  await Promise.all(sent);
  assert.equal(drained(reader), [7, 8, 99]);
});

test("a select that sends while a subscriber's buffer is asked goes on when it has answered (K1, S3, C21)", async () => {
  let hit: Promise<unknown> | undefined;
  const { buffer, arm } = meddling(() => hit = select({ out: sending(source, 99) }));
  const source = broadcast<number>();
  const reader = source.subscribe(buffer);
  for (const value of [5, 6, 7, 8]) await source.send(value);
  arm();
  assert.equal(reader.tryReceive(), { done: false, value: 5 });
  assert.equal(await hit, { key: "out", done: false, value: undefined });
  assert.equal(drained(reader), [6, 7, 8, 99]);
});

test("a round of a select loop that ends while a subscriber's buffer is asked is not taken for the next one (C12, K1)", async () => {
  const source = broadcast<number>();
  const other = channel<string>();
  const turns: Promise<unknown>[] = [];
  let [armed, made] = [false, 0];
  const reader = source.subscribe(sized(1, () => {
    if (armed) {
      armed = false;
      other.trySend("elsewhere");
      turns.push(loop.next());
    }
    return 1;
  }));
  const loop = selectLoop({ other, out: () => sending(source, ++made) });
  await source.send(0);
  turns.push(loop.next());
  await turn();
  armed = true;
  const got = drained(reader);
  await turn();
  got.push(...drained(reader));
  assert.equal((await Promise.all(turns) as { value: { key: string } }[]).map(({ value }) => value.key), [
    "other",
    "out",
  ]);
  assert.equal(got, [0, 2]);
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

test("a foreign turn that comes to a subscription while its buffer is asked is claimed when it has answered (S1, C21)", async () => {
  const told: unknown[] = [];
  const turn = {
    claim: () => told.push("claimed") > 0,
    settle: (result: unknown) => told.push(result),
    fail: (error: unknown) => told.push(error),
  };
  const { buffer, arm } = meddling(() => {
    receivingFrom(reader).park(turn);
    told.push("parked");
  });
  const source = broadcast<number>();
  const reader = source.subscribe(buffer);
  for (const value of [5, 6, 7]) await source.send(value);
  arm();
  assert.equal(reader.tryReceive(), { done: false, value: 5 });
  assert.equal(told, ["parked", "claimed", { done: false, value: 6 }]);
  assert.equal(drained(reader), [7]);
});

test.run();
