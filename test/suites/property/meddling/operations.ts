// Operations on their way to their end, and what they may fail with.
import { ChannelClosedError } from "sluice";
import type { Op } from "./program.ts";

/** What user code throws. */
export const mischief = new Error("mischief");
/** What signals are aborted with. */
export const withdrawn = "withdrawn";

/** Operations that send, at least in one of their cases; what the buffer throws is theirs. */
const sends: readonly Op["as"][] = [
  "send",
  "abortableSend",
  "trySend",
  "selectOut",
  "selectBoth",
  "trySelect",
  "loopOut",
  "other",
];

export abstract class Operations {
  /** The operations that have not ended. */
  readonly open: Map<symbol, string> = new Map();
  /** What operations failed with that should not. */
  readonly failures: string[] = [];

  /** How many buffers are running user code now: what that does with their channels is refused. */
  protected within = 0;

  protected follow<R>(as: Op["as"], operation: Promise<R>, then: (result: R) => unknown): void {
    const key = Symbol(as);
    const { within } = this;
    this.open.set(key, as);
    operation.then(then, (error) => this.failed(as, error, within > 0)).finally(() => this.open.delete(key));
  }

  protected attempt(as: Op["as"], operation: () => unknown): void {
    try {
      operation();
    } catch (error) {
      this.failed(as, error, this.within > 0);
    }
  }

  private failed(as: Op["as"], error: unknown, within: boolean): void {
    const refused = within && error instanceof TypeError && error.message.endsWith(" is calling its buffer");
    const expected = refused || error === withdrawn || error instanceof ChannelClosedError;
    if (!expected && !(error === mischief && sends.includes(as))) {
      this.failures.push(`${as} failed with ${String(error)}`);
    }
  }
}
