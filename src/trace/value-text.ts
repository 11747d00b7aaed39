/** The text of a value in a trace. */
import { shown } from "../core/engine/arguments.ts";

const LONGEST = 40;

/**
 * The text of a primitive; for an object only its kind, because a trace neither keeps a value alive nor calls its
 * methods.
 */
export function textOf(value: unknown): string {
  const text = typeof value === "symbol" ? value.toString() : shown(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
