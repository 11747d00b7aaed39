/** Wrong arguments get an error that names the argument and what was given. */
import type { WaitOptions } from "./types.ts";

/** Shows a value in a message, whatever it is. */
export function shown(given: unknown): string {
  if (given === null || given === undefined || typeof given === "number" || typeof given === "boolean") {
    return `${given}`;
  }
  if (typeof given === "string") return JSON.stringify(given);
  if (typeof given === "bigint") return `${given}n`;
  if (typeof given === "object") return Array.isArray(given) ? "an array" : "an object";
  return `a ${typeof given}`;
}

/** Throws unless `given` is a function. */
export function checkFunction(name: string, given: unknown): void {
  if (typeof given !== "function") throw new TypeError(`${name} must be a function, not ${shown(given)}`);
}

/** An option that is a boolean, or left out. Throws when it is something else. */
export function booleanOf(name: string, otherwise: boolean, given: boolean | undefined = otherwise): boolean {
  if (typeof given === "boolean") return given;
  throw new TypeError(`${name} must be a boolean, not ${shown(given)}`);
}

/** Throws unless `given` is an options object or left out. */
export function checkOptions(given: unknown): void {
  if (given === undefined || (typeof given === "object" && given !== null)) return;
  throw new TypeError(`options must be an object, not ${shown(given)}`);
}

/**
 * Throws unless `given` is a whole number of at least `least`; `Infinity` counts as one if it is `allowed`. The message
 * may say what to use instead of it.
 */
export function checkCount(
  name: string,
  given: unknown,
  least: number,
  infinity: "allowed" | "refused" | "use unbounded()",
): void {
  if (typeof given !== "number") throw new TypeError(`${name} must be a number, not ${shown(given)}`);
  if (given >= least && (Number.isInteger(given) || (given === Infinity && infinity === "allowed"))) return;
  const instead = given === Infinity && infinity !== "refused" ? `; for no bound ${infinity}` : "";
  throw new RangeError(`${name} must be an integer of at least ${least}, not ${shown(given)}${instead}`);
}

/** Throws unless what `next()` gave is an object, as the language's own loops do. */
export function checkedResult<R>(iterator: string, result: R): R {
  if (Object(result) === result) return result;
  throw new TypeError(`${iterator}.next() must give an object, not ${shown(result)}`);
}

/** Throws unless `given` is a sender, by shape. */
export function checkSender(name: string, given: unknown): void {
  const { send, trySend, close } = Object(given);
  if ([send, trySend, close].every((method) => typeof method === "function")) return;
  throw new TypeError(`${name} must be a channel or another sender, not ${shown(given)}`);
}

/** The signal among the options of an operation. Throws when it is none. */
export function signalOf(options: WaitOptions | undefined): AbortSignal | undefined {
  checkOptions(options);
  const signal = options?.signal;
  if (signal === undefined || isSignal(signal)) return signal;
  throw new TypeError(`options.signal must be an AbortSignal, not ${shown(signal)}`);
}

/** By shape: there may be several realms, and engines without `AbortSignal`. */
export function isSignal(given: unknown): given is AbortSignal {
  const { aborted, addEventListener } = Object(given);
  return typeof aborted === "boolean" && typeof addEventListener === "function";
}

/** An array that is iterated over like any other: it can be read by its indexes, without an object for each value. */
export function isPlainArray<T>(given: Iterable<T> | AsyncIterable<T>): given is readonly T[] {
  return Array.isArray(given) && !(Symbol.asyncIterator in given) &&
    given[Symbol.iterator] === Array.prototype[Symbol.iterator];
}
