/** What a function that may be aborted is called with. */
import { printed } from "../core/engine/printed.ts";
import { newController } from "../core/engine/abort.ts";

/** What a task of a `group` or of `produce`, and a function that a governor calls, is told. */
export interface TaskContext {
  /**
   * Aborted when what the task does is no longer wanted. Where nothing can abort it, a signal that never aborts, made on
   * first use.
   */
  readonly signal: AbortSignal;
}

/** Makes a signal that never aborts only for a function that reads it. */
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
