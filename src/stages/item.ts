/** What a stage's function is told about an item. Its signal is made only if it is asked for. */
import { newController } from "../core/signal.ts";
import type { Exit } from "../flow/link.ts";
import type { ItemContext } from "../flow/types.ts";

/** Its insides are private in the language's sense, since users hold it. */
export class Item implements ItemContext {
  readonly index: number;
  #controller: AbortController | undefined = undefined;
  #exit: Exit | undefined = undefined;

  constructor(index: number) {
    this.index = index;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = newController();
      if (this.#exit !== undefined) this.#controller.abort(this.#exit.reason);
    }
    return this.#controller.signal;
  }

  /** For the stage alone. */
  static abort(item: Item, exit: Exit): void {
    item.#exit = exit;
    item.#controller?.abort(exit.reason);
  }
}
