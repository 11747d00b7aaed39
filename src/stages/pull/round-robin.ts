/**
 * Whose turn it is, of several links that are read side by side.
 *
 * Those who have something stand in `stirring`; those who were served in `hungry`, to be asked again when nobody stirs.
 * So nobody who has something waits more than one round, and nobody is asked before that is needed.
 */
import { Ring } from "../../core/engine/ring.ts";
import type { Input } from "./input.ts";

export class RoundRobin<I extends Input<unknown>> {
  private readonly stirring = new Ring<I>();
  private readonly hungry = new Ring<I>();

  /** One that has nothing, and is to be asked. */
  join(inner: I): void {
    this.hungry.push(inner);
  }

  /** One that was asked has something now. */
  stirred(inner: I): void {
    this.stirring.push(inner);
  }

  /** Somebody who was asked has something. */
  get ready(): boolean {
    return this.stirring.size > 0;
  }

  /** The next one that has something, if there is one. It is out of the rotation then. */
  next(): I | undefined {
    while (this.stirring.size === 0) {
      if (this.hungry.size === 0) return undefined;
      const inner = this.hungry.shift();
      if (inner.pull()) return inner;
    }
    return this.stirring.shift();
  }
}
