/** What a stage's function is told about an item. Its signal is made only if it is asked for. */
import { newController } from "../core/signal.ts";
import type { Exit } from "../flow/link.ts";
import type { ItemContext } from "../flow/types.ts";

export class Item implements ItemContext {
  readonly index: number;
  private controller: AbortController | undefined = undefined;
  private exit: Exit | undefined = undefined;

  constructor(index: number) {
    this.index = index;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = newController();
      if (this.exit !== undefined) this.controller.abort(this.exit.reason);
    }
    return this.controller.signal;
  }

  abort(exit: Exit): void {
    this.exit = exit;
    this.controller?.abort(exit.reason);
  }
}
