// What a source of its own gives, and what is known of it.
import type { Line } from "./line.ts";
import type { LeafKind, LeafSpec } from "./program.ts";
import type { Value, World } from "./world.ts";

export interface Leaf {
  readonly as: LeafKind;
  readonly capacity: number;
  readonly values: readonly Value[];
  readonly ending: "end" | "stall" | Error;
  /** What releasing it fails with. */
  readonly release?: Error | undefined;
}

/** The values of a leaf: numbers that nobody else gives. */
export function valuesOf(world: World, { as, capacity, length, ending }: LeafSpec, name: string): Leaf {
  const start = world.numbers;
  world.numbers += 40;
  const values = Array.from({ length }, (_, index) => start + index);
  const last = ending === "fail" ? world.error(`${name} fails`) : ending === "stall" ? "stall" : "end";
  const releasable = !["channel", "produce", "readable"].includes(as);
  const release = ending === "bad release" && releasable ? world.error(`${name} cannot be released`) : undefined;
  return { as, capacity, values, ending: last, release };
}

/** May whoever leaves it hear what it fails with just then? A task is heard, and a stream says it when it is cancelled. */
export function failsLate(as: LeafKind): boolean {
  return as === "produce" || as === "stream";
}

export function lineOf({ as, values, ending, release }: Leaf): Line {
  const late = failsLate(as) && ending instanceof Error ? [ending] : [];
  return {
    known: "sequence",
    values,
    endings: [ending],
    releases: release === undefined ? late : [release],
    exact: late.length === 0,
    stalls: ending === "stall",
    demand: (asked) => asked,
  };
}
