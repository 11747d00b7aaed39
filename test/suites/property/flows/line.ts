// The model: what is known of the values that pass between two stages. In order, as long as no stage mixes them; then
// only which, or only how many. Whole arrays, one stage after the other: too simple to be wrong.
import type { Value } from "./world.ts";

/** What comes after the values. */
export type Ending = "end" | "stall" | Error;

export interface Line {
  /** What is known: the values in order, which ones, how many, or nothing. */
  readonly known: "sequence" | "bag" | "count" | "nothing";
  /** All that can come. If it fails, of what is no sequence only some may. */
  readonly values: readonly Value[];
  /** One of these comes after them. */
  readonly endings: readonly Ending[];
  /** What leaving early may fail with. */
  readonly releases: readonly Error[];
  /** Nothing is read ahead of what is asked for: who leaves early finds the source in the middle. */
  readonly exact: boolean;
  /** It may stall somewhere, whatever is known of it. */
  readonly stalls: boolean;
  /** How many values the source may have given when so many were asked for here (P1). */
  readonly demand: (asked: number) => number;
}

/** What a stage makes of a value; what it fails with, or `stall`, is the end of it all. */
export interface Made {
  readonly values: readonly Value[];
  readonly ending?: Ending | undefined;
}

export interface Manner {
  /** How many items it may have in hand. */
  readonly ahead: number;
  /** It does not mind in which order they come: `values` alone decide. */
  readonly stateless: boolean;
  /** Each item gives exactly one. */
  readonly counts: boolean;
}

export const SERIAL: Manner = { ahead: 1, stateless: true, counts: false };

export function nothing(line: Line, stalls: boolean = line.stalls): Line {
  return { ...line, known: "nothing", values: [], stalls, exact: false, demand: () => Infinity };
}

/** The line behind a stage that looks at one value after the other. */
export function each(line: Line, manner: Manner, make: (value: Value) => Made): Line {
  if (line.known === "sequence") return inTurn(line, manner.ahead, make);
  if (line.known === "bag" && manner.stateless) return mixed(line, make);
  const stalls = line.stalls; // a stage that may stall says so itself
  return manner.counts && line.known !== "nothing" && line.endings.every((ending) => ending === "end")
    ? { ...line, known: "count", values: line.values.map(() => 0), exact: false, demand: () => Infinity }
    : nothing(line, stalls);
}

function inTurn(line: Line, ahead: number, make: (value: Value) => Made): Line {
  const values: Value[] = [];
  const needs: number[] = [];
  const exact = line.exact && ahead === 1;
  let pulled = 0;
  for (const value of line.values) {
    pulled++;
    const made = make(value);
    values.push(...made.values);
    needs.push(...made.values.map(() => pulled));
    if (made.ending !== undefined) {
      return { ...line, values, exact, endings: [made.ending], demand: wanting(line, needs, pulled, ahead) };
    }
  }
  return { ...line, values, exact, demand: wanting(line, needs, Infinity, ahead) };
}

/** What is asked of the line above, by how many items each value needs. */
export function wanting(line: Line, needs: readonly number[], all: number, ahead: number): Line["demand"] {
  return (asked) => asked === 0 ? 0 : line.demand((needs[asked - 1] ?? all) - 1 + ahead);
}

function mixed(line: Line, make: (value: Value) => Made): Line {
  const made = line.values.map(make);
  const values = made.flatMap((one) => one.values);
  const broken = made.flatMap(({ ending }) => ending === undefined ? [] : [ending]);
  const before = broken.length === 0 ? line.endings : line.endings.filter((ending) => ending !== "end");
  return { ...line, values, endings: [...new Set([...before, ...broken])], exact: false, demand: () => Infinity };
}

/** The order is lost. */
export function shuffled(line: Line): Line {
  return { ...line, known: line.known === "sequence" ? "bag" : line.known, exact: false, demand: () => Infinity };
}

/** Ends after the first values, and leaves what is above. */
export function cut(line: Line, count: number): Line {
  const demand = (asked: number) => line.demand(Math.min(asked, count));
  if (count > line.values.length && line.known !== "nothing") return { ...line, demand };
  const left = leftEarly(count === 0 ? { ...line, exact: false } : line); // it may not even have been opened
  if (line.known === "sequence") return { ...left, values: line.values.slice(0, count), demand };
  if (line.known === "nothing" || !line.endings.every((ending) => ending === "end")) return nothing(left);
  return { ...left, known: "count", values: line.values.slice(0, count).map(() => 0), demand: () => Infinity };
}

/** The same, when it ends before it would. */
export function leftEarly(line: Line): Line {
  const { exact, releases } = line;
  return { ...line, endings: exact && releases.length > 0 ? releases : ["end", ...releases] };
}

/** It may end, and it may fail. */
export function ambiguous({ endings }: Line): boolean {
  return endings.length > 1 && endings.includes("end");
}

/** It fails at this point for sure, and nothing comes that would end it otherwise. */
export function fails(line: Line): boolean {
  return line.endings.every((ending) => ending instanceof Error);
}

/** Values by which order does not matter. */
export function sorted(values: readonly Value[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
