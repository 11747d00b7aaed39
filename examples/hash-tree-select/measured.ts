import type { Channel } from "sluice";
import type { Gauge } from "../hash-tree/gauge.ts";

/** A channel that counts what its `stats` do not: how often senders had to wait. */
export interface Measured<in out T> extends Gauge {
  readonly channel: Channel<T>;
  readonly signal: AbortSignal;
  readonly send: (value: T) => Promise<void>;
}

export function measured<T>(channel: Channel<T>): Measured<T> {
  let waits = 0;
  return {
    channel,
    name: channel.name ?? "",
    capacity: channel.capacity,
    get size() {
      return channel.size;
    },
    get peak() {
      return channel.stats.peak;
    },
    get waits() {
      return waits;
    },
    get signal() {
      return channel.signal;
    },
    async send(value) {
      if (channel.trySend(value)) return; // never past others who wait: it is false then
      if (!channel.closed) waits++;
      await channel.send(value);
    },
  };
}
