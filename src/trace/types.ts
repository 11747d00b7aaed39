/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The vocabulary of traces: events, channels and waiting operations.
 *
 * @module
 */

/** A channel in a trace. */
export interface TracedChannel {
  /** 1, 2, 3, … in the order in which the channels of the trace were created. */
  readonly id: number;
  /**
   * The channel's name, or `channel 2`. Of several channels with one name the second is `jobs (2)`, so that titles are
   * unique.
   */
  readonly title: string;
  /** How many values it can hold. */
  readonly capacity: number;
  /** Where it was created, as `URL:LINE`, if known. */
  readonly site: string | undefined;
}

/** The side of a channel that an operation is on. A case of a select is an operation, too. */
export type TracedOperation = "send" | "receive";

/** The task and the place of an action, as far as known. */
export interface Actor {
  /** The name that `task` gave, or else that of the calling function; `main` for the top level of a program. */
  readonly task: string;
  /** Where the program called the library, as `URL:LINE`. */
  readonly site: string | undefined;
}

/**
 * The kinds of events:
 *
 * - `make`: a channel was created;
 * - `send`, `receive`: a value went in, or out, at once; `refuse`: a value was not accepted, and its sender keeps it;
 * - `end`: a receiver was told at once that the channel has ended or failed;
 * - `park`: an operation began to wait; `wake`: the wait is over, see `outcome`; `leave`: the wait was given up,
 *   because it was aborted or another case of its select happened;
 * - `close`, `cancel`; `drop`: a value was lost by policy; `merge`: a value was combined with a held one.
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

/** The outcome of an operation that waited. */
export type Outcome = "done" | "end" | "error";

/** An operation that waits, or has waited. */
export interface WaitingOperation extends Actor {
  /** 1, 2, 3, …; the events `park`, `wake` and `leave` of one wait have the same number. */
  readonly wait: number;
  /** Whether it sends or receives. */
  readonly operation: TracedOperation;
  /** The channel. */
  readonly channel: TracedChannel;
  /** The value to send, as text. */
  readonly value: string | undefined;
  /** The number of the select to which the case belongs. */
  readonly select: number | undefined;
}

/** A split (`tee`, `partition`, `groupBy`) of which one branch waits while another holds values that are not taken. */
export interface StalledSplit {
  /** Where it was created, as `URL:LINE`, if known. */
  readonly site: string | undefined;
  /** Its branches in order, without those that have left: how many values each holds, and whether it waits for more. */
  readonly branches: readonly { readonly held: number; readonly waits: boolean }[];
}

/** One event of a traced channel. */
export interface TraceEvent extends Actor {
  /** 1, 2, 3, … in the order of the events; the consequences of an operation come after it. */
  readonly sequence: number;
  /** Milliseconds since the trace began. */
  readonly time: number;
  /** The kind of event. */
  readonly kind: TraceKind;
  /** The channel. */
  readonly channel: TracedChannel;
  /** How many values the channel held after the event. */
  readonly size: number;
  /** The value concerned, as text: a primitive as it is, for an object only its kind. */
  readonly value: string | undefined;
  /** The number of the select to which the case belongs. */
  readonly select: number | undefined;
  /** For `park`, `wake` and `leave`: the number of the wait. */
  readonly wait: number | undefined;
  /** For `park`, `wake` and `leave`: the operation that waited. */
  readonly operation: TracedOperation | undefined;
  /** For `wake` and `end`: the outcome; for `receive`, always `done`. */
  readonly outcome: Outcome | undefined;
}

/** A running or stopped trace. */
export interface Trace extends Disposable {
  /** The events so far, in order: the newest `limit` of them. */
  readonly events: readonly TraceEvent[];
  /**
   * The operations that wait now, in the order in which their waits began: the newest `limit`, including those that can
   * never be woken. Empty once the trace is stopped.
   */
  readonly waiting: readonly WaitingOperation[];
  /**
   * The title of the current task in this trace, if `task`, a `group` or `produce` has started it. A task without a
   * name gets its title when it first acts.
   */
  readonly task: string | undefined;
  /**
   * The splits, such as those of `tee`, that are stalled now, because a branch is not read. Empty once the trace is
   * stopped.
   */
  readonly stalled: readonly StalledSplit[];
  /** Stops recording. Idempotent; `[Symbol.dispose]` calls it, too. */
  stop(): void;
}

/** Options of a `trace`. */
export interface TraceOptions {
  /**
   * How many events, and how many waiting operations, are kept: the newest. At least 1, or `Infinity`. Default 10,000.
   */
  readonly limit?: number | undefined;
}
