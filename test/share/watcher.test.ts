import { select, type Subscription, type Watch, watch } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { Probe, receivingFrom } from "../support/foreign.ts";
import { collect, drained } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("watcher");

/** A watch of 1, and a subscription that has read it. */
function watched(): [Watch<number>, Subscription<number>] {
  const level = watch(1);
  const reader = level.subscribe();
  drained(reader);
  return [level, reader];
}

/** A foreign turn that waits for the next value, and what it was told. */
function waiting(reader: Subscription<number>, claim: () => boolean, settled?: () => void): unknown[] {
  const told: unknown[] = [];
  receivingFrom(reader).park({
    claim,
    settle: ({ done, value }) => (told.push(done ? "end" : value), settled?.()),
    fail: (error) => told.push(error),
  });
  return told;
}

test("each change goes to one of those who wait, in order (K4)", async () => {
  const [level, reader] = watched();
  const calls = [reader.receive(), reader.receive()];
  level.set(2);
  assert.ok(await pending(calls[1]!));
  level.set(3);
  assert.equal((await Promise.all(calls)).map(({ value }) => value), [2, 3]);
  assert.is(reader.lagged, 0);
});

test("a value that a foreign turn does not want goes to the next in line, or waits (S8, K4)", async () => {
  const [level, reader] = watched();
  const refusing = waiting(reader, () => false);
  const next = reader.receive();
  level.set(2);
  assert.is((await next).value, 2);
  waiting(reader, () => false);
  level.set(3);
  assert.equal([refusing, drained(reader), reader.lagged], [[], [3], 0]);
});

test("a value that is being given out is not there for others, and what is set meanwhile follows (C21, K4)", async () => {
  const [level, reader] = watched();
  let behind: Promise<IteratorResult<number, undefined>> | undefined;
  const told = waiting(reader, () => {
    level.set(3);
    assert.is(reader.tryReceive(), undefined);
    behind = reader.receive();
    return true;
  });
  level.set(2);
  assert.equal([told, (await behind)?.value, reader.lagged], [[2], 3, 0]);
});

test("what is set several times meanwhile is skipped but for the newest (C21, K4)", () => {
  const [level, reader] = watched();
  const other = level.subscribe();
  drained(other);
  const told = waiting(reader, () => true, () => {
    if (level.value > 2) return;
    level.set(3);
    level.set(4);
  });
  level.set(2);
  assert.equal([told, drained(reader), drained(other)], [[2], [4], [4]]);
  assert.equal([reader.lagged, other.lagged], [1, 2]);
});

test("a subscriber that comes, or reads, while a value is given out gets none twice (C21, K4)", async () => {
  const [level, reader] = watched();
  const other = level.subscribe();
  drained(other);
  let late: Subscription<number> | undefined;
  const calls: Promise<IteratorResult<number, undefined>>[] = [];
  waiting(reader, () => true, () => {
    late = level.subscribe();
    for (const each of [late, other]) calls.push(each.receive(), each.receive());
  });
  level.set(2);
  assert.equal([(await calls[0])?.value, (await calls[2])?.value], [2, 2]);
  assert.ok(await pending(calls[1]!) && await pending(calls[3]!));
  level.set(3);
  assert.equal([(await calls[1])?.value, (await calls[3])?.value, late?.lagged, other.lagged], [3, 3, 0, 0]);
});

test("a call behind one that waits does not overtake it while a value is given out (K4)", async () => {
  const [level, reader] = watched();
  const other = level.subscribe();
  drained(other);
  const first = other.receive();
  let polled: unknown = "not asked";
  waiting(reader, () => true, () => void (polled = other.tryReceive()));
  level.set(2);
  assert.equal([polled, (await first).value], [undefined, 2]);
});

test("close() while a value is given out comes after it for everyone (C21, K4)", async () => {
  for (const error of [undefined, new Error("broken")]) {
    const [level, reader] = watched();
    const other = level.subscribe();
    drained(other);
    const calls = [other.receive(), other.receive()];
    const told = waiting(reader, () => (level.close(error), true));
    level.set(2);
    assert.equal([told, (await calls[0])?.value], [[2], 2]);
    if (error === undefined) assert.ok((await calls[1])?.done);
    else assert.is(await failure(calls[1]!), error);
    assert.is(level.value, 2);
  }
});

