import type { Buffer } from "sluice";

/** How full a place is that holds values: a channel, a buffer, the hands of those who work. */
export interface Gauge {
  readonly name: string;
  readonly capacity: number;
  readonly size: number;
  /** The highest size so far. */
  readonly peak: number;
  /** How many senders found no room and had to wait. Left out where nobody sends. */
  readonly waits?: number;
}

/** A buffer that shows how full it is. It is for one sender: of several who wait at once it counts one. */
export function gauged<T>(name: string, buffer: Buffer<T>): Buffer<T> & Gauge {
  const gauge = { name, capacity: buffer.capacity, size: 0, peak: 0, waits: 0 };
  return Object.assign(gauge, {
    offer(value: T, discard: (older: T) => void) {
      const outcome = buffer.offer(value, discard);
      if (outcome === "wait") gauge.waits++;
      gauge.peak = Math.max(gauge.peak, gauge.size = buffer.size);
      return outcome;
    },
    take() {
      const value = buffer.take();
      gauge.size = buffer.size;
      return value;
    },
  });
}

/** Those who work at the same time. That they are never more than `capacity` is up to whoever calls `run`. */
export interface Crew extends Gauge {
  readonly run: <R>(task: () => Promise<R>) => Promise<R>;
}

export function crew(name: string, capacity: number): Crew {
  const gauge = { name, capacity, size: 0, peak: 0 };
  return Object.assign(gauge, {
    async run<R>(task: () => Promise<R>): Promise<R> {
      gauge.peak = Math.max(gauge.peak, ++gauge.size);
      try {
        return await task();
      } finally {
        gauge.size--;
      }
    },
  });
}
