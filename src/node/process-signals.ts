/** Receives the signals sent to this process. */
import { constants } from "node:os";
import process from "node:process";
import { shown } from "../core/engine/arguments.ts";
import { conflating } from "../buffers/conflating.ts";
import { listenAll } from "../edges/listen-all.ts";
import { pushSource } from "../edges/inbound.ts";
import type { PushSource } from "../edges/types.ts";
import { listen } from "./emitter.ts";

/**
 * Creates a receiver of the names of the signals sent to this process, as Go's `signal.Notify`.
 *
 * From the call on, these signals lose their usual effect, such as the end of the process. Each name is held once,
 * however often the signal arrived before it was received. Leaving a loop over the receiver, `cancel()` and `using`
 * restore the usual effect. A receiver that waits for signals does not keep the process alive.
 *
 * Throws a `TypeError` without names, and for a name that is unknown on this platform or that cannot be caught.
 *
 * @example
 * ```ts
 * import process from "node:process";
 * import { processSignals } from "sluice/node";
 *
 * using signals = processSignals("SIGINT", "SIGTERM");
 * process.kill(process.pid, "SIGTERM");
 * const waiting = setTimeout(() => {}, 10_000); // something else to do
 * const { value } = await signals.receive();
 * console.log(`${value}: finishing what was begun`); // SIGTERM: finishing what was begun
 * clearTimeout(waiting);
 * ```
 */
export function processSignals<const Name extends string>(...names: readonly Name[]): PushSource<Name> {
  if (names.length === 0) throw new TypeError("names must hold at least one signal");
  for (const name of names) {
    if (typeof name !== "string" || !Object.hasOwn(constants.signals, name)) {
      throw new TypeError(`names must be names of signals, not ${shown(name)}`);
    }
    if (name === "SIGKILL" || name === "SIGSTOP") {
      throw new TypeError(`names must not hold ${name}: it cannot be caught`);
    }
  }
  return pushSource(conflating<Name>({ keyOf: (name) => name }), {
    map: (name: Name) => name,
    subscribe: ({ next }) =>
      listenAll([...new Set(names)].map((name) => () => listen(process, name, () => next(name)))),
  });
}
