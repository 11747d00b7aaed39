import { type Channel, channel, type Flow, map, pipeline, produce, type Sender, sized, sliding, take } from "sluice";
import * as assert from "uvu/assert";
import { copyOf } from "../support/copies.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { got } from "../support/reading.ts";
import { expectUncaught, pending, suite, ticks, turn } from "../support/test.ts";

const test = suite("produce");

const end = { done: true, value: undefined };
/** A task that sends 0, 1, 2, … and notes how many sends it has begun. */
function counting(count = Infinity): { task: (out: Sender<number>) => Promise<void>; begun: () => number } {
  let begun = 0;
  const task = async (out: Sender<number>) => {
    while (begun < count) await out.send(begun++);
  };
  return { task, begun: () => begun };
}

test("produce() gives the values that its task sends, and ends when it returns (G1)", async () => {
  assert.equal(await produce(counting(3).task).toArray(), [0, 1, 2]);
  assert.equal(await produce(() => Promise.resolve()).toArray(), []);
});

test("values travel untouched (C5)", async () => {
  const values = [undefined, null, end, Promise.resolve(1), { then: () => assert.unreachable("It was awaited") }];
  const flow = produce<unknown>(async (out) => void await out.sendAll(values));
  for (const value of values) assert.is((await flow.next()).value, value);
  assert.equal(await flow.next(), end);
});

test("the task starts at the first pull, inside it, and once (G1, P1)", async () => {
  let starts = 0;
  const flow = produce<number>(async (out) => {
    starts++;
    await out.send(1);
  });
  await turn();
  assert.is(starts, 0);
  const next = flow.next();
  assert.is(starts, 1);
  assert.equal([await next, await flow.next(), await flow.next()], [got(1), end, end]);
  assert.is(starts, 1);
});

test("the task gets the sending side of a channel, and the signal of that (G1)", async () => {
  let given: [Sender<number>, AbortSignal] | undefined;
  await produce<number>((out, { signal }) => {
    given = [out, signal];
    return Promise.resolve();
  }).run();
  const [out, signal] = given as [Sender<number>, AbortSignal];
  assert.is(signal, out.signal);
  assert.instance(signal, AbortSignal);
  assert.not(signal.aborted);
});

test("without a buffer each send waits until its value is asked for (G1, P1)", async () => {
  const { task, begun } = counting();
  const flow = produce(task);
  for (let asked = 1; asked <= 3; asked++) {
    assert.equal(await flow.next(), got(asked - 1));
    await turn();
    assert.is(begun(), asked + 1);
  }
  await flow.cancel();
});

test("with a buffer the task runs ahead by what fits in, and one more (G1, P1)", async () => {
  const { task, begun } = counting();
  const flow = produce(task, 3);
  assert.equal(await flow.next(), got(0));
  await turn();
  assert.is(begun(), 5);
  assert.equal(await flow.next(), got(1));
  await turn();
  assert.is(begun(), 6);
  await flow.cancel();
});

test("any buffer will do: a sliding one keeps the newest (G1)", async () => {
  const flow = produce(counting(10).task, sliding(2));
  assert.equal(await flow.next(), got(0));
  await turn();
  assert.equal(await flow.toArray(), [8, 9]);
});

test("sendAll(), trySend() and select cases of the sender do as those of any channel (G1)", async () => {
  const flow = produce<number>(async (out) => {
    assert.is(await out.sendAll([1, 2]), 2);
    assert.ok(out.trySend(3));
    assert.not(out.closed);
  }, 5);
  assert.equal(await flow.toArray(), [1, 2, 3]);
});

test("what the task throws comes after the values that it has sent (G1)", async () => {
  for (const [buffer, error] of [[0, new Error("broken")], [2, "broken"], [2, undefined]] as const) {
    const flow = produce<number>(async (out) => {
      await out.send(1);
      out.trySend(2);
      throw error;
    }, buffer);
    assert.equal(await flow.next(), got(1));
    if (buffer > 0) assert.equal(await flow.next(), got(2));
    assert.is(await failure(flow.next()), error);
    assert.equal(await flow.next(), end);
  }
});

test("a task that throws before it waits, or is no async function, is taken all the same (G1)", async () => {
  const throwing = (() => {
    throw "broken";
  }) as () => Promise<void>;
  const plain = ((out: Sender<number>) => void out.trySend(1)) as unknown as (out: Sender<number>) => Promise<void>;
  assert.is(await failure(produce(throwing).next()), "broken");
  assert.is(await failure(produce(throwing).pipe(map((n) => n)).toArray()), "broken");
  assert.equal(await produce(plain, 1).toArray(), [1]);
});

