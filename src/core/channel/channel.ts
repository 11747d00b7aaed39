/** How channels are made. */
import { checkCount, checkFunction, checkOptions, isFunction, membersOf, shown } from "../engine/arguments.ts";
import { bounded } from "./bounded.ts";
import { type ColdState, DEFAULTS } from "./cold-state.ts";
import { Fifo } from "./fifo.ts";
import type { Buffer, Channel, ChannelOptions } from "../types.ts";

/**
 * Makes a bounded channel: senders wait while it is full, receivers while it is empty.
 *
 * `buffer` is a capacity in values (default 0: each send waits until a receiver takes its value), or a buffer that says
 * what "full" means: `sliding(16)`, `dropping(16)`, `strict(16)`, `priority(16, compare)`, `conflating()`,
 * `sized(limit, sizeOf)`, `unbounded()`, or your own.
 *
 * Leaving a `for await` loop over a channel leaves the channel open, so that other loops go on; use `consume()` for a
 * loop that cancels it. Throws a `TypeError` or `RangeError` for wrong arguments, and a `TypeError` for a buffer that
 * another channel uses already.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 *
 * const lines = channel<string>(2, { name: "lines" });
 *
 * async function read() {
 *   for (const line of ["a", "b", "c"]) await lines.send(line); // waits while two lines are not taken
 *   lines.close();
 * }
 *
 * read();
 * for await (const line of lines) console.log(line); // a b c
 * ```
 */
export function channel<T>(buffer: number | Buffer<T> = 0, options?: ChannelOptions<T>): Channel<T> {
  const details = detailsOf(options);
  return bounded(bufferOf(buffer), details);
}

/** A channel without capacity never keeps a value: all of them share this one. */
const RENDEZVOUS = new Fifo<unknown>(0);

const usedBuffers = Symbol.for("sluice.buffers");

const ownBuffers = new WeakSet<object>();

/**
 * The buffers that belong to a channel already, of whichever copy of the library: all use the set of the copy that asked
 * first. Where `globalThis` takes nothing more, as in hardened realms, each copy knows its own.
 */
function used(): WeakSet<object> {
  const { [usedBuffers]: shared } = globalThis as { [usedBuffers]?: WeakSet<object> };
  if (shared === undefined) Reflect.set(globalThis, usedBuffers, ownBuffers); // false, where an assignment would throw
  return shared ?? ownBuffers;
}

/** Checks what a user gave as a buffer, and makes it one. A buffer can be used only once. */
export function bufferOf<T>(given: number | Buffer<T>, name = "buffer"): Buffer<T> {
  if (given === 0) return RENDEZVOUS as Fifo<T>;
  if (typeof given === "number") {
    checkCount(name, given, 0, "use unbounded()");
    return new Fifo(given);
  }
  const { capacity, size, offer, take, room } = membersOf(given);
  if (!isFunction(offer)) {
    throw new TypeError(`${name} must be a capacity or a Buffer, not ${shown(given)}`);
  }
  checkCount(`${name}.capacity`, capacity, 0, "allowed");
  checkCount(`${name}.size`, size, 0, "refused");
  checkFunction(`${name}.take`, take);
  if (room !== undefined) checkFunction(`${name}.room`, room);
  const taken = used();
  if (taken.has(given)) throw new TypeError(`${name} must be a new one: it belongs to another channel`);
  taken.add(given);
  return given;
}

function detailsOf<T>(options: ChannelOptions<T> | undefined): ColdState<T> {
  checkOptions(options);
  if (options === undefined) return DEFAULTS;
  const { name, onUndelivered, maxWaiting = DEFAULTS.maxWaiting } = options;
  if (name !== undefined && typeof name !== "string") {
    throw new TypeError(`options.name must be a string, not ${shown(name)}`);
  }
  if (onUndelivered !== undefined) checkFunction("options.onUndelivered", onUndelivered);
  checkCount("options.maxWaiting", maxWaiting, 0, "allowed");
  return { ...DEFAULTS, name, onUndelivered, maxWaiting };
}
