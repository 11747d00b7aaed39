/** What is to be done when a signal aborts, where nobody parks. */
import { callLater } from "./hooks.ts";
import { Abortable } from "./abort.ts";

export class OnAbort extends Abortable {
  private readonly act: (reason: unknown) => void;

  /** Calls `act` after the abort of the signal, which is not aborted yet, unless it is unwatched before. */
  constructor(signal: AbortSignal, act: (reason: unknown) => void) {
    super();
    this.act = act;
    this.watch(signal);
  }

  protected aborted(reason: unknown): void {
    callLater(this.act, reason);
  }
}
