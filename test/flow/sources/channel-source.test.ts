import { channel, conflating, filter, map, pipeline, priority, sliding, take, unbounded } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { got } from "../../support/reading.ts";
import { pending, suite, turn } from "../../support/test.ts";
import { unhurried } from "../../support/unhurried.ts";

const test = suite("channel-source");

const end = { done: true, value: undefined };
test("a channel is read to its end (C16)", async () => {
  const ch = channel<number>(2);
  const all = pipeline(ch, map((n) => n * 2)).toArray();
  await ch.sendAll([1, 2, 3]);
  assert.ok(await pending(all));
  ch.close();
  assert.equal(await all, [2, 4, 6]);
});

test("channels of every kind are sources", async () => {
  const all = (buffer: Parameters<typeof channel<number>>[0]) => {
    const ch = channel<number>(buffer);
    for (const value of [3, 1, 2]) void ch.send(value);
    ch.close();
    return pipeline(ch).toArray();
  };
  assert.equal(await all(0), [3, 1, 2]);
  assert.equal(await all(2), [3, 1, 2]);
  assert.equal(await all(unbounded()), [3, 1, 2]);
  assert.equal(await all(sliding(2)), [1, 2]);
  assert.equal(await all(priority(3, (a, b) => a - b)), [1, 2, 3]);
  assert.equal(await all(conflating()), [2]);
});

test("values travel untouched (C5)", async () => {
  const thenable = { then: () => assert.unreachable("It was awaited") };
  const values = [undefined, null, end, Promise.resolve(1), thenable];
  const [held, handed] = [channel<unknown>(unbounded()), channel<unknown>()];
  await held.sendAll(values);
  const flow = pipeline(held);
  for (const value of values) assert.is((await flow.next()).value, value);
  const other = pipeline(handed);
  for (const value of values) {
    const next = other.next();
    handed.trySend(value);
    assert.is((await next).value, value);
  }
});

test("nothing is received before the first pull, and nothing ahead (P1)", async () => {
  const ch = channel<number>(3);
  await ch.sendAll([1, 2, 3]);
  const flow = pipeline(ch, map((n) => n));
  await turn();
  assert.is(ch.size, 3);
  assert.equal(await flow.next(), got(1));
  await turn();
  assert.is(ch.size, 2);
});

test("an unbuffered sender is held back: its value is taken when it is asked for (C2, P1)", async () => {
  const ch = channel<number>();
  const flow = pipeline(ch);
  const sent = [ch.send(1), ch.send(2)];
  assert.equal(await flow.next(), got(1));
  await sent[0];
  assert.ok(await pending(sent[1] as Promise<void>));
});

test("a waiting flow stands in line with ordinary receivers, once (C16)", async () => {
  const ch = channel<number>();
  const before = ch.receive();
  const flow = pipeline(ch);
  const asked = [flow.next(), flow.next()];
  const behind = ch.receive();
  assert.is(ch.stats.waitingReceivers, 3);
  await ch.sendAll([1, 2, 3, 4]);
  assert.equal(await Promise.all([before, asked[0], behind, asked[1]]), [1, 2, 3, 4].map(got));
});

test("two pipelines may share a channel: each value goes to one of them, in turn (C16)", async () => {
  const ch = channel<number>();
  const flows = [pipeline(ch).toArray(), pipeline(ch).toArray()];
  for (const value of [1, 2, 3, 4, 5, 6]) {
    await ch.send(value);
    await turn();
  }
  ch.close();
  assert.equal(await Promise.all(flows), [[1, 3, 5], [2, 4, 6]]);
});

test("two pipelines over one channel of any kind get each of its values once, between them (C16)", async () => {
  const buffers = [0, 3, unbounded<number>(), priority<number>(5, (a, b) => a - b)];
  for (const buffer of buffers) {
    const ch = channel<number>(buffer);
    const both = Promise.all([pipeline(ch).toArray(), pipeline(ch, map((n) => Promise.resolve(n))).toArray()]);
    for (let n = 0; n < 20; n++) await ch.send(n);
    ch.close();
    const values = (await both).flat().sort((a, b) => a - b);
    assert.equal(values, Array.from({ length: 20 }, (_, n) => n));
  }
});

test("the close error comes after the values before it, once (C9)", async () => {
  const broken = new Error("The source broke");
  const held = channel<number>(1);
  held.trySend(1);
  held.close(broken);
  const waiting = channel<number>();
  const [one, two] = [pipeline(held), pipeline(waiting)];
  const asked = two.next();
  const failing = failure(two.next());
  waiting.trySend(1);
  waiting.close(broken);
  assert.equal([await one.next(), await asked], [got(1), got(1)]);
  assert.is(await failure(one.next()), broken);
  assert.is(await failing, broken);
  assert.equal([await one.next(), await two.next()], [end, end]);
});

test("a flow that waits is told of the close error, and rejects with it once (C9)", async () => {
  const ch = channel<number>();
  const flow = pipeline(ch, map((n) => n));
  const [first, second] = [failure(flow.next()), flow.next()];
  ch.close("broken");
  assert.equal([await first, await second, await flow.next()], ["broken", end, end]);
});

test("cancel() of the channel ends the flow, and close() lets it drain first (C7, C10)", async () => {
  const [cancelled, closed] = [channel<number>(2), channel<number>(2)];
  const flows = [cancelled, closed].map((ch) => pipeline(ch));
  for (const ch of [cancelled, closed]) await ch.sendAll([1, 2]);
  cancelled.cancel();
  closed.close();
  assert.equal(await Promise.all(flows.map((flow) => flow.toArray())), [[], [1, 2]]);
  const ch = channel<number>();
  const waiting = pipeline(ch).next();
  ch.cancel();
  assert.equal(await waiting, end);
});

test("values that a channel holds move together: no hop for each (P5)", () =>
  unhurried(async () => {
    const ch = channel<number>(unbounded());
    for (let n = 0; n < 1000; n++) ch.trySend(n);
    let sum = 0;
    const done = pipeline(ch, map((n) => n), filter(() => true), take(1000)).forEach(() => void sum++);
    assert.is(sum, 1000);
    await done;
  }));

test("whoever sends to a waiting flow does not run its functions inside send() (C21)", async () => {
  const ch = channel<number>();
  const log: string[] = [];
  const done = pipeline(ch, map(() => log.push("mapped"))).next();
  ch.trySend(1);
  log.push("sent");
  await done;
  assert.equal(log, ["sent", "mapped"]);
});

test("timers get their turn while a channel always has more (C23)", async () => {
  const ch = channel<number>(1);
  ch.trySend(1);
  let fired = false;
  turn().then(() => fired = true);
  const flow = pipeline(
    ch,
    filter((_, { index }) => {
      if (fired || index === 1e7) ch.close();
      else ch.trySend(1);
      return false;
    }),
  );
  assert.equal(await flow.toArray(), []);
  assert.ok(fired);
});

test.run();
