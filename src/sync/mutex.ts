/** A lock with a single holder. */
import { shown } from "../core/engine/arguments.ts";
import { printed } from "../core/engine/printed.ts";
import { Semaphore } from "./semaphore.ts";

/**
 * A semaphore with one permit, so that it has one holder at a time. Waiting calls are served in order of arrival.
 *
 * A mutex does not know its holder: a holder that acquires it again before releasing it waits for ever. A weight above
 * 1 throws a `RangeError`, also while the mutex is shut.
 *
 * @example
 * ```ts
 * import { Mutex } from "sluice";
 *
 * const file = new Mutex();
 * const lines: string[] = [];
 * async function append(line: string) {
 *   await file.with(async () => {
 *     const before = lines.length;
 *     await Promise.resolve();
 *     lines[before] = line;
 *   });
 * }
 * await Promise.all([append("one"), append("two")]);
 * console.log(lines, file.locked); // [ "one", "two" ] false
 * ```
 */
export class Mutex extends Semaphore {
  static {
    printed(this.prototype, "Mutex", (it) => [it.locked ? "locked" : "unlocked", it["permits"].crowd]);
  }

  /** Creates an open mutex. Throws a `TypeError` or `RangeError` unless `permits` is 1. */
  constructor(permits: 1 = 1) {
    super(permits);
    if (permits !== 1) throw new RangeError(`permits of a mutex must be 1, not ${shown(permits)}`);
  }

  /** The largest weight that can be acquired. */
  protected override get most(): number {
    return 1;
  }

  /** True while an acquire would have to wait. */
  get locked(): boolean {
    return this.available === 0;
  }

  /** Shuts the mutex (0) or opens it (1). Throws a `TypeError` or `RangeError` for any other number. */
  override resize(permits: number): void {
    if (typeof permits === "number" && permits > 1) {
      throw new RangeError(`permits of a mutex must be 0 or 1, not ${shown(permits)}`);
    }
    super.resize(permits);
  }
}
