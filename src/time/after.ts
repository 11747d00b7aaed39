/** A deadline. */
import { receivingCase } from "../core/waiting/case-protocol.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import type { End, Got, Receiver } from "../core/types.ts";
import { Timed } from "./timed.ts";
import { checkDuration } from "./timers.ts";

/**
 * Creates a receiver, also usable as a select case, that yields one value `ms` milliseconds after the call and then
 * ends (Go's `time.After`).
 *
 * Created outside a loop, it is a deadline for the whole loop; created inside, a deadline for each round. A timer runs
 * only while a receive or a select waits. Throws a `TypeError` or `RangeError` unless `ms` is a finite number of at
 * least 0; it may exceed the limit of `setTimeout`.
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
/** The same, with a value to yield. */
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
