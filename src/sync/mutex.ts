/** One at a time. */
import { shown } from "../core/engine/arguments.ts";
import { printed } from "../core/engine/printed.ts";
import { Semaphore } from "./semaphore.ts";

/**
 * A semaphore of one permit: whoever holds it is alone. Those who wait are served first come, first served.
 *
 * It does not know who holds it: whoever acquires it again before releasing it waits for ever. More than one permit can
 * never be had: asking for more is a `RangeError`, also while it is shut.
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

  /** An open mutex. `permits` can only be 1: anything else throws a `TypeError` or `RangeError`. */
  constructor(permits: 1 = 1) {
    super(permits);
    if (permits !== 1) throw new RangeError(`permits of a mutex must be 1, not ${shown(permits)}`);
  }

  /** The largest weight that can ever be had. */
  protected override get most(): number {
    return 1;
  }

  /** True while it cannot be acquired without waiting. */
  get locked(): boolean {
    return this.available === 0;
  }

  /** Shuts it (0) or opens it (1). More would be no mutex: anything else throws a `TypeError` or `RangeError`. */
  override resize(permits: number): void {
    if (typeof permits === "number" && permits > 1) {
      throw new RangeError(`permits of a mutex must be 0 or 1, not ${shown(permits)}`);
    }
    super.resize(permits);
  }
}
