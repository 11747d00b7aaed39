/** Opens a resource by user code, which may stop the pipeline before the resource exists. */
import type { Exit } from "../link.ts";

/** While a resource is being opened there is nothing to release: a stop waits until it has been opened. */
export class Opening {
  private running = false;
  private exit: Exit | undefined = undefined;
  private released: ((wait: Promise<void> | undefined) => void) | undefined = undefined;

  /**
   * Returns the result of `open`, or `undefined` if the pipeline was stopped in the meantime; the result then went to
   * `release`.
   */
  run<L>(open: () => L, release: (opened: L, exit: Exit) => Promise<void> | undefined): L | undefined {
    let wait: Promise<void> | undefined;
    this.running = true;
    try {
      const opened = open();
      if (this.exit === undefined) return opened;
      wait = release(opened, this.exit);
      return undefined;
    } finally {
      this.running = false;
      this.released?.(wait);
    }
  }

  /** Called by the `release` of a link. Returns what to wait for, if a resource is being opened. */
  stop(exit: Exit): Promise<void> | undefined {
    if (!this.running) return undefined;
    this.exit = exit;
    return new Promise((resolve) => this.released = resolve);
  }
}
