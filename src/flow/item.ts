/** The second argument of a stage's function. Its signal is created only when it is read. */
import { printed } from "../core/engine/printed.ts";
import type { ItemContext } from "./types.ts";

/** Works on items, one after the other. */
export interface Worker {
  /** How many items came before the current one. */
  readonly index: number;
  /** The signal for an item, requested once. It aborts when the work on the item must end before it is done. */
  signalOf(index: number): AbortSignal;
}

/**
 * Private fields, because users receive the object. Nothing else keeps it: where a function that does not use it is
 * inlined, the engine creates none.
 */
export class Item implements ItemContext {
  static {
    printed(this.prototype, "Context", (it) => [`of item ${it.index}`]);
  }

  readonly index: number;
  readonly #worker: Worker;
  #signal: AbortSignal | undefined = undefined;

  constructor(worker: Worker) {
    this.index = worker.index;
    this.#worker = worker;
  }

  get signal(): AbortSignal {
    return this.#signal ??= this.#worker.signalOf(this.index);
  }
}
