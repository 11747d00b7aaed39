/** The newest item once it is quiet. */
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration } from "../time/timers.ts";
import { Latest } from "./pull/latest.ts";

/**
 * Gives the newest item once no other has come for `ms` milliseconds; the others are gone.
 *
 * It reads on while nobody asks, and then keeps the last item that had its quiet and what came after. What is pending
 * at the end is given. Throws a `TypeError` or `RangeError` unless `ms` is finite and at least 0.
 *
 * @example
 * ```ts
 * import { channel, debounce, pipeline, sleep } from "sluice";
 *
 * const keys = channel<string>();
 * async function type() {
 *   for (const text of ["s", "sl", "slu"]) await keys.send(text);
 *   await sleep(30);
 *   await keys.send("sluice");
 *   keys.close();
 * }
 *
 * type();
 * await pipeline(keys, debounce(10)).forEach((text) => console.log(text)); // slu sluice
 * ```
 */
export function debounce<A>(ms: number): Stage<A, A> {
  checkDuration("ms", ms, 0);
  return stage((up: Link<A>) => new Debounce(up, ms));
}

/** Each item is due `ms` after it came. */
class Debounce<A> extends Latest<A> {
  private readonly ms: number;

  constructor(up: Link<A>, ms: number) {
    super(up);
    this.ms = ms;
  }

  protected override dueFor(now: number): number {
    return now + this.ms;
  }
}
