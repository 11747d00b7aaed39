/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The vocabulary of traces: what is recorded, and what of it.
 *
 * @module
 */

/** A channel as a trace knows it. */
export interface TracedChannel {
  /** 1, 2, 3, … in the order in which the channels of the trace were made. */
  readonly id: number;
  /** The channel's name, or `channel 2`; of several channels with one name the second is `jobs (2)`. No two are equal. */
  readonly title: string;
  /** How many values it can hold. */
  readonly capacity: number;
  /** Where it was made, as `URL:LINE`, where that can be told. */
  readonly site: string | undefined;
}

/** Which side of a channel an operation is on. A case of a select is one, too. */
export type TracedOperation = "send" | "receive";

/** Who did something, and where, as far as that can be told. */
export interface Actor {
  /** The name that `task` gave, or else that of the function that called; `main` for a program's own level. */
  readonly task: string;
  /** Where the program called the library, as `URL:LINE`. */
  readonly site: string | undefined;
}

/**
 * What happened:
 *
 * - `make`: a channel was made;
 * - `send`, `receive`: a value went in, or out, at once; `refuse`: it was not accepted, and is still its sender's;
 * - `end`: whoever wanted to receive was told at once that no more comes, or that the channel failed;
 * - `park`: an operation began to wait; `wake`: it is over, see `outcome`; `leave`: it was given up, because it was
 *   aborted or another case of its select happened;
 * - `close`, `cancel`; `drop`: a value was lost by policy; `merge`: it was combined with one that was there.
 */
export type TraceKind =
  | "make"
  | "send"
  | "receive"
  | "refuse"
  | "end"
  | "park"
  | "wake"
  | "leave"
  | "close"
  | "cancel"
  | "drop"
  | "merge";

/** How an operation that waited came to its end. */
export type Outcome = "done" | "end" | "error";

/** What belongs to an operation that waits, or has waited. */
export interface WaitingOperation extends Actor {
  /** 1, 2, 3, …; the same number in the events `park`, `wake` and `leave` of one wait. */
  readonly wait: number;
  /** Whether it is to send or to receive. */
  readonly operation: TracedOperation;
  /** On which channel. */
  readonly channel: TracedChannel;
  /** The value that is to be sent, as text. */
  readonly value: string | undefined;
  /** The number of the select whose case it is. */
  readonly select: number | undefined;
}

/** A split (`tee`, `partition`, `groupBy`) of which a branch waits while another holds values that nobody takes. */
export interface StalledSplit {
  /** Where it was made, as `URL:LINE`, where that can be told. */
  readonly site: string | undefined;
  /** Its branches, in order, but for those that have left: how many values each holds, and whether it waits for more. */
  readonly branches: readonly { readonly held: number; readonly waits: boolean }[];
}

/** One thing that happened to a traced channel. */
export interface TraceEvent extends Actor {
  /** 1, 2, 3, … in the order in which things happened; what an operation set going comes after it. */
  readonly sequence: number;
  /** Milliseconds since the trace began. */
  readonly time: number;
  /** What happened. */
  readonly kind: TraceKind;
  /** To which channel. */
  readonly channel: TracedChannel;
  /** How many values the channel held afterwards. */
  readonly size: number;
  /** The value concerned, as text: numbers, strings and the like as they are, of other things only what they are. */
  readonly value: string | undefined;
  /** The number of the select that it was a case of. */
  readonly select: number | undefined;
  /** Of `park`, `wake` and `leave`: which wait it was. */
  readonly wait: number | undefined;
  /** Of `park`, `wake` and `leave`: what waited. */
  readonly operation: TracedOperation | undefined;
  /** Of `wake` and `end`: how it ended; of `receive`, always `done`. */
  readonly outcome: Outcome | undefined;
}

/** A trace that runs, or has run. */
export interface Trace extends Disposable {
  /** What happened so far, in order: the newest `limit` events. */
  readonly events: readonly TraceEvent[];
  /**
   * The operations that wait now, in the order in which they began to: the newest `limit`, those that nobody can wake any
   * more included. None once it is stopped.
   */
  readonly waiting: readonly WaitingOperation[];
  /**
   * What the trace calls the task that runs now, if that is one which `task`, a `group` or `produce` has started; those
   * that have no name get one when they first do something.
   */
  readonly task: string | undefined;
  /** The splits, such as those of `tee`, that stand still now, because a branch is not read; none once it is stopped. */
  readonly stalled: readonly StalledSplit[];
  /** Records nothing more. Idempotent; `[Symbol.dispose]` does it, too. */
  stop(): void;
}

/** Options of a `trace`. */
export interface TraceOptions {
  /**
   * How many events are kept, and how many operations that wait: of more than that, the newest. At least 1, or
   * `Infinity`. Default 10,000.
   */
  readonly limit?: number | undefined;
}
