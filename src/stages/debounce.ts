/** Passes on the newest item after a pause. */
import type { Link } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { checkDuration } from "../time/timers.ts";
import { Latest } from "./pull/latest.ts";

/**
 * Passes on the newest item once no other has come for `ms` milliseconds, and drops the others.
 *
 * It keeps reading while the stage below does not pull. It then holds the last item that was followed by a pause, and
 * the newest item after it. A pending item is passed on at the end. Throws a `TypeError` or `RangeError` unless `ms` is
 * finite and at least 0.
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

/** Each item is due `ms` milliseconds after its arrival. */
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
