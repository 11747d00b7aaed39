/** A deadline. */
import { receivingCase } from "../core/waiting/case-protocol.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import type { End, Got, Receiver } from "../core/types.ts";
import { Timed } from "./timed.ts";
import { checkDuration } from "./timers.ts";

/**
 * A receiver and select case that gives one value `ms` milliseconds after the call, then ends (Go's `time.After`).
 *
 * Made outside a loop it is a deadline for the whole loop, made inside one for each round. A timer is armed only while
 * something waits on it. Any finite `ms` of at least 0 works, also beyond what `setTimeout` can; anything else is a
 * `TypeError` or `RangeError`.
 *
 * @example
 * ```ts
 * import { after, channel, select } from "sluice";
 *
 * const answers = channel<string>();
 * const hit = await select({ answer: answers, late: after(10) });
 * console.log(hit.key); // late
 * ```
 */
export function after(ms: number): Receiver<undefined>;
/** The same, with a value to give. */
export function after<T>(ms: number, value: T): Receiver<T>;
export function after<T>(ms: number, value?: T): Receiver<T | undefined> {
  checkDuration("ms", ms, 0);
  return new After(ms, value);
}

class After<T> extends Timed<T> {
  static {
    printed(
      this.prototype,
      "After",
      (it) => [`${it.ms} ms`, waiting(it.receivers.waiting, "receiver"), it.ended && "ended"],
    );
  }

  private readonly ms: number;
  private value: T | undefined;

  constructor(ms: number, value: T) {
    super();
    this.ms = ms;
    this.value = value;
  }

  [receivingCase](): Case<Got<T> | End> {
    return this.asCase();
  }

  protected override deadline(): number {
    return this.ms;
  }

  override cancel(): void {
    this.value = undefined;
    super.cancel();
  }

  protected override takeDue(): T {
    const value = this.value as T;
    this.value = undefined;
    this.ended = true;
    return value;
  }
}
