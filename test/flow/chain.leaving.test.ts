// Pipelines whose own functions leave them.
import { channel, filter, type Flow, map, merge, pipeline, produce, sized } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, Numbers } from "../support/numbers.ts";
import { got } from "../support/reading.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("chain leaving");

const end = { done: true, value: undefined };
test("a function that cancels the flow ends it: its own result is not given (P4)", async () => {
  const numbers = new Numbers();
  const flow: Flow<number> = pipeline(
    numbers,
    map((n) => {
      if (n === 1) void flow.cancel();
      return n;
    }),
    map((n) => n),
  );
  assert.equal([await flow.next(), await flow.next(), await flow.next()], [got(0), end, end]);
  assert.equal([numbers.pulled, numbers.released], [2, 1]);
});

test("a function that cancels the flow and drops its item has nothing pulled for it any more (P4)", async () => {
  const [sync, async, foreign, given] = [new Numbers(), new AsyncNumbers(), new Numbers(), new Numbers()];
  const ch = channel<number>(3);
  await ch.sendAll([0, 1, 2]);
  const dropping = filter<number>(() => {
    void flow?.cancel("enough");
    return false;
  });
  let flow: Flow<number> | undefined;
  const flows = [
    () => pipeline(sync, dropping),
    () => pipeline(async, dropping),
    () => pipeline(ch, dropping),
    () => pipeline(foreign, passing, dropping),
    () => pipeline(given).pipe(dropping),
  ];
  for (const make of flows) {
    flow = make();
    assert.is(await failure(flow.toArray()), "enough");
  }
  const pulled = [sync, async, foreign, given].map((numbers) => numbers.pulled);
  assert.equal([...pulled, ch.size], [1, 1, 1, 1, 2]);
});

async function* passing(input: AsyncIterable<number>): AsyncGenerator<number, void, undefined> {
  yield* input;
}

test("a function that cancels the flow and drops its item does not end it before it is released (P4)", async () => {
  const closing = gate();
  const dropping = filter<number>(() => {
    void flow.cancel("enough");
    return false;
  });
  const flow: Flow<number> = pipeline(new AsyncNumbers({ return: () => closing.promise }), dropping);
  const [all, next] = [flow.toArray(), flow.next()];
  assert.ok(await pending(Promise.race([all, next])));
  closing.open();
  assert.is(await failure(all), "enough");
  assert.equal(await next, end);
});

test("a link that was left while it was to answer pulls nothing when it could (P4)", async () => {
  const sources: ((working: Promise<void>) => Flow<number>)[] = [
    (working) => produce((out) => working.then(() => out.close())),
    (working) => pipeline(new AsyncNumbers({ next: () => working.then(() => got(1)) })),
    (working) => pipeline(new AsyncNumbers({ next: () => working.then(() => got(1)) }), passing),
  ];
  for (const source of sources) {
    const working = gate();
    const flow = merge(source(working.promise), channel<number>());
    const next = flow.next();
    await turn();
    const left = flow.cancel();
    working.open();
    await left;
    await turn();
    assert.equal(await next, end);
  }
});

test("a function that cancels the flow and then fails has cancelled it (P4)", async () => {
  const flow: Flow<number> = pipeline(
    [1, 2],
    map(() => {
      void flow.cancel("enough");
      throw new Error("Too late");
    }),
  );
  assert.is(await failure(flow.toArray()), "enough");
  assert.equal(await flow.next(), end);
});

test("forEach() may leave its own flow: it goes no further, and rejects (P4)", async () => {
  const seen: number[] = [];
  const numbers = new Numbers();
  const flow = pipeline(numbers);
  const done = flow.forEach((n) => {
    seen.push(n);
    if (n === 1) void flow.cancel("enough");
  });
  assert.is(await failure(done), "enough");
  assert.equal(seen, [0, 1]);
  assert.is(numbers.released, 1);
});

test("forEach() is not over before its function is, also when that has cancelled the flow (P4)", async () => {
  const working = gate();
  const flow = pipeline([1, 2, 3]);
  const done = flow.forEach(() => {
    void flow.cancel("enough");
    return working.promise;
  });
  assert.ok(await pending(done));
  working.open();
  assert.is(await failure(done), "enough");
  assert.equal(await flow.next(), end);
});

test("what such a function fails with later is what forEach() rejects with, and nobody else hears of it (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  const done = flow.forEach(async () => {
    void flow.cancel("enough");
    await undefined;
    throw "broken";
  });
  assert.is(await failure(done), "broken");
  assert.equal(await flow.next(), end);
});

test("forEach() may wait for the end of its own flow, which it has cancelled (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  assert.is(await failure(flow.forEach(() => flow.cancel("enough"))), "enough");
});

test("a function of the sink may cancel the flow that fills it: nothing hangs (P4)", async () => {
  const sink = channel<number>(
    sized(1, (n: number) => {
      if (n === 2) void flow.cancel("enough");
      return 1;
    }),
  );
  const flow: Flow<number> = pipeline([1, 2, 3]);
  assert.is(await failure(flow.into(sink)), "enough");
  assert.equal(await sink.receive(), got(1));
  assert.is(await failure(sink.receive()), "enough");
});

test("two flows that feed on each other may be left in the middle (P4)", async () => {
  const [there, back] = [channel<number>(1), channel<number>(1)];
  const forward = pipeline(there, map((n) => n + 1)).into(back);
  const backward = pipeline(back, map((n) => n + 1));
  const returning = backward.into(there);
  there.trySend(0);
  await turn();
  await backward.cancel("enough");
  assert.is(await failure(returning), "enough");
  assert.is(await failure(forward), "enough");
});

test.run();
