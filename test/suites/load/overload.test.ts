// A producer ten times faster than its consumer, for twenty seconds, through every way to bound what waits; beside them,
// in the same process and at the same time, the one that has no bound.
import {
  type Buffer,
  type Channel,
  channel,
  dropping,
  fifo,
  OverflowError,
  sized,
  sleep,
  sliding,
  unbounded,
} from "sluice";
import * as assert from "uvu/assert";
import { collect } from "../../support/heap.ts";
import { suite } from "../../support/test.ts";

const test = suite("overload");

const SECONDS = 20;
const ROUND = 20; // ms
const RECEIVED = 20; // values in each round; ten times as many are sent
const MEGABYTE = 2 ** 20;

/** Large enough to be seen in the heap. */
interface Reading {
  readonly number: number;
  readonly samples: number[];
}

/** What those counted who sent, received and were told of what was dropped. */
interface Books {
  sent: number;
  received: number;
  dropped: number;
}

interface Load {
  readonly ch: Channel<Reading>;
  readonly books: Books;
  readonly fed: Promise<void>;
  readonly drained: Promise<void>;
}

function run(buffer: Buffer<Reading>, until: number): Load {
  const books = { sent: 0, received: 0, dropped: 0 };
  const ch = channel(buffer, { onUndelivered: () => void books.dropped++ });
  return { ch, books, fed: produce(ch, until, books), drained: consume(ch, until, books) };
}

async function produce(ch: Channel<Reading>, until: number, books: Books): Promise<void> {
  for (let number = 0; Date.now() < until;) {
    for (let i = 0; i < RECEIVED * 10 && Date.now() < until; i++) {
      await ch.send({ number, samples: new Array(32).fill(number++) });
      books.sent++;
    }
    await sleep(ROUND);
  }
}

async function consume(ch: Channel<Reading>, until: number, books: Books): Promise<void> {
  for (let last = -1; Date.now() < until;) {
    for (let i = 0; i < RECEIVED; i++) {
      const next = ch.tryReceive();
      if (next === undefined || next.done) break;
      books.received++;
      assert.ok(next.value.number > last, "the order is kept");
      last = next.value.number;
    }
    await sleep(ROUND);
  }
}

test(
  "bounded buffers keep the heap flat under ten times too much, and account for every value (C2, C12, B3)",
  async () => {
    const until = Date.now() + SECONDS * 1000;
    const bounded = [
      run(fifo<Reading>(100), until),
      run(sized<Reading>(100, () => 1), until),
      run(sliding<Reading>(100), until),
      run(dropping<Reading>(100), until),
    ];
    const endless = run(unbounded<Reading>(), until);
    await sleep(SECONDS * 250);
    await collect();
    const early = { heap: process.memoryUsage().heapUsed, held: endless.ch.size };
    await Promise.all(bounded.map(({ drained }) => drained));
    await Promise.all([endless.fed, endless.drained]);
    await collect();
    const late = { heap: process.memoryUsage().heapUsed, held: endless.ch.size };

    const held = late.held - early.held;
    assert.ok(held > 10_000, `the unbounded channel grew by ${held} values`);
    const grown = late.heap - early.heap;
    assert.ok(grown > held * 256, `the heap grew with it: by ${grown} bytes`);

    endless.ch.cancel();
    await collect();
    const flat = process.memoryUsage().heapUsed - early.heap + early.held * 256;
    assert.ok(flat < 2 * MEGABYTE, `without it, the heap grew by ${flat} bytes`);

    for (const { ch, books } of bounded) {
      const { sent, received, dropped, peak } = ch.stats;
      assert.is(books.sent, books.received + books.dropped + ch.size);
      assert.equal({ sent, received, dropped }, books);
      assert.ok(peak <= 100, `at most 100 were held, not ${peak}`);
      assert.ok(received > SECONDS * 1000 / ROUND / 4 * RECEIVED, `the consumer got ${received}`);
      ch.cancel();
    }
    const [waiting, weighed, newest, oldest] = bounded.map(({ ch }) => ch.stats);
    assert.ok(
      [newest, oldest].every((stats) => Number(stats?.dropped) > Number(stats?.received) * 2),
      "much was dropped",
    );
    assert.ok(
      [waiting, weighed].every((stats) => Number(stats?.sent) - Number(stats?.received) <= 100),
      "senders waited",
    );
    await Promise.allSettled(bounded.map(({ fed }) => fed));
  },
  { within: (SECONDS + 40) * 1000 },
);

test("maxWaiting catches the loop that forgot to await", async () => {
  const jobs = channel<number>(10);
  const outcomes = await (async () => {
    const sent: Promise<void>[] = [];
    for (let job = 0; job < 70_000; job++) sent.push(jobs.send(job));
    const refused = Promise.all(sent).then(() => undefined, (error) => error);
    const error = await refused;
    jobs.cancel();
    return { error, settled: await Promise.allSettled(sent) };
  })();
  assert.instance(outcomes.error, OverflowError);
  assert.is(outcomes.error.value, 65_546);
  assert.match(
    outcomes.error.message,
    /^Cannot send: 65536 sends are already waiting on the channel; is send\(\) awaited\?$/,
  );
  assert.is(outcomes.settled.filter(({ status }) => status === "fulfilled").length, 10);
});

test.run();
