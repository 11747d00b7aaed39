import {
  broadcast,
  type Buffer,
  channel,
  priority,
  select,
  selectLoop,
  sending,
  sized,
  sliding,
  trySelect,
} from "sluice";
import * as assert from "uvu/assert";
import { LogReader } from "../../src/share/log-reader.ts";
import { failure } from "../support/failure.ts";
import { deadTurn, lent, receivingFrom } from "../support/foreign.ts";
import { drained } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("reader");

test("a subscription is a reader of the log", () => {
  assert.instance(broadcast().subscribe(0), LogReader);
});

test("it is received from in every way that a channel is (C16, C18, C20, K1)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(10);
  for (let value = 1; value <= 9; value++) await source.send(value);
  assert.is((await reader.receive()).value, 1);
  assert.is(reader.tryReceive()?.value, 2);
  for await (const value of reader) if (value === 4) break;
  assert.equal((await reader.batches(2).next()).value, [5, 6]);
  assert.is((await select({ in: reader })).value, 7);
  assert.is((await select({ in: lent(receivingFrom(reader)) })).value, 8);
  for await (const value of reader.consume()) if (value === 9) break;
  assert.is(source.subscribers, 0);
});

test("a batch takes the values of those that wait, too (C20, K2)", async () => {
  const source = broadcast<number>();
  const readers = [source.subscribe(0), source.subscribe(2), source.subscribe(priority(2, (a, b) => a - b))];
  const sent = [1, 2, 3, 4].map((value) => source.send(value));
  for (const reader of readers) assert.equal((await reader.batches().next()).value, [1, 2, 3, 4]);
  await Promise.all(sent);
});

test("a batch takes the value of a select that waits (C20, S3)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  const hits = [1, 2].map((value) => select({ out: sending(source, value) }));
  assert.equal((await reader.batches().next()).value, [1, 2]);
  await Promise.all(hits);
});

test("a select that waits gets a value to someone whose own buffer had room (S3, K2)", async () => {
  const source = broadcast<number>();
  const [own, slow] = [source.subscribe(sliding(1)), source.subscribe(0)];
  const hit = select({ out: sending(source, 1) });
  assert.is(own.tryReceive(), undefined);
  assert.ok(await pending(hit));
  assert.is(slow.tryReceive()?.value, 1);
  assert.is(own.tryReceive()?.value, 1);
  await hit;
});

test("a window that had accepted a withdrawn value takes its values out of the log, and goes on (K1, K2)", async () => {
  const source = broadcast<number>();
  const [window, slow] = [source.subscribe(3), source.subscribe(1)];
  await source.send(1);
  const controller = new AbortController();
  const sent = [source.send(2, { signal: controller.signal }), source.send(3), source.send(4)];
  controller.abort("late");
  assert.is(await failure(sent[0]!), "late");
  assert.equal(drained(window), [1, 2, 3, 4]);
  assert.equal(drained(slow), [1, 3, 4]);
  await Promise.all(sent.slice(1));
  await source.send(5);
  assert.equal(drained(window), [5]);
});

test("a window that is past a withdrawn value, or before it, stays in the log (K1, K2)", async () => {
  const source = broadcast<number>();
  const [past, before, stuck] = [source.subscribe(2), source.subscribe(1), source.subscribe(1)];
  await source.send(1);
  const controller = new AbortController();
  const sent = [source.send(2, { signal: controller.signal }), source.send(3)];
  assert.equal(drained(past), [1, 2, 3]);
  assert.equal([before.tryReceive()?.value], [1]);
  controller.abort("late");
  assert.is(await failure(sent[0]!), "late");
  assert.equal(drained(before), [2, 3]);
  assert.equal(drained(stuck), [1, 3]);
  await sent[1];
});

test("a function of a buffer may withdraw the value that it is asked about, and the next one is not lost (C14, C21)", async () => {
  const source = broadcast<number>();
  const controller = new AbortController();
  let abort = false;
  const own = source.subscribe(sized(2, () => {
    if (abort) controller.abort("meanwhile");
    return 2;
  }));
  const withdrawn = [source.send(1), source.send(2, { signal: controller.signal })][1]!;
  const next = source.send(3);
  abort = true;
  assert.is(own.tryReceive()?.value, 1);
  assert.is(await failure(withdrawn), "meanwhile");
  assert.equal(drained(own), [2, 3]);
  await next;
});

test("dead turns do not hold up those behind them, nor the end (C12, S8)", async () => {
  const source = broadcast<number>();
  const reader = source.subscribe(0);
  receivingFrom(reader).park(deadTurn());
  const received = reader.receive();
  await source.send(1);
  assert.is((await received).value, 1);
  receivingFrom(reader).park(deadTurn());
  const last = reader.receive();
  source.close();
  assert.ok((await last).done);
});

test("a select loop that comes back to a subscription is seen by a select that waits to send (K2, S3)", async () => {
  const news = broadcast<string>();
  const [reader, other] = [news.subscribe(0), channel<string>()];
  const loop = selectLoop([reader, other]);
  const first = loop.next();
  other.trySend("first");
  await first;
  const sent = select([sending(news, "value")]);
  assert.ok(await pending(sent));
  assert.equal((await loop.next()).value, { key: 0, done: false, value: "value" });
  assert.is((await sent).key, 0);
});

test("trySelect() on a subscription takes from a select that waits to send (K2, S2)", async () => {
  const news = broadcast<string>();
  const reader = news.subscribe(0);
  assert.is(trySelect([reader]), undefined);
  const sent = select([sending(news, "value")]);
  assert.equal(trySelect([reader]), { key: 0, done: false, value: "value" });
  assert.is((await sent).key, 0);
});

test("when the first of its line is received past the buffer, the next one moves in at once (K2)", async () => {
  const held: number[] = [];
  const even: Buffer<number> = {
    capacity: 1,
    get size() {
      return held.length;
    },
    offer(value) {
      if (value % 2 === 1 || held.length > 0) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as number,
  };
  const source = broadcast<number>();
  const reader = source.subscribe(even);
  const [odd, next] = [source.send(1), source.send(2)];
  assert.ok(await pending(odd));
  assert.is(reader.tryReceive()?.value, 1);
  await Promise.all([odd, next]);
  assert.equal(held, [2]);
});

test.run();
