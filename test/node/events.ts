// Waits for what streams and sockets do in turns of their own.
import { turn } from "../support/test.ts";

interface Emitter {
  on(event: string, listener: (value: unknown) => void): unknown;
}

/** Resolves with the next event; an error of the emitter rejects. */
export function event<T = unknown>(emitter: Emitter, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    emitter.on("error", reject);
    emitter.on(name, (value) => resolve(value as T));
  });
}

/** Resolves when a stream has closed; rejects then if there was an error. */
export function closing(stream: Emitter): Promise<void> {
  const errors: unknown[] = [];
  stream.on("error", (error) => errors.push(error));
  return new Promise((resolve, reject) => {
    stream.on("close", () => errors.length === 0 ? resolve() : reject(errors.length === 1 ? errors[0] : errors));
  });
}

/** One that never comes true fails the test by its name. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}
