// What a stage is made of here: itself, its model, and what is to be looked at.
import type { Stage } from "sluice";
import type { Line } from "./line.ts";
import type { Value } from "./world.ts";

/** What goes in and has not come out, of a stage that gives one thing for each: never more than `cap`. */
export interface Holding {
  readonly cap: number;
  /** How many items a value that comes out stands for. */
  weight(value: Value): number;
  /** How many items ended otherwise. */
  dropped(): number;
}

export interface Built {
  readonly stage: Stage<Value, Value>;
  readonly model: (line: Line) => Line;
  readonly holding?: Holding;
  /** With so many values it has enough, and leaves what is above at once. */
  readonly enough?: number;
}
