// Senders and readers that come, go and abort in loops of their own. No model, only the law: each reader gets every value
// sent since it came, minus what its own buffer gave up, and nothing else.
import * as assert from "uvu/assert";
import fc from "fast-check";
import { type Broadcast, broadcast, type Buffer, dropping, priority, sized, sliding, type Subscription } from "sluice";
import { hold } from "../suites/property/seed.ts";
import { suite, ticks, turn } from "../support/test.ts";

const test = suite("broadcast: laws");

/** Buffers that keep the order. */
const buffers: Readonly<Record<string, () => number | Buffer<number>>> = {
  "0": () => 0,
  "2": () => 2,
  "sized": () => sized(6, (value) => value % 5),
  "sliding": () => sliding(2),
  "dropping": () => dropping(2),
  "priority": () => priority(3, (a, b) => a - b),
};

const readers = fc.record({
  buffer: fc.constantFrom(...Object.keys(buffers)),
  /** After how many ticks it comes. */
  comes: fc.nat({ max: 40 }),
  /** How many ticks it takes for each value. */
  pace: fc.nat({ max: 6 }),
  /** After how many values it leaves. */
  takes: fc.constantFrom(3, 10, Infinity, Infinity),
  by: fc.constantFrom("cancel", "consume", "abort", "batches"),
});

const programs = fc.record({
  senders: fc.array(
    fc.record({ count: fc.nat({ max: 25 }), pace: fc.nat({ max: 3 }), aborts: fc.constantFrom(0, 0, 3) }),
    { minLength: 1, maxLength: 3 },
  ),
  readers: fc.array(readers, { minLength: 1, maxLength: 6 }),
});

type Reading = typeof readers extends fc.Arbitrary<infer R> ? R : never;

/** A reader, and what it may expect. */
interface Seen {
  readonly reading: Reading;
  readonly got: number[];
  readonly subscription: Subscription<number>;
  /** How many sends had begun when it came, and when it left. */
  readonly from: number;
  until: number;
  left: boolean;
}

class Run {
  private readonly source: Broadcast<number> = broadcast<number>();
  /** In the order in which they began. */
  private readonly begun: number[] = [];
  private readonly withdrawn: Set<number> = new Set();
  private readonly seen: Seen[] = [];
  private next = 0;

  async all({ senders, readers }: { senders: { count: number; pace: number; aborts: number }[]; readers: Reading[] }) {
    const reading = readers.map((reader) => this.read(reader));
    await Promise.all(senders.map((sender) => this.send(sender)));
    await turn();
    this.source.close();
    await Promise.all(reading);
    for (const seen of this.seen) this.check(seen);
    assert.is(this.source.subscribers, 0);
  }

  private async send({ count, pace, aborts }: { count: number; pace: number; aborts: number }): Promise<void> {
    for (let sent = 0; sent < count; sent++) {
      const value = ++this.next;
      const controller = new AbortController();
      this.begun.push(value);
      const sending = this.source.send(value, { signal: controller.signal }).catch(() => this.withdrawn.add(value));
      if (aborts > 0 && value % aborts === 0) controller.abort();
      await sending;
      await ticks(pace);
    }
  }

  private async read(reading: Reading): Promise<void> {
    await ticks(reading.comes);
    const controller = new AbortController();
    const { signal } = controller;
    const subscription = this.source.subscribe(buffers[reading.buffer]!(), { signal });
    const got: number[] = [];
    const seen: Seen = { reading, got, subscription, from: this.begun.length, until: Infinity, left: false };
    this.seen.push(seen);
    const values = reading.by === "consume" ? subscription.consume() : inTurn(subscription, reading.by === "batches");
    try {
      for await (const value of values) {
        got.push(value);
        if (got.length < reading.takes) await ticks(reading.pace);
        else break;
      }
    } finally {
      seen.left = got.length >= reading.takes;
      if (reading.by === "abort") controller.abort("left");
      else subscription.cancel();
      seen.until = this.begun.length;
    }
  }

  private check({ reading, got, subscription, from, until, left }: Seen): void {
    const due = this.begun.slice(from, until);
    const sure = due.filter((value) => !this.withdrawn.has(value));
    const label = `${reading.buffer} by ${reading.by}`;
    assert.is(new Set(got).size, got.length, `${label}: once each`);
    assert.ok(got.every((value) => due.includes(value)), `${label}: only what was sent since it came`);
    if (reading.buffer !== "priority") {
      assert.equal(got, [...got].sort((a, b) => due.indexOf(a) - due.indexOf(b)), `${label}: in order`);
    }
    if (left) return;
    const missing = sure.filter((value) => !got.includes(value)).length;
    const extra = got.filter((value) => this.withdrawn.has(value)).length;
    assert.ok(missing <= subscription.lagged, `${label}: ${missing} missing, ${subscription.lagged} lagged`);
    // A value that was withdrawn elsewhere may have been accepted here, and then been given up, too.
    assert.ok(
      subscription.lagged - missing <= due.length - sure.length - extra,
      `${label}: lagged counts what is missing`,
    );
  }
}

/** Value by value, or batch by batch. */
async function* inTurn(subscription: Subscription<number>, batches: boolean): AsyncGenerator<number> {
  if (!batches) yield* subscription;
  else for await (const batch of subscription.batches()) yield* batch;
}

test(
  "each reader gets what was sent since it came, minus what its buffer gave up, which lagged counts (K1, K2, K3)",
  () =>
    hold(
      "loops",
      fc.asyncProperty(programs, async (program) => {
        await new Run().all(program);
      }),
      200,
    ),
  { within: 600_000 },
);

test.run();
