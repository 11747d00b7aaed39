// Random programs: what is done with a channel, and what the user code that it calls meanwhile does with it.
import fc from "fast-check";
import type { Kind } from "./buffers.ts";

export interface Op {
  readonly as:
    | "send"
    | "abortableSend"
    | "trySend"
    | "receive"
    | "abortableReceive"
    | "tryReceive"
    | "next"
    | "batch"
    | "selectIn"
    | "selectOut"
    | "selectBoth"
    | "trySelect"
    | "loopIn"
    | "loopOut"
    | "other"
    | "abort"
    | "leave"
    | "close"
    | "cancel";
  /** Which signal or iterator, counted round; of a value, what it weighs. */
  readonly on: number;
}

/** What user code does when a buffer asks it something. */
export interface Meddling {
  readonly ops: readonly Op[];
  readonly throws: boolean;
}

export interface Program {
  readonly kind: Kind;
  readonly capacity: number;
  readonly steps: readonly {
    readonly op: Op;
    /** Microtasks until the next one; 0: in the same turn. */
    readonly ticks: number;
  }[];
  /** First to last. Nothing is done when there is none left. */
  readonly meddlings: readonly Meddling[];
  /** What the hook does when a value is dropped, first to last. */
  readonly reactions: readonly (Op | undefined)[];
  /** For `Math.random`. */
  readonly seed: number;
}

const often: readonly Op["as"][] = ["send", "send", "receive", "receive"];
const sometimes: readonly Op["as"][] = [
  "abortableSend",
  "tryReceive",
  "selectIn",
  "selectOut",
  "selectBoth",
  "loopIn",
  "loopOut",
  "next",
];
const seldom: readonly Op["as"][] = ["trySend", "trySelect", "abortableReceive", "batch", "abort", "other"];

const op: fc.Arbitrary<Op> = fc.record({
  as: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...often) },
    { weight: 40, arbitrary: fc.constantFrom(...sometimes) },
    { weight: 28, arbitrary: fc.constantFrom(...seldom) },
    { weight: 3, arbitrary: fc.constantFrom<Op["as"]>("leave", "close", "close", "cancel") },
  ),
  on: fc.nat({ max: 5 }),
});

const meddling: fc.Arbitrary<Meddling> = fc.record({
  ops: fc.oneof(
    { weight: 3, arbitrary: fc.array(op, { minLength: 1, maxLength: 2 }) },
    { weight: 2, arbitrary: fc.constant([]) },
  ),
  throws: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

export const programs: fc.Arbitrary<Program> = fc.record({
  kind: fc.constantFrom<Kind>("fifo", "roomy", "sized", "priority"),
  capacity: fc.nat({ max: 2 }),
  steps: fc.array(fc.record({ op, ticks: fc.constantFrom(0, 0, 0, 6, 6) }), { maxLength: 20, size: "max" }),
  meddlings: fc.array(meddling, { maxLength: 16, size: "max" }),
  reactions: fc.array(fc.option(op, { nil: undefined, freq: 2 }), { maxLength: 4 }),
  seed: fc.nat(),
});
