/**
 * Takes turns among several links that are read side by side.
 *
 * Inputs that have something stand in `stirring`. Those that were served stand in `hungry`, to be polled again when
 * `stirring` is empty. So an input that has something waits at most one round, and none is polled before that is
 * needed.
 */
import { Ring } from "../../core/engine/ring.ts";
import type { Input } from "./input.ts";

export class RoundRobin<I extends Input<unknown>> {
  private readonly stirring = new Ring<I>();
  private readonly hungry = new Ring<I>();

  /** Adds an input that has nothing, and is to be polled. */
  join(inner: I): void {
    this.hungry.push(inner);
  }

  /** Adds an input that was polled earlier and has something now. */
  stirred(inner: I): void {
    this.stirring.push(inner);
  }

  /** Whether an input has something. */
  get ready(): boolean {
    return this.stirring.size > 0;
  }

  /** Removes and returns the next input that has something, if there is one. */
  next(): I | undefined {
    while (this.stirring.size === 0) {
      if (this.hungry.size === 0) return undefined;
      const inner = this.hungry.shift();
      if (inner.pull()) return inner;
    }
    return this.stirring.shift();
  }
}
