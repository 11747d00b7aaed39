/** A pause. */
import { signalOf } from "../core/engine/arguments.ts";
import { Abortable } from "../core/engine/abort.ts";
import { failed } from "../core/engine/event-loop.ts";
import type { WaitOptions } from "../core/types.ts";
import { checkDuration, Timer } from "./timers.ts";

/**
 * Resolves after `ms` milliseconds: a finite number of at least 0, which may exceed the limit of `setTimeout`.
 *
 * Rejects with `signal.reason` when the signal aborts, and with a `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { sleep } from "sluice";
 *
 * await sleep(10);
 * await sleep(60_000, { signal: AbortSignal.timeout(10) }).catch((reason) => console.log(reason.name)); // TimeoutError
 * ```
 */
export function sleep(ms: number, options?: WaitOptions): Promise<void> {
  try {
    checkDuration("ms", ms, 0);
    const signal = signalOf(options);
    if (signal?.aborted) return failed(signal.reason);
    return new Promise((resolve, reject) => new Sleep(ms, signal, resolve, reject));
  } catch (error) {
    return failed(error);
  }
}

class Sleep extends Abortable {
  private readonly timer: Timer;
  private readonly reject: (reason: unknown) => void;

  constructor(ms: number, signal: AbortSignal | undefined, resolve: () => void, reject: (reason: unknown) => void) {
    super();
    this.reject = reject;
    this.timer = new Timer(() => {
      this.unwatch();
      resolve();
    });
    this.timer.arm(ms);
    if (signal !== undefined) this.watch(signal);
  }

  protected aborted(reason: unknown): void {
    this.timer.disarm();
    this.reject(reason);
  }
}
