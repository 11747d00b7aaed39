/** What few channels need, kept apart so that an idle channel is small; and how a channel describes itself. */
import { ChannelClosedError, OverflowError } from "../errors.ts";
import { type Notes, waiting } from "../engine/printed.ts";
import type { Channel, ChannelOptions } from "../types.ts";

export interface ColdState<T> extends ChannelOptions<T> {
  readonly maxWaiting: number;
  dropped: number;
  merged: number;
  /** What receivers get after the last value, if not the end. */
  error: unknown;
  cancelled: boolean;
  /** What `cancel` was called with. */
  reason: unknown;
  controller: AbortController | undefined;
}

/** The details of every channel that has none of its own yet: no hook, so that the kind of values does not matter. */
export const DEFAULTS: ColdState<unknown> = {
  name: undefined,
  onUndelivered: undefined,
  maxWaiting: 65_536,
  dropped: 0,
  merged: 0,
  error: undefined,
  cancelled: false,
  reason: undefined,
  controller: undefined,
};

export function closedError<T>(details: ColdState<T>, value: T): ChannelClosedError<T> {
  const { name, cancelled, reason, error } = details;
  const state = cancelled ? "is cancelled" : "is closed";
  return new ChannelClosedError(`Cannot send: ${titled(name)} ${state}`, value, name, cancelled ? reason : error);
}

export function fullError<T>({ name }: ColdState<T>, value: T): OverflowError<T> {
  return new OverflowError(`Cannot send: ${titled(name)} is full`, value, name);
}

/** The channel is closed to the user code of its own buffer. */
export function callingError({ name }: Pick<ColdState<never>, "name">, operation: string): TypeError {
  return new TypeError(`Cannot ${operation}: ${titled(name)} is calling its buffer`);
}

/** So many calls wait already that they cannot all be awaited. */
export function crowdedError<T>(
  { name, maxWaiting }: ColdState<T>,
  value: T,
  where = ` on ${titled(name)}`,
  call = "send",
  who: string = call,
): OverflowError<T> {
  const plural = maxWaiting === 1 ? " is" : "s are";
  const message = `Cannot ${call}: ${maxWaiting} ${who}${plural} already waiting${where}; is ${call}() awaited?`;
  return new OverflowError(message, value, name);
}

function titled(name: string | undefined): string {
  return name === undefined ? "the channel" : `channel ${JSON.stringify(name)}`;
}

type Described = Pick<Channel<unknown>, "size" | "capacity" | "closed" | "stats"> & {
  readonly name?: string | undefined;
};

/** `Channel "jobs" 3/16, 2 senders waiting` */
export function described({ name, size, capacity, closed, stats }: Described): Notes {
  return [
    `${name === undefined ? "" : `${JSON.stringify(name)} `}${size}/${capacity}`,
    waiting(stats.waitingSenders, "sender"),
    waiting(stats.waitingReceivers, "receiver"),
    closed && "closed",
  ];
}
