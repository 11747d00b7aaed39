import type { Channel, ChannelStats } from "sluice";

/** What can be shown of a channel, whatever it carries. */
export interface Gauge {
  readonly channel: {
    readonly name: string | undefined;
    readonly capacity: number;
    readonly size: number;
    readonly stats: ChannelStats;
  };
  /** How many sends found no room and had to wait. */
  readonly waits: number;
}

/** A channel that counts what its `stats` do not: how often senders had to wait. */
export interface Measured<in out T> extends Gauge {
  readonly channel: Channel<T>;
  readonly send: (value: T) => Promise<void>;
}

export function measured<T>(channel: Channel<T>): Measured<T> {
  let waits = 0;
  return {
    channel,
    get waits() {
      return waits;
    },
    async send(value) {
      if (channel.trySend(value)) return; // never past others who wait: it is false then
      if (!channel.closed) waits++;
      await channel.send(value);
    },
  };
}
