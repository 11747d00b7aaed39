/** A value as a trace shows it. */
import { shown } from "../core/engine/arguments.ts";

const LONGEST = 40;

/** Its text, if it is a primitive; of an object only what it is: a trace keeps no value alive, and calls none. */
export function textOf(value: unknown): string {
  const text = typeof value === "symbol" ? value.toString() : shown(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