test("an error that comes after the last value comes each time, to a select too (K4)", async () => {
  const [level, reader] = watched();
  const mine = new Error("mine");
  const hit = select({ reader });
  level.close(mine);
  assert.is(await failure(hit), mine);
  assert.is(thrownBy(() => reader.tryReceive()), mine);
  assert.is(await failure(reader.receive()), mine);
});

test("one that leaves while it is asked is given its value, and then the end (K3, K4)", () => {
  const [level, reader] = watched();
  const told = waiting(reader, () => (reader.cancel(), true));
  const behind = waiting(reader, () => true);
  level.set(2);
  assert.equal([told, behind, reader.lagged], [[2], ["end"], 0]);
  assert.equal(reader.tryReceive(), { done: true, value: undefined });
});

test("leaving gives up what was held, and lagged stays as it was (K3, K4)", () => {
  const [level, reader] = watched();
  level.set(2);
  level.set(3);
  reader.cancel();
  reader.cancel();
  level.set(4);
  assert.equal([drained(reader), reader.lagged], [[], 1]);
});

test("disposing of a subscription is leaving, and it says what it is (C25, K3, K4)", () => {
  const [level, reader] = watched();
  reader[Symbol.dispose]();
  level.set(2);
  assert.equal(reader.tryReceive(), { done: true, value: undefined });
  assert.is(String(reader), "[object Subscription]");
});

test("a signal that aborts before, while or after it holds a value is its end (K3, K4)", async () => {
  const before = watch(1).subscribe({ signal: AbortSignal.abort("before") });
  assert.is(await failure(before.receive()), "before");
  const controller = new AbortController();
  const level = watch(1);
  const [holding, waiting, ended] = [1, 2, 3].map(() => level.subscribe({ signal: controller.signal }));
  drained(waiting!);
  ended!.cancel();
  const call = waiting!.receive();
  controller.abort("while");
  assert.equal([await failure(call), await failure(holding!.receive())], ["while", "while"]);
  assert.equal(ended!.tryReceive(), { done: true, value: undefined });
  const over = watch(1);
  over.close();
  const late = over.subscribe({ signal: AbortSignal.abort("after") });
  assert.is(await failure(late.receive()), "after");
});

test("a subscriber that still holds the last value of a closed watch can leave (K3, K4)", async () => {
  const level = watch(1);
  const controller = new AbortController();
  const aborted = level.subscribe({ signal: controller.signal });
  level.close();
  controller.abort("enough");
  assert.is(await failure(aborted.receive()), "enough");
});

test("what is set or ends while a select gets in line reaches it (S3, K4)", async () => {
  const changes: [(level: Watch<number>, reader: Subscription<number>) => void, object][] = [
    [(level) => level.set(2), { done: false, value: 2 }],
    [(level) => level.close(), { done: true, value: undefined }],
    [(_, reader) => reader.cancel(), { done: true, value: undefined }],
    [(level) => (level.set(2), level.close()), { done: false, value: 2 }],
  ];
  for (const [change, result] of changes) {
    for (const first of [true, false]) {
      const [level, reader] = watched();
      const meddling = new Probe({ park: () => change(level, reader) });
      const hit = select(first ? [meddling, reader] : [reader, meddling]);
      assert.equal(await hit, { key: first ? 1 : 0, ...result });
    }
  }
});

test("loops, batches and consume() are those of every receiver; leaving consume() leaves (C18, K3, K4)", async () => {
  const level = watch(1);
  const [looping, batching, leaving] = [level.subscribe(), level.subscribe(), level.subscribe()];
  for await (const value of leaving.consume()) {
    assert.is(value, 1);
    break;
  }
  const got = [collect(looping), collect(batching.batches())];
  level.set(2);
  level.close();
  assert.equal(await Promise.all(got), [[1, 2], [[1], [2]]]);
  assert.equal(leaving.tryReceive(), { done: true, value: undefined });
});

test.run();
