// Results of reading, and the two ways to have all values in an array.
import type { Receiver } from "sluice";

/** The result of an operation that received a value. */
export function got<T>(value: T): { readonly done: false; readonly value: T } {
  return { done: false, value };
}

/** All values of an iterable, up to its end. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** All values that can be had now, without waiting. */
export function drained<T>(receiver: Receiver<T>): T[] {
  const all: T[] = [];
  for (;;) {
    const result = receiver.tryReceive();
    if (result === undefined || result.done) return all;
    all.push(result.value);
  }
}
