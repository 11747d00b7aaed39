// Tells errors of ours from those of the engine.
import { Theirs } from "./values.ts";

/** A call with one wrong value. */
export interface Suspect {
  /** The names of all parameters, and of the option that is wrong. */
  readonly names: readonly string[];
  readonly value: unknown;
}

/**
 * By a rule, not by a list of the engines' messages, which differ and change: an error of ours says what must be otherwise
 * and names it (Node, too, but by `The "event" argument`), or what could not be done, a colon, and why. What the user's own code throws comes out as it is.
 */
export function isOurs(error: unknown, { names, value }: Suspect): boolean {
  if (Object.is(error, value) || error instanceof Theirs) return true;
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.every((one) => isOurs(one, { names, value }));
  if (/^Cannot [a-z ]+: /.test(error.message) || error.name === "AbortError") return true;
  const subject = /^(?!The ")(.+?) must /.exec(error.message)?.[1];
  if (subject === undefined) return false;
  const known = new Set(names.flatMap(wordsOf));
  return wordsOf(subject).some((word) => known.has(word));
}

/** The words of a text, in the singular: of `cases`, one is `case "job"`. */
function wordsOf(text: string): string[] {
  return (text.match(/[a-z]\w*/gi) ?? []).map((word) => word.replace(/s$/, ""));
}
