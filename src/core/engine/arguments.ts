/** Wrong arguments get an error that names the argument and what was given. */
import type { WaitOptions } from "../types.ts";

/** Shows a value in a message, whatever it is. */
export function shown(given: unknown): string {
  if (given === null || given === undefined || typeof given === "number" || typeof given === "boolean") {
    return `${given}`;
  }
  if (typeof given === "string") return JSON.stringify(given);
  if (typeof given === "bigint") return `${given}n`;
  try {
    if (Array.isArray(given)) return "an array";
  } catch {
    return REVOKED;
  }
  return typeof given === "object" ? "an object" : `a ${typeof given}`;
}

const REVOKED = "a revoked Proxy";

/** Every use of a revoked Proxy throws an error of the engine, so a check asks this before it reads a member. */
export function isRevoked(given: unknown): boolean {
  return shown(given) === REVOKED;
}

/** The value as an object whose members a check can read: an empty one unless there is something to read from. */
export function membersOf(given: unknown): Readonly<Record<PropertyKey, unknown>> {
  return isRevoked(given) ? {} : Object(given);
}

/** True for a function that can be called. */
export function isFunction(given: unknown): boolean {
  return typeof given === "function" && !isRevoked(given);
}

/** Throws unless `given` is a function. */
export function checkFunction(name: string, given: unknown): void {
  if (!isFunction(given)) throw new TypeError(`${name} must be a function, not ${shown(given)}`);
}

/** An option that is a boolean, or left out. Throws when it is something else. */
export function booleanOf(name: string, otherwise: boolean, given: boolean | undefined = otherwise): boolean {
  if (typeof given === "boolean") return given;
  throw new TypeError(`${name} must be a boolean, not ${shown(given)}`);
}

/** Throws unless `given` is an options object or left out. */
export function checkOptions(given: unknown, name = "options"): void {
  if (given === undefined || (typeof given === "object" && given !== null && !isRevoked(given))) return;
  throw new TypeError(`${name} must be an object, not ${shown(given)}`);
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

/** Throws unless what `opener()` gave is an iterator, by shape, or what else has such methods. */
export function checkedIterator<I>(
  opener: string,
  given: I,
  methods: readonly string[] = ["next"],
  what = "an iterator",
): I {
  const members = membersOf(given);
  if (methods.every((method) => isFunction(members[method]))) return given;
  throw new TypeError(`${opener}() must return ${what}, not ${shown(given)}`);
}

/** Throws unless `given` is a sender, by shape. */
export function checkSender(name: string, given: unknown): void {
  const { send, trySend, close } = membersOf(given);
  if ([send, trySend, close].every(isFunction)) return;
  throw new TypeError(`${name} must be a channel or another sender, not ${shown(given)}`);
}

/** The signal among the options of an operation. Throws when it is none. */
export function signalOf(options: WaitOptions | undefined, name = "options"): AbortSignal | undefined {
  checkOptions(options, name);
  const signal = options?.signal;
  if (signal === undefined || isSignal(signal)) return signal;
  throw new TypeError(`${name}.signal must be an AbortSignal, not ${shown(signal)}`);
}

/** By shape: there may be several realms, and engines without `AbortSignal`. */
export function isSignal(given: unknown): given is AbortSignal {
  const { aborted, addEventListener, removeEventListener } = membersOf(given);
  return typeof aborted === "boolean" && [addEventListener, removeEventListener].every(isFunction);
}

/** An array that is iterated over like any other: it can be read by its indexes, without an object for each value. */
export function isPlainArray<T>(given: Iterable<T> | AsyncIterable<T>): given is readonly T[] {
  return Array.isArray(given) && !(Symbol.asyncIterator in given) &&
    given[Symbol.iterator] === Array.prototype[Symbol.iterator];
}
