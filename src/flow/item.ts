/** What a stage's function is told about an item. Its signal is made only if it is asked for. */
import { printed } from "../core/engine/printed.ts";
import type { ItemContext } from "./types.ts";

/** Whoever works on items, one after the other. */
export interface Worker {
  /** How many items came before the one in work. */
  readonly index: number;
  /** A signal for that item, asked for once: aborted if the work on it is still going on, and is to end. */
  signalOf(index: number): AbortSignal;
}

/**
 * Its insides are private in the language's sense, since users hold it. Nobody else does: where a function is inlined
 * that has no use for it, the engine makes none.
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
