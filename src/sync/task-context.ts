/** The argument of a function that may be aborted. */
import { printed } from "../core/engine/printed.ts";
import { newController } from "../core/engine/abort.ts";

/** The argument of a task of a `group` or of `produce`, and of a function that a governor calls. */
export interface TaskContext {
  /**
   * Aborts when the work of the task is no longer wanted. Where nothing can abort it, a signal that never aborts,
   * created on first use.
   */
  readonly signal: AbortSignal;
}

/** Creates its signal, which never aborts, only for a function that reads it. */
export class CallContext implements TaskContext {
  static {
    printed(this.prototype, "Context");
  }

  #signal: AbortSignal | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  get signal(): AbortSignal {
    return this.#signal ??= newController().signal;
  }
}
