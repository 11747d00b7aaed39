// What a channel holds, who holds a channel, and how much memory is left once values are gone.
import {
  type Buffer,
  type Channel,
  channel,
  conflating,
  dropping,
  fifo,
  priority,
  select,
  selectLoop,
  type Sender,
  sized,
  sliding,
  strict,
  unbounded,
} from "sluice";
import * as assert from "uvu/assert";
import { collect, collected, heapUsed } from "../../support/heap.ts";
import { suite } from "../../support/test.ts";

const test = suite("leaks: what is held");

interface Thing {
  readonly number: number;
}

const kinds: Record<string, () => Buffer<Thing>> = {
  fifo: () => fifo(10),
  sliding: () => sliding(10),
  dropping: () => dropping(10),
  strict: () => strict(10),
  unbounded: () => unbounded(),
  priority: () => priority(10, (a, b) => a.number - b.number),
  conflating: () => conflating({ keyOf: ({ number }) => number }),
  merging: () => conflating({ merge: (_, newer) => newer }),
  sized: () => sized(10, () => 1),
};

/** Sends a thing that nobody else refers to. */
function sent(ch: Sender<Thing>, number: number): WeakRef<Thing> {
  const thing = { number };
  ch.trySend(thing);
  return new WeakRef(thing);
}

for (const [kind, make] of Object.entries(kinds)) {
  test(`${kind} keeps no reference to a value that was taken (B2)`, async () => {
    const ch = channel(make());
    const references = [0, 1, 2, 3, 4].map((number) => sent(ch, number));
    ch.trySend({ number: 99 });
    while (ch.size > 1) ch.tryReceive();
    assert.is(ch.size, 1);
    const gone = await Promise.all(references.map(collected));
    assert.equal(gone, [true, true, true, true, true]);
  });
}

/** The bytes that a channel holds with 200,000 values, and with the last ten of them. */
async function fullAndDrained(ch: Channel<number>): Promise<[number, number]> {
  const before = await heapUsed();
  for (let value = 0; value < 200_000; value++) ch.trySend(value);
  const full = await heapUsed() - before;
  for (let left = 200_000; left > 10; left--) ch.tryReceive();
  return [full, await heapUsed() - before];
}

for (
  const [kind, make] of Object.entries({
    fifo: () => fifo<number>(200_000),
    sliding: () => sliding<number>(200_000),
    dropping: () => dropping<number>(200_000),
    unbounded: () => unbounded<number>(),
    priority: () => priority<number>(200_000, (a, b) => a - b),
    conflating: () => conflating<number>({ keyOf: (value) => value }),
    sized: () => sized<number>(200_000, () => 1),
  })
) {
  test(`${kind} gives memory back when its values are gone (B2)`, async () => {
    // What the engine keeps of code that runs for the first time, or that it has just optimised, is no value.
    for (let rounds = 0; rounds < 2; rounds++) await fullAndDrained(channel(make()));
    const ch = channel(make());
    const [full, drained] = await fullAndDrained(ch);
    assert.is(ch.size, 10);
    assert.ok(full > 1_500_000, `full: ${full} bytes`);
    assert.ok(drained < 100_000, `drained: ${drained} bytes`);
  });
}

test("a buffered value of a plain channel costs 9 bytes or less, at a capacity that is a power of two (B2)", async () => {
  const ch = channel<number>(2 ** 20);
  const before = await heapUsed();
  for (let value = 0; value < 2 ** 20; value++) ch.trySend(value);
  const each = (await heapUsed() - before) / 2 ** 20;
  assert.ok(each < 9, `${each} bytes for each value`);
  assert.is(ch.size, 2 ** 20);
});

test("a channel with a large capacity costs nothing until it holds something (B2)", async () => {
  const before = await heapUsed();
  const channels = Array.from({ length: 10_000 }, () => channel<number>(1_000_000));
  const each = (await heapUsed() - before) / channels.length;
  assert.ok(each < 250, `${each} bytes for each channel`);
});

test("the line of those who waited gives memory back when they are gone (C14, B2)", async () => {
  const ch = channel<number>(0, { maxWaiting: Infinity });
  const first = ch.send(0);
  const before = await heapUsed();
  const controller = new AbortController();
  const others = Array.from({ length: 100_000 }, (_, i) => ch.send(i, { signal: controller.signal }).catch(() => {}));
  controller.abort();
  await Promise.all(others.splice(0));
  const after = await heapUsed() - before;
  assert.ok(after < 200_000, `${after} bytes are left`);
  ch.tryReceive();
  await first;
});

/** Makes something and lets go of it; what is left is a weak reference. */
async function dropped(make: () => object): Promise<boolean> {
  const reference = (() => new WeakRef(make()))();
  await collect();
  return reference.deref() === undefined;
}

test("a channel is collected with all that waits on it, once nobody can reach it (C22)", async () => {
  assert.ok(
    await dropped(() => {
      const ch = channel<number>(1);
      ch.trySend(1);
      ch.send(2);
      return ch;
    }),
    "with a waiting sender",
  );
  assert.ok(
    await dropped(() => {
      const ch = channel<number>();
      ch.receive();
      ch[Symbol.asyncIterator]().next();
      select({ ch, other: channel<string>() });
      return ch;
    }),
    "with waiting receivers",
  );
});

test("a channel is collected with the loop that was the last to wait on it (C22)", async () => {
  assert.ok(
    await dropped(() => {
      const ch = channel<number>();
      (async () => {
        for await (const _ of ch);
      })();
      return ch;
    }),
  );
});

test("a value that waits is collected with its channel (C22)", async () => {
  assert.ok(
    await dropped(() => {
      const thing = { number: 1 };
      channel<Thing>().send(thing);
      return thing;
    }),
  );
});

test("a live signal keeps what waits on it, and lets it go when it was aborted (C22)", async () => {
  const controller = new AbortController();
  const reference = (() => {
    const ch = channel<number>();
    const thing = { number: 1 };
    (ch as unknown as ReturnType<typeof channel<Thing>>).send(thing, { signal: controller.signal }).catch(() => {});
    return new WeakRef(thing);
  })();
  await collect();
  assert.ok(reference.deref() !== undefined);
  controller.abort();
  await collect();
  assert.is(reference.deref(), undefined);
});

test("a closed channel keeps no select loop that waited for it (C22)", async () => {
  const quit = channel<never>();
  const work = await (async () => {
    const work = channel<number>(1);
    const loop = selectLoop({ quit, work });
    loop.next();
    quit.close();
    await loop.return?.();
    return new WeakRef(work);
  })();
  assert.ok(await collected(work));
  assert.ok(quit.closed);
});

test.run();