test("a waiting send whose task goes on and fails is delivered first (G1, C7)", async () => {
  const flow = produce<number>((out) => {
    void out.send(1);
    void out.send(2);
    return Promise.reject("broken");
  });
  assert.equal([await flow.next(), await flow.next()], [got(1), got(2)]);
  assert.is(await failure(flow.next()), "broken");
});

test("the failure of a task that nobody asks any more is nobody's uncaught error (G1)", async () => {
  const errors = await expectUncaught(async () => {
    const flow = produce<number>((out) => {
      out.trySend(1);
      return Promise.reject("broken");
    }, 1);
    assert.equal(await flow.next(), got(1));
    await turn();
  });
  assert.equal(errors, []);
});

test("a task that closes its channel itself ends the flow, once it has settled (G1)", async () => {
  const working = gate();
  const flow = produce<number>(async (out) => {
    await out.send(1);
    out.close();
    await working.promise;
  });
  assert.equal(await flow.next(), got(1));
  const next = flow.next();
  assert.ok(await pending(next));
  working.open();
  assert.equal(await next, end);
});

test("what a task throws after it has closed its channel fails the flow (G1)", async () => {
  for (const error of ["broken", undefined]) {
    const flow = produce<number>(async (out) => {
      out.close();
      await undefined;
      throw error;
    });
    assert.is(await failure(flow.next()), error);
    assert.equal(await flow.next(), end);
  }
});

test("a task that closes its channel with an error fails the flow with that, once it has settled (G1, P3)", async () => {
  const working = gate();
  let aborted: unknown;
  const flow = produce<number>(async (out, { signal }) => {
    await out.send(1);
    out.close("broken");
    await working.promise;
    aborted = signal.reason;
    throw new Error("Later");
  });
  assert.equal(await flow.next(), got(1));
  const next = flow.next();
  assert.ok(await pending(next));
  working.open();
  assert.is(await failure(next), "broken");
  assert.is(aborted, "broken");
});

test("a task that cancels its own channel ends the flow (G1)", async () => {
  const flow = produce<number>((out) => {
    (out as Channel<number>).cancel("reason");
    return Promise.resolve();
  }, 1);
  assert.equal(await flow.next(), end);
});

test("concurrent next() calls are answered in order, with one task (C19, G1)", async () => {
  const flow = produce(counting(2).task);
  assert.equal(await Promise.all([flow.next(), flow.next(), flow.next()]), [got(0), got(1), end]);
});

test("a flow of produce() is a source like any other, also of another produce() (G1)", async () => {
  const relay = (input: AsyncIterable<number>) =>
    produce<number>(async (out) => {
      for await (const value of input) await out.send(value * 10);
    });
  assert.equal(await pipeline(produce(counting().task), relay, take(3)).toArray(), [0, 10, 20]);
});

test("produce() needs a task, and what channel() takes as a buffer (C25)", () => {
  const task = () => Promise.resolve();
  const wrong = produce as (...given: unknown[]) => unknown;
  const error = thrownBy<Error>(() => wrong(5));
  assert.instance(error, TypeError);
  assert.is(error.message, "task must be a function, not 5");
  assert.instance(thrownBy(() => wrong(task, "5")), TypeError);
  assert.instance(thrownBy(() => wrong(task, -1)), RangeError);
  const buffer = sliding<number>(1);
  channel(buffer);
  assert.instance(thrownBy(() => produce(task, buffer)), TypeError);
});

test("an engine without AbortController can produce, too, unless the task reads the signal (G1)", async () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    const copy = await copyOf<{ produce: typeof produce }>("flow/produce", "without-abort-controller");
    assert.equal(await copy.produce<number>(async (out) => await out.send(1)).toArray(), [1]);
    const reads = copy.produce<number>(async (out, { signal }) => await out.send(1, { signal }));
    assert.match((await failure<TypeError>(reads.run())).message, "signal requires AbortController");
    await ticks(1);
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test("a flow that user code of its own buffer leaves stops afterwards, and its task learns of it (C21, G1)", async () => {
  const reasons: unknown[] = [];
  const flow: Flow<number> = produce<number>(async (out, { signal }) => {
    signal.addEventListener("abort", () => reasons.push(signal.reason));
    while (true) await out.send(1);
  }, sized(1, () => (void flow.cancel("enough"), 1)));
  assert.equal(await flow.next(), end);
  await flow.cancel();
  assert.equal(reasons, ["enough"]);
});

test.run();
