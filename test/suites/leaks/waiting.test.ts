// What waited and went leaves nothing behind: on the channel, on the signal, on the promise.
import { after, type Channel, channel, select, selectLoop, sending, sleep } from "sluice";
import { assertFlat } from "../../support/heap.ts";
import * as assert from "uvu/assert";
import { watchedSignal } from "../../support/signals.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("leaks: what waited");

const MANY = 100_000;
const ROUNDS = 4;
const long = { within: 120_000 };

const swallow = () => {};

/** In portions: what waits at once is no leak. */
async function inPortions(body: (count: number) => Promise<unknown>): Promise<void> {
  for (let done = 0; done < MANY; done += 1000) await body(1000);
}

test("aborted sends and receives leave a channel as it was (C14)", async () => {
  const ch = channel<number>();
  await assertFlat(ROUNDS, () =>
    inPortions(async (count) => {
      const controller = new AbortController();
      const { signal } = controller;
      const operations = Array.from({ length: count / 2 }, () => ch.receive({ signal }).catch(swallow));
      controller.abort();
      await Promise.all(operations);
      const other = new AbortController();
      const sends = Array.from({ length: count / 2 }, (_, i) => ch.send(i, { signal: other.signal }).catch(swallow));
      other.abort();
      await Promise.all(sends);
    }));
  assert.equal([ch.stats.waitingReceivers, ch.stats.waitingSenders, ch.stats.sent], [0, 0, 0]);
}, long);

test("aborted operations behind one that waits for ever leave the line short (C14, C22)", async () => {
  const ch = channel<number>();
  const waiting = ch.receive();
  await assertFlat(ROUNDS, () =>
    inPortions(async (count) => {
      const controller = new AbortController();
      const operations = Array.from({ length: count }, () => ch.receive({ signal: controller.signal }).catch(swallow));
      controller.abort();
      await Promise.all(operations);
    }));
  ch.close();
  await waiting;
}, long);

test("select loops that nobody goes on with leave nothing on a channel that lives on (C22, S7)", async () => {
  const [quiet, busy] = [channel<number>(), channel<number>()];
  await assertFlat(ROUNDS, () =>
    inPortions(async (count) => {
      for (let i = 0; i < count; i++) {
        const next = selectLoop({ quiet, busy }).next();
        busy.trySend(i);
        await next;
      }
      await turn();
      await turn();
    }));
  assert.is(quiet.stats.waitingReceivers, 0);
}, long);

test("selects that were lost leave nothing on long-lived channels, signals and promises (S1, S8)", async () => {
  const [quiet, full, busy] = [channel<number>(), channel<number>(), channel<number>()];
  const { signal } = new AbortController();
  const never = new Promise<never>(swallow);
  const deadline = after(1e9);
  await assertFlat(ROUNDS, () =>
    inPortions(async (count) => {
      for (let i = 0; i < count; i++) {
        const cases = { quiet, out: sending(full, i), stop: signal, never, deadline, busy };
        const hit = select(cases, { signal });
        busy.trySend(i);
        assert.is((await hit).key, "busy");
      }
    }));
  assert.equal([quiet.stats.waitingReceivers, full.stats.waitingSenders], [0, 0]);
}, long);

test("rounds of a select loop leave nothing behind (S7)", async () => {
  const [quiet, busy] = [channel<number>(), channel<number>()];
  const { signal } = new AbortController();
  const loop = selectLoop({ quiet, stop: signal, fresh: () => after(1e9), busy });
  await assertFlat(ROUNDS, () =>
    inPortions(async (count) => {
      for (let i = 0; i < count; i++) {
        const hit = loop.next();
        busy.trySend(i);
        await hit;
      }
    }));
  await loop.return?.();
  assert.equal([quiet.stats.waitingReceivers, busy.stats.waitingReceivers], [0, 0]);
}, long);

test("iterators that are left early leave nothing behind (C17, C19)", async () => {
  const ch = channel<number>(1);
  await assertFlat(ROUNDS, () =>
    inPortions(async (count) => {
      for (let i = 0; i < count; i++) {
        const [values, batches] = [ch[Symbol.asyncIterator](), ch.batches()];
        const waiting = [values.next(), batches.next()];
        await Promise.all([values.return?.(), batches.return?.(), ...waiting]);
        await ch.send(i);
        for await (const value of ch) if (value === i) break;
      }
    }));
  assert.is(ch.stats.waitingReceivers, 0);
}, long);

test(
  "aborted sleeps leave no timer and nothing on the signal (T2, C15)",
  () =>
    assertFlat(ROUNDS, () =>
      inPortions(async (count) => {
        const controller = new AbortController();
        const slept = Array.from({ length: count }, () => sleep(1e9, { signal: controller.signal }).catch(swallow));
        controller.abort();
        await Promise.all(slept);
      })),
  long,
);

test(
  "a signal that outlives its operations holds one listener while they wait, and none a turn later (C15)",
  async () => {
    const ch: Channel<number> = channel<number>();
    const watched = watchedSignal();
    const { signal } = watched;
    await assertFlat(ROUNDS, async () => {
      for (let i = 0; i < MANY; i++) {
        const received = i % 2 === 0 ? ch.receive({ signal }) : select({ ch }, { signal });
        if (i % 1000 === 0) assert.is(watched.listeners, 1);
        ch.trySend(i);
        await received;
      }
    });
    await turn();
    assert.is(watched.listeners, 0);
  },
  long,
);

test.run();
