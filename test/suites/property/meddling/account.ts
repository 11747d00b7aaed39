// What became of every value, and who got which, as those who sent and received them tell.
import type { ChannelStats } from "sluice";

export interface Value {
  /** Which send it was, in the order in which they began. */
  readonly number: number;
  /** How it was sent. */
  readonly as: string;
  readonly weight: number;
  /** What withdraws it. */
  readonly controller: AbortController | undefined;
}

interface Reception {
  readonly as: string;
  /** `undefined`: the end of the channel. */
  readonly value: Value | undefined;
  readonly began: number;
  /** When whoever received it knew. */
  readonly told: number;
  /** It got in line, if it did, when it began. */
  readonly queued: boolean;
}

export class Account {
  private clock = 0;
  private readonly values: Value[] = [];
  /** Those whose senders were told so. */
  private readonly accepted = new Set<Value>();
  private readonly dropped: Value[] = [];
  private readonly receptions: Reception[] = [];
  /** How many values a select loop has sent, as it tells: not which. */
  private looped = 0;

  now(): number {
    return ++this.clock;
  }

  value(as: string, weight: number, controller?: AbortController): Value {
    const value = { number: this.values.length, as, weight, controller };
    this.values.push(value);
    return value;
  }

  accept(value: Value): void {
    this.accepted.add(value);
  }

  sentByLoop(): void {
    this.looped++;
  }

  drop(value: Value): void {
    this.dropped.push(value);
  }

  receive(as: string, began: number, value: Value | undefined, queued: boolean): void {
    this.receptions.push({ as, value, began, told: this.now(), queued });
  }

  /** Once the channel is closed and drained. `ordered`: such two values come out in the order in which they were sent. */
  wrong(stats: ChannelStats, ordered: (one: Value, other: Value) => boolean): string[] {
    return [...this.fates(), ...this.figures(stats), ...this.order(ordered)];
  }

  private received(): Value[] {
    return this.receptions.flatMap(({ value }) => value ?? []);
  }

  private *fates(): Generator<string> {
    const left = [...this.received(), ...this.dropped];
    let looped = 0;
    for (const value of this.values) {
      const fates = left.filter((each) => each === value).length;
      const name = `value ${value.number} (${value.as})`;
      if (fates > 1) yield `${name} has ${fates} fates`;
      if (value.as === "loopOut") {
        looped += fates;
      } else if (this.accepted.has(value)) {
        if (fates === 0) yield `${name} was lost`;
      } else if (fates > 0) yield `${name} was refused, and went`;
    }
    if (this.looped !== looped) yield `of a loop ${looped} values went, and ${this.looped} were accepted`;
  }

  private *figures(
    { sent, received, dropped, merged, waitingSenders, waitingReceivers }: ChannelStats,
  ): Generator<string> {
    const here = [this.received().length, this.dropped.length];
    if (received !== here[0]) yield `${received} counted as received, and ${here[0]} were`;
    if (dropped !== here[1]) yield `${dropped} counted as dropped, and ${here[1]} were`;
    if (sent !== received + dropped || merged > 0) yield `${sent} counted as sent, ${merged} as merged`;
    if (waitingSenders > 0 || waitingReceivers > 0) yield `${waitingSenders} and ${waitingReceivers} wait at the end`;
  }

  /** Whoever knew before another one began, or was before it in line, has the older value; none comes after the end. */
  private *order(ordered: (one: Value, other: Value) => boolean): Generator<string> {
    const swapped = (first: Value | undefined, second: Value | undefined) =>
      first === undefined || second === undefined
        ? second !== undefined
        : first.number > second.number && ordered(first, second);
    for (const first of this.receptions) {
      for (const second of this.receptions) {
        const before = first.told < second.began || (first.queued && second.queued && first.began < second.began);
        if (before && swapped(first.value, second.value)) yield `${shown(second)} after ${shown(first)}`;
      }
    }
  }
}

function shown({ as, value, began }: Reception): string {
  return `${as} (${began}) got ${value === undefined ? "the end" : `value ${value.number} (${value.as})`}`;
}
