import type { Unreadable } from "./result.ts";
import type { Tally } from "./tally.ts";

/** Where progress is shown. Whoever shows something waits until it is written, and so, in turn, does everybody else. */
export interface Display {
  /** How often to show progress, in milliseconds. */
  readonly interval: number;
  readonly progress: (tally: Tally) => Promise<void>;
  readonly unreadable: (entry: Unreadable) => Promise<void>;
  /** Makes way for the table. */
  clear(): Promise<void>;
}
