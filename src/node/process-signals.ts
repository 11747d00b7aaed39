/** Signals to this process. */
import { constants } from "node:os";
import process from "node:process";
import { shown } from "../core/engine/arguments.ts";
import { conflating } from "../buffers/conflating.ts";
import { listenAll } from "../edges/listen-all.ts";
import { pushSource } from "../edges/inbound.ts";
import type { PushSource } from "../edges/types.ts";
import { listen } from "./emitter.ts";

/**
 * A receiver of the names of signals that this process gets, as Go's `signal.Notify`.
 *
 * From the call on these signals no longer have their usual effect, such as the end of the process. Each name is held
 * once, however often the signal came before somebody took it. Its reader owns it: leaving a loop over it, `cancel()`
 * and `using` give the signals back. Waiting for signals does not keep a process alive that has nothing else to do.
 *
 * Throws a `TypeError` without names, and with a name that is none here or that nobody can catch.
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
  if (names.length === 0) throw new TypeError("names must be those of signals, not none");
  for (const name of names) {
    if (typeof name !== "string" || !Object.hasOwn(constants.signals, name)) {
      throw new TypeError(`names must be those of signals, not ${shown(name)}`);
    }
    if (name === "SIGKILL" || name === "SIGSTOP") {
      throw new TypeError(`names must not hold ${name}: nobody can catch it`);
    }
  }
  return pushSource(conflating<Name>({ keyOf: (name) => name }), {
    map: (name: Name) => name,
    subscribe: ({ next }) =>
      listenAll([...new Set(names)].map((name) => () => listen(process, name, () => next(name)))),
  });
}
