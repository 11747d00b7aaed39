// Random programs for splits: what the source is, and who does what, in which order.
import fc from "fast-check";
import type { Ending, FeedKind } from "./feed.ts";

/** `on`: the branch, counted round; for `feed`, how much. */
export interface Op {
  readonly as: "pull" | "leave" | "read" | "feed" | "finish";
  readonly on: number;
  /** Microtasks until the next one; 0: in the same turn. */
  readonly ticks: number;
}

export interface Program {
  readonly kind: "tee" | "partition" | "groupBy";
  /** Branches of a tee; keys of groups. */
  readonly width: number;
  readonly buffer: number;
  readonly source: FeedKind;
  readonly ending: Ending;
  /** To whom value number n goes is `routes[n % routes.length]`, for what is no tee. */
  readonly routes: readonly number[];
  /** Find keys with a promise. */
  readonly later: boolean;
  /** Read branches through a pipeline of their own. */
  readonly piped: boolean;
  readonly ops: readonly Op[];
}

function ops(ticks: fc.Arbitrary<number>): fc.Arbitrary<Op[]> {
  const op = fc.record({
    as: fc.oneof(
      { weight: 12, arbitrary: fc.constant("pull" as const) },
      { weight: 4, arbitrary: fc.constant("feed" as const) },
      { weight: 2, arbitrary: fc.constant("leave" as const) },
      { weight: 1, arbitrary: fc.constant("read" as const) },
      { weight: 1, arbitrary: fc.constant("finish" as const) },
    ),
    on: fc.nat({ max: 7 }),
    ticks,
  });
  return fc.array(op, { maxLength: 40, size: "max" });
}

/** `calm`: each step comes to rest before the next. */
export function programs(pace: "calm" | "quick"): fc.Arbitrary<Program> {
  return fc.record({
    kind: fc.constantFrom("tee", "partition", "groupBy", "groupBy"),
    width: fc.integer({ min: 1, max: 4 }),
    buffer: fc.constantFrom(0, 0, 1, 2, 5, Infinity),
    source: fc.constantFrom("driven", "driven", "flow", "sync", "channel"),
    ending: fc.constantFrom("end", "end", "error"),
    routes: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 }),
    later: fc.boolean(),
    piped: fc.boolean(),
    ops: ops(pace === "calm" ? fc.constant(1) : fc.nat({ max: 6 })),
  });
}
