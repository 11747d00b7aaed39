// What is held of values that many are to read, and of subscribers.
import { broadcast, select, sending, sliding, topics, watch } from "sluice";
import * as assert from "uvu/assert";
import { assertFlat, collected, heapUsed } from "../../support/heap.ts";
import { drained } from "../../support/reading.ts";
import { suite } from "../../support/test.ts";

const test = suite("leaks: sharing");

interface Thing {
  readonly number: number;
}

test("a value that eight subscribers have yet to read costs 9 bytes or less (K1, K2)", async () => {
  const count = 2 ** 18;
  const source = broadcast<number>();
  const readers = Array.from({ length: 8 }, () => source.subscribe(count));
  const before = await heapUsed();
  for (let value = 0; value < count; value++) source.trySend(value);
  const each = (await heapUsed() - before) / count;
  assert.ok(each < 9, `${each} bytes for each value`);
  for (const reader of readers) assert.is(drained(reader).length, count);
  const left = await heapUsed() - before;
  assert.ok(left < 500_000, `left: ${left} bytes`);
  assert.is(source.subscribers, 8);
});

test("nothing refers to a value that everyone has taken, nor to one that was withdrawn (B2, C22, K2)", async () => {
  const source = broadcast<Thing>();
  const [window, own, slow] = [source.subscribe(2), source.subscribe(sliding(2)), source.subscribe(1)];
  const controller = new AbortController();
  const references = [1, 2, 3].map((number) => {
    const thing = { number };
    source.send(thing, { signal: controller.signal }).catch(() => {});
    return new WeakRef(thing);
  });
  controller.abort();
  for (const reader of [window, own, slow]) drained(reader);
  await source.send({ number: 4 });
  assert.equal(await Promise.all(references.map(collected)), [true, true, true]);
  assert.is(source.subscribers, 3);
  assert.equal([window, own, slow].map((reader) => drained(reader).length), [1, 1, 1]);
});

test("a subscriber that left is not held, nor what it held (C22, K3)", async () => {
  const source = broadcast<Thing>();
  const held = [0, 5].flatMap((buffer) => {
    const reader = source.subscribe(buffer);
    const thing = { number: buffer };
    const sent = source.send(thing);
    reader.cancel();
    return [new WeakRef(reader), new WeakRef(thing), new WeakRef(sent)];
  });
  const references = [...held.slice(0, 2), ...held.slice(3, 5)];
  assert.equal(await Promise.all(references.map(collected)), [true, true, true, true]);
  assert.is(source.subscribers, 0);
});

test("a watch holds its value, and no older one (C22, K4)", async () => {
  const level = watch<Thing>({ number: 0 });
  const reader = level.subscribe();
  const first = new WeakRef(level.value);
  level.set({ number: 1 });
  drained(reader);
  assert.ok(await collected(first));
  assert.is(level.value.number, 1);
  assert.equal(drained(reader), []);
});

test("coming and going, aborting and selecting leave the heap as it was (C15, C22, K3, K5)", async () => {
  const source = broadcast<number>({ replay: 3 });
  const stuck = source.subscribe(1);
  const chat = topics((value: number) => value);
  const controller = new AbortController();
  const { signal } = controller;
  await assertFlat(4, async () => {
    for (let value = 0; value < 2_000; value++) {
      const [reader, key] = [source.subscribe(2, { signal }), chat.subscribe(value, 1, { signal })];
      const leaving = new AbortController();
      source.send(value, { signal: leaving.signal }).catch(() => {});
      select({ out: sending(source, value) }, { signal: leaving.signal }).catch(() => {});
      chat.trySend(value);
      leaving.abort();
      drained(reader);
      reader.cancel();
      key.cancel();
    }
    await Promise.resolve();
  });
  stuck.cancel();
});

test.run();
