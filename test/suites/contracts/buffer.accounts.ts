// The account of every value's fate: C12, after every step of a long life.
import * as assert from "uvu/assert";
import type { Channel } from "sluice";
import { seeded } from "../../support/dice.ts";
import { type Suite, turn } from "../../support/test.ts";
import { type Kind, open } from "./kinds.ts";

/** Who sends and receives here keeps books of their own. Every value is a different number. */
class Books {
  readonly channel: Channel<number>;
  readonly accepted = new Set<number>();
  readonly received = new Set<number>();
  readonly dropped = new Set<number>();
  private readonly kind: Kind;
  private readonly random: () => number;
  private readonly controllers: AbortController[] = [];
  private next = 1;

  constructor(kind: Kind, seed: number) {
    this.kind = kind;
    this.random = seeded(seed);
    this.channel = open<number>(kind, { onUndelivered: (value) => once(this.dropped, value) });
  }

  /** Does something, chosen by chance. */
  step(): void {
    const ways = [this.send, this.send, this.trySend, this.trySend, this.receive, this.tryReceive, this.batch];
    const way = this.random() < 0.1 ? this.abort : ways[Math.floor(this.random() * ways.length)];
    way?.call(this);
  }

  /** Do the channel's counts say what these books say? Once all that was settled is known here. */
  check(): void {
    const { stats, size, closed } = this.channel;
    assert.is(stats.sent, this.accepted.size);
    assert.is(stats.received, this.received.size);
    assert.is(stats.dropped, this.dropped.size);
    assert.is(this.accepted.size, this.received.size + this.dropped.size + stats.merged + size);
    assert.ok(size <= Math.min(this.kind.capacity, Math.max(this.kind.room, 0)));
    assert.ok(stats.peak >= size);
    assert.ok(stats.waitingReceivers === 0 || (size === 0 && stats.waitingSenders === 0));
    assert.ok(!closed || stats.waitingReceivers === 0);
    for (const value of this.received) assert.ok(this.accepted.has(value) && !this.dropped.has(value));
    for (const value of this.dropped) assert.ok(this.accepted.has(value));
  }

  private send(): void {
    const value = this.next++;
    this.channel.send(value, { signal: this.signal() }).then(() => once(this.accepted, value), () => {});
  }

  private trySend(): void {
    const value = this.next++;
    if (this.channel.trySend(value)) once(this.accepted, value);
  }

  private receive(): void {
    const received = this.channel.receive({ signal: this.signal() });
    received.then(({ done, value }) => done || once(this.received, value), () => {});
  }

  private tryReceive(): void {
    const result = this.channel.tryReceive();
    if (result !== undefined && !result.done) once(this.received, result.value);
  }

  private batch(): void {
    const batches = this.channel.batches(3);
    batches.next().then(({ done, value }) => done || value.forEach((each) => once(this.received, each)));
    if (this.random() < 0.5) batches.return?.();
  }

  private abort(): void {
    for (const controller of this.controllers.splice(0)) controller.abort();
  }

  private signal(): AbortSignal | undefined {
    if (this.random() < 0.5) return undefined;
    const controller = new AbortController();
    this.controllers.push(controller);
    return controller.signal;
  }
}

/** A value meets a fate once. */
function once(fate: Set<number>, value: number): void {
  assert.not(fate.has(value), `${value} twice`);
  fate.add(value);
}

export function accountFacts(test: Suite, kind: Kind): void {
  test("sent = received + dropped + merged + size after every step, and each value meets one fate (C12)", async () => {
    const books = new Books(kind, 1);
    for (let step = 0; step < 300; step++) {
      books.step();
      await turn();
      books.check();
    }
    books.channel.cancel();
    await turn();
    books.check();
    assert.is(books.channel.size, 0);
    const { sent, merged } = books.channel.stats;
    assert.is(books.received.size + books.dropped.size + merged, sent);
  });

  test("the account is right after close(), and when all is drained (C12, C7)", async () => {
    const books = new Books(kind, 2);
    for (let step = 0; step < 100; step++) books.step();
    books.channel.close();
    for (let step = 0; step < 100; step++) {
      books.step();
      await turn();
      books.check();
    }
  });
}
