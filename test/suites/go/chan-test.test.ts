// What Go's src/runtime/chan_test.go says about channels, told anew. Where this library differs by contract, the test
// states our fact: a second close() is idempotent, and who waits to send survives the first.
import * as assert from "uvu/assert";
import { type CaseLike, channel, type Off, select, sending, trySelect } from "sluice";
import { seeded, withRandom } from "../../support/dice.ts";
import { pending, suite, ticks, turn } from "../../support/test.ts";

const test = suite("Go: runtime/chan_test.go");

/** Go tries 0 to 199; these are the ones where the code takes another path, and a few more. */
const capacities = [0, 1, 2, 3, 4, 5, 8, 16, 17, 100];

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("TestChan: a receive from an empty channel waits, a non-blocking one does not", async () => {
  for (const capacity of capacities) {
    const c = channel<number>(capacity);
    const received = [c.receive(), c.receive()];
    assert.ok(await pending(Promise.race(received)));
    assert.is(trySelect({ c }), undefined);
    assert.is(c.tryReceive(), undefined);
    await c.sendAll([0, 0]);
    await Promise.all(received);
  }
});

test("TestChan: a send to a full channel waits, a non-blocking one does not", async () => {
  for (const capacity of capacities) {
    const c = channel<number>(capacity);
    await c.sendAll(numbers(capacity));
    const sent = c.send(0);
    assert.ok(await pending(sent));
    assert.is(trySelect({ c: sending(c, 0) }), undefined);
    assert.not(c.trySend(0));
    await c.receive();
    if (capacity > 0) await sent;
  }
});

test("TestChan: a closed channel gives what it holds, then the end for ever", async () => {
  for (const capacity of capacities) {
    const c = channel<number>(capacity);
    await c.sendAll(numbers(capacity));
    c.close();
    for (const value of numbers(capacity)) assert.is((await c.receive()).value, value);
    for (const _ of [1, 2]) assert.equal(await c.receive(), { done: true, value: undefined });
  }
});

test("TestChan: close() ends a receive that waits", async () => {
  for (const capacity of capacities) {
    const c = channel<number>(capacity);
    const received = c.receive();
    assert.ok(await pending(received));
    c.close();
    assert.equal(await received, { done: true, value: undefined });
  }
});

test("TestChan: values arrive in the order in which they were sent", async () => {
  for (const capacity of capacities) {
    const c = channel<number>(capacity);
    const sent = c.sendAll(numbers(100));
    for (const value of numbers(100)) assert.equal(await c.receive(), { done: false, value });
    await sent;
  }
});

