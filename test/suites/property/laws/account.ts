// What became of every value, as those who sent and received it tell.

/** A value says where it comes from and where it is sent. */
export interface Tagged {
  readonly channel: number;
  readonly producer: number;
  readonly turn: number;
}

export class Account {
  /** Given away: accepted, as its sender was told, or pulled by a `sendAll` that failed. */
  readonly given = new Set<Tagged>();
  /** Refused or withdrawn: still its sender's. */
  readonly kept = new Set<Tagged>();
  /** How often a receiver got it. */
  private readonly received = new Map<Tagged, number>();
  /** How often the hook got it. */
  private readonly hooked = new Map<Tagged, number>();
  /** How many times a `sendAll` failed, by channel: each may have had one value in hand, which the hook got uncounted. */
  readonly failures = new Map<number, number>();
  private readonly problems: string[] = [];
  private readonly last = new Map<string, number>();

  /** One after the other, a receiver gets what a producer sent into a channel that keeps order, in that order. */
  receive(value: Tagged, receiver: string): void {
    count(this.received, value);
    const key = `${value.channel} ${value.producer} ${receiver}`;
    const before = this.last.get(key) ?? -1;
    if (value.turn <= before) this.problems.push(`${receiver} got ${named(value)} after ${before}`);
    this.last.set(key, value.turn);
  }

  hook(value: Tagged): void {
    count(this.hooked, value);
  }

  fail(channel: number): void {
    this.failures.set(channel, (this.failures.get(channel) ?? 0) + 1);
  }

  /** Every value that was given away has one fate, no other has any (C12). */
  get wrong(): readonly string[] {
    const problems = [...this.problems];
    for (const value of this.given) {
      const fates = (this.received.get(value) ?? 0) + (this.hooked.get(value) ?? 0);
      if (fates !== 1) problems.push(`${named(value)} was accepted and has ${fates} fates`);
    }
    for (const value of this.kept) {
      if (this.received.has(value) || this.hooked.has(value)) {
        problems.push(`${named(value)} was not accepted, and went`);
      }
    }
    return problems;
  }

  /** What a channel must have counted, give or take what failing `sendAll`s had in hand. */
  of(channel: number): { given: number; received: number; hooked: number; failures: number } {
    const among = (values: Iterable<Tagged>) => [...values].filter((value) => value.channel === channel).length;
    return {
      given: among(this.given),
      received: among(this.received.keys()),
      hooked: among(this.hooked.keys()),
      failures: this.failures.get(channel) ?? 0,
    };
  }
}

function count(counts: Map<Tagged, number>, value: Tagged): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function named({ channel, producer, turn }: Tagged): string {
  return `value ${turn} of producer ${producer} into channel ${channel}`;
}
