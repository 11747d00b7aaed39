// A kind of buffer as the contract sees it: how much fits in, and what happens to the value for which there is no room.
import * as assert from "uvu/assert";
import { type Buffer, type Channel, channel, type ChannelOptions } from "sluice";

/** The sender waits; the oldest goes; the newcomer goes; the send fails; the newcomer is combined with the held one. */
export type Full = "waits" | "slides" | "drops" | "fails" | "merges";

export interface Kind {
  /** As one writes it: `sliding(2)`. */
  readonly title: string;
  /** A new one. It gives ascending numbers in their order. */
  readonly make: <T>() => number | Buffer<T>;
  /** What `capacity` says. */
  readonly capacity: number;
  /** How many different values fit in before it is full. */
  readonly room: number;
  readonly full: Full;
}

export function open<T = number>(kind: Kind, options?: ChannelOptions<T>): Channel<T> {
  return channel<T>(kind.make<T>(), options);
}

/** As many values as fit in, ascending; three for a kind that is never full. */
export function fitting({ room }: Kind): number[] {
  return Array.from({ length: room === Infinity ? 3 : room }, (_, index) => index + 1);
}

/** A channel that holds all that `fitting` gives. */
export function filled(kind: Kind, options?: ChannelOptions<number>): Channel<number> {
  const ch = open<number>(kind, options);
  for (const value of fitting(kind)) assert.ok(ch.trySend(value));
  return ch;
}