test("TestChan: four senders and four receivers of a thousand values lose and double none", async () => {
  for (const capacity of [0, 1, 2, 16]) {
    const c = channel<number>(capacity);
    const counts = new Map<number, number>();
    const senders = numbers(4).map(async () => {
      for (const value of numbers(1_000)) await c.send(value);
    });
    const receivers = numbers(4).map(async () => {
      for (const _ of numbers(1_000)) {
        const value = (await c.receive()).value ?? NaN;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    });
    await Promise.all([...senders, ...receivers]);
    assert.is(counts.size, 1_000);
    assert.ok([...counts.values()].every((count) => count === 4));
  }
});

test("TestChan: len and cap are size and capacity", async () => {
  for (const capacity of capacities) {
    const c = channel<number>(capacity);
    assert.equal([c.size, c.capacity], [0, capacity]);
    await c.sendAll(numbers(capacity));
    assert.equal([c.size, c.capacity], [capacity, capacity]);
  }
});

test("TestNonblockRecvRace: a non-blocking receive beside close() finds a value or the end, never nothing", async () => {
  for (const _ of numbers(100)) {
    const c = channel<number>(1);
    await c.send(1);
    const racing = ticks(1).then(() => trySelect({ c }));
    c.close();
    await c.receive();
    assert.is.not(await racing, undefined);
  }
});

test("TestNonblockSelectRace: a non-blocking select sees its channels at one moment", async () => {
  for (const _ of numbers(1_000)) {
    const [c1, c2] = [channel<number>(1), channel<number>(1)];
    await c1.send(1);
    const racing = ticks(1).then(() => trySelect([c1, c2]));
    await c2.send(1);
    trySelect([c1]);
    assert.is.not(await racing, undefined);
  }
});

test("TestNonblockSelectRace2: the same with a close() in place of the second send", async () => {
  for (const _ of numbers(1_000)) {
    const [c1, c2] = [channel<number>(1), channel<number>()];
    await c1.send(1);
    const racing = ticks(1).then(() => trySelect([c1, c2]));
    c2.close();
    trySelect([c1]);
    assert.is.not(await racing, undefined);
  }
});

test("TestSelfSelect: selects that send and receive on one channel meet each other and never themselves", async () => {
  for (const capacity of [0, 10]) {
    const c = channel<number>(capacity);
    const players = [0, 1].map(async (player) => {
      for (const round of numbers(1_000)) {
        const out = sending(c, player);
        const hit = await select(player === 0 || round % 2 === 0 ? { out, in: c } : { in: c, out });
        if (capacity === 0 && hit.key === "in") assert.is.not(hit.value, player);
      }
    });
    await Promise.all(players);
    assert.equal([c.stats.waitingSenders, c.stats.waitingReceivers], [0, 0]);
  }
});

test("TestSelectStress: sends, receives and selects over four channels all come to their end", async () => {
  const rounds = 500;
  const channels = [channel<number>(), channel<number>(), channel<number>(2), channel<number>(3)];
  /** Selects until each case has happened so many times; a case that has is switched off. */
  const selecting = async (caseOf: (index: number) => CaseLike) => {
    const counts = [0, 0, 0, 0];
    for (const _ of numbers(4 * rounds)) {
      const { key } = await select(counts.map((count, index) => count < rounds ? caseOf(index) : null));
      counts[key] = (counts[key] ?? 0) + 1;
    }
    assert.equal(counts, [rounds, rounds, rounds, rounds]);
  };
  await Promise.all([
    ...channels.map(async (c) => {
      for (const _ of numbers(rounds)) await c.send(0);
    }),
    ...channels.map(async (c) => {
      for (const _ of numbers(rounds)) await c.receive();
    }),
    selecting((index) => sending(channels[index]!, 0)),
    selecting((index) => channels[index]),
  ]);
  for (const { size, stats } of channels) {
    assert.equal([size, stats.sent, stats.received], [0, 2 * rounds, 2 * rounds]);
    assert.equal([stats.waitingSenders, stats.waitingReceivers], [0, 0]);
  }
});

test("TestSelectFairness: of two channels that are always ready, each is taken about half of the time", async () => {
  const trials = 2_000;
  const full = async (value: number) => {
    const c = channel<number>(trials + 1);
    await c.sendAll(numbers(trials + 1).map(() => value));
    return c;
  };
  const [c1, c2, c3, c4] = [await full(1), await full(2), channel<number>(), channel<number>()];
  const [out, done] = [channel<number>(), channel<never>()];
  const worker = (async () => {
    for (;;) {
      const { value } = await select([c3, c4, c1, c2]);
      if ((await select({ out: sending(out, value ?? 0), done })).key === "done") return;
    }
  })();
  let ones = 0;
  for (const _ of numbers(trials)) if ((await out.receive()).value === 1) ones++;
  done.close();
  await worker;
  const deviation = Math.sqrt(trials / 4);
  assert.ok(Math.abs(ones - trials / 2) < 10 * deviation, `${ones} of ${trials}`);
});

test("TestChanSendInterface: objects are sent without waiting, as far as there is room", async () => {
  const object = {};
  const c = channel<object>(1);
  await c.send(object);
  assert.is(trySelect([sending(c, object)]), undefined);
  assert.is(trySelect([sending(c, object), sending(c, {})]), undefined);
  assert.is(c.tryReceive()?.value, object);
});

test("TestPseudoRandomSend: a select that could send this or that sends both, about as often", async () => {
  // Which of two cases on one channel happens is unspecified while the select waits. So the receiver waits first here.
  const count = 100;
  await withRandom(seeded(1), async () => {
    for (const capacity of [0, count]) {
      const c = channel<number>(capacity);
      let ones = 0;
      for (const _ of numbers(count)) {
        const received = c.receive();
        await select([sending(c, 1), sending(c, 0)]);
        ones += (await received).value ?? NaN;
      }
      assert.ok(ones > count / 10 && ones < count - count / 10, `${ones} with capacity ${capacity}`);
    }
  });
});

test("TestMultiConsumer: many workers between two channels lose and double nothing", async () => {
  const [workers, count] = [23, 2_718];
  const primes = [2, 3, 7, 11, 13, 17, 19, 23, 27, 31];
  const [queue, results] = [channel<number>(workers * 3), channel<number>(workers * 3)];
  const working = numbers(workers).map(async (worker) => {
    for await (const value of queue) {
      if (primes[worker % primes.length] === value) await ticks(1);
      await results.send(value);
    }
  });
  const values = numbers(count).map((index) => primes[index % primes.length] ?? NaN);
  const feeding = (async () => {
    for (const value of values) await queue.send(value);
    queue.close();
    await Promise.all(working);
    results.close();
  })();
  const received: number[] = [];
  for await (const value of results) received.push(value);
  await feeding;
  assert.equal(received.sort((a, b) => a - b), values.sort((a, b) => a - b));
});

/** Calls itself so deep. */
function recurse(depth: number): number {
  return depth === 0 ? 0 : 1 + recurse(depth - 1);
}

test("TestShrinkStackDuringBlockedSend: a sender may use lots of stack, and turns of the event loop may pass", async () => {
  // A waiting send holds no stack here, so there is none to shrink; what remains is that it survives both.
  const c = channel<number>();
  const sending = (async () => {
    for (const value of numbers(10)) {
      await c.send(value);
      recurse(1_000);
    }
  })();
  for (const value of numbers(10)) {
    assert.is((await c.receive()).value, value);
    await turn();
  }
  await sending;
});

test("TestNoShrinkStackWhileParking: the same when the sender always waits first", async () => {
  for (const _ of numbers(20)) {
    const c = channel<number>();
    const sending = (async () => {
      for (const value of numbers(10)) {
        await c.send(value);
        recurse(100);
      }
    })();
    for (const value of numbers(10)) {
      await ticks(3);
      assert.is(c.stats.waitingSenders, 1);
      assert.is((await c.receive()).value, value);
    }
    await sending;
  }
});

test("TestSelectDuplicateChannel: a select may wait twice on a channel, and leaves it twice", async () => {
  const [c, d, e] = [channel<number>(), channel<number>(), channel<number>()];
  const a = select([c, c, d]).then(() => e.send(9));
  const b = c.receive();
  await d.send(7); // a leaves the line of c, in which b stands behind it
  assert.is((await e.receive()).value, 9);
  await c.send(8);
  assert.is((await b).value, 8);
  await a;
});

test("TestSelectStackAdjust: what a select would have received is untouched by the case that happens", async () => {
  // There is no stack to adjust here; what remains is that the end of one channel, listed once or twice, is all we get.
  const [c, d] = [channel<{ value: number }>(), channel<{ value: number }>()];
  const waiting = [false, true].map(async (twice) => {
    let received = { value: 42 };
    const own = received;
    const again = <T>(c: T): T | Off => twice && c;
    const hit = await select({ c, c2: again(c), d, d2: again(d) });
    if (hit.key === "c" && !hit.done) received = hit.value;
    assert.is(hit.done, true);
    assert.is(received, own);
    received.value = 43;
    assert.is(own.value, 43);
  });
  await ticks(3);
  assert.is(c.stats.waitingReceivers, 3);
  d.close();
  await Promise.all(waiting);
  assert.is(c.stats.waitingReceivers, 0);
});

/** Asks for something that can only fail, over a channel that is forgotten at once. */
async function request(useSelect: boolean): Promise<{ response?: unknown; error?: Error }> {
  const answers = channel<{ response?: unknown; error?: Error }>();
  const done = channel<never>();
  const answer = { error: new RangeError("no") };
  const answering = useSelect ? select({ answer: sending(answers, answer), done }) : answers.send(answer);
  const received = await answers.receive();
  await answering;
  return received.value ?? {};
}

for (const [name, useSelect] of [["TestChanSendSelectBarrier", true], ["TestChanSendBarrier", false]] as const) {
  test(`${name}: objects arrive whole over channels that come and go`, async () => {
    const asking = numbers(10).map(async () => {
      let garbage: Uint8Array | undefined;
      for (const _ of numbers(100)) {
        const { response, error } = await request(useSelect);
        assert.is(response, undefined);
        assert.instance(error, RangeError);
        garbage = new Uint8Array(1_000);
      }
      return garbage?.length;
    });
    assert.equal(new Set(await Promise.all(asking)), new Set([1_000]));
  });
}

test.run();
