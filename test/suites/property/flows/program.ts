// What a program is: a source, stages, a consumer, whoever stops it from outside, and the schedule by which all go on.

export type LeafKind =
  | "array"
  | "set"
  | "iterable"
  | "generator"
  | "async iterable"
  | "async generator"
  | "stream"
  | "readable"
  | "channel"
  | "produce";

export interface LeafSpec {
  readonly as: LeafKind;
  readonly length: number;
  /** Of the channel. */
  readonly capacity: number;
  /** What comes after the values; `stall` is nothing, for ever. `bad release`: it ends, but cannot be left well. */
  readonly ending: "end" | "fail" | "stall" | "bad release";
}

export type SourceSpec =
  | LeafSpec
  /** A flow, of whose values the first ones were asked for before it was given away. */
  | { readonly as: "flow"; readonly of: LeafSpec; readonly stages: readonly StageSpec[]; readonly asked: number }
  | { readonly as: "concat" | "merge" | "zip" | "combineLatest"; readonly of: readonly LeafSpec[] };

/** A function: which values it fails for, and how it goes about its work. Numbers divide values; 0 is none. */
export interface WorkSpec {
  readonly salt: number;
  readonly answers: "at once" | "with a promise" | "with a thenable";
  readonly fails: number;
  /** Waits until it is aborted. */
  readonly stalls: number;
  /** Looks at its signal. */
  readonly obeys: boolean;
}

export interface CrowdSpec {
  readonly concurrency: number | "own semaphore" | "shared semaphore";
  readonly permits: number;
  readonly ordered: boolean;
  /** What `onError` does, if there is one. */
  readonly handler: "none" | "skips" | "skips later" | "throws";
}

export type StageSpec =
  | { readonly as: "map" | "filter" | "tap" | "walk"; readonly work: WorkSpec; readonly crowd: CrowdSpec }
  | {
    readonly as: "flatMap";
    readonly work: WorkSpec;
    readonly crowd: CrowdSpec;
    /** A source of this kind, or a flow that does some work on it. */
    readonly inner: Pick<LeafSpec, "as" | "capacity">;
    readonly innerWork: WorkSpec | undefined;
    /** Which inner sources fail after their values. */
    readonly breaks: number;
  }
  | { readonly as: "scan" | "takeWhile" | "dropWhile" | "distinctUntilChanged"; readonly work: WorkSpec }
  | { readonly as: "take" | "drop" | "batch" | "batch within" | "leaves" | "greedy"; readonly count: number }
  | {
    readonly as: "buffer";
    readonly count: number;
    readonly kind: "plain" | "own" | "sliding" | "dropping" | "strict";
  }
  | { readonly as: "catchError"; readonly work: WorkSpec; readonly gives: LeafSpec | "nothing" }
  | { readonly as: "compose" | "nested" | "called" | "piped"; readonly of: readonly StageSpec[] }
  | { readonly as: "each"; readonly work: WorkSpec }
  | { readonly as: "groupBy"; readonly work: WorkSpec; readonly count: number; readonly how: "flat" | "whole" | "free" }
  | { readonly as: "tee"; readonly count: number; readonly buffer: number; readonly how: Joining }
  | { readonly as: "partition"; readonly work: WorkSpec; readonly how: Joining }
  | { readonly as: "timeout" | "debounce" | "sample" | "deaf" | "through produce" | "through into" };

export type Joining = "zip" | "merge" | "concat";

export interface ConsumerSpec {
  readonly as: "for await" | "next" | "several" | "toArray" | "forEach" | "reduce" | "into" | "run";
  /** How many calls of `next()` at once, or the capacity of the channel. */
  readonly width: number;
  /** Takes its time for each value. */
  readonly slow: boolean;
  /** After so many values it has had enough. */
  readonly leaves: number;
  readonly how: "break" | "fail" | "return" | "cancel" | "throw" | "dispose";
}

/** Somebody else, who acts before all others, after so many ticks, or inside the call of a function or a source. */
export interface ActorSpec {
  readonly as: "abort" | "cancel" | "return" | "throw" | "dispose" | "ask";
  readonly when: "first" | "later" | "inside";
  readonly after: number;
}

export interface Program {
  readonly source: SourceSpec;
  readonly stages: readonly StageSpec[];
  readonly consumer: ConsumerSpec;
  readonly actors: readonly ActorSpec[];
  /** Looks between all stages. */
  readonly probed: boolean;
  /** See `Pace`. */
  readonly steps: readonly number[];
  /** Of the semaphore that stages share. */
  readonly permits: number;
}
