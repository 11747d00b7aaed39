/** How users' code opens what is to be released: that code may itself stop the pipeline. */
import type { Exit } from "../link.ts";

/** While something is being opened there is nothing to release yet: a stop in the middle waits until it has been. */
export class Opening {
  private running = false;
  private exit: Exit | undefined = undefined;
  private released: ((wait: Promise<void> | undefined) => void) | undefined = undefined;

  /** What `open` gives; `undefined` if the pipeline was stopped meanwhile, and it has been given to `release`. */
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

  /** For the `release` of a link: what to wait for, if anything is being opened. */
  stop(exit: Exit): Promise<void> | undefined {
    if (!this.running) return undefined;
    this.exit = exit;
    return new Promise((resolve) => this.released = resolve);
  }
}
