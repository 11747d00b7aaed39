/** Every kind of event in words, for all that show events. */
import type { TraceEvent } from "./types.ts";

/** How an event is told. */
export interface Phrase {
  /** After the name of the task: `waits to send …`, where the dots stand for the value. */
  readonly told: string;
  /** Beside an arrow of a diagram. */
  readonly drawn: string;
  /** From the task to the channel, the other way, or something that goes on in the channel. */
  readonly way: "in" | "out" | "inside";
  /** What the arrow looks like: it happens, it waits, it comes to nothing or ends something. */
  readonly arrow: "->>" | "-->>" | "-x" | "--x";
}

function phrase(told: string, drawn: string, way: Phrase["way"], arrow: Phrase["arrow"] = "->>"): Phrase {
  return { told, drawn, way, arrow };
}

const phrases = {
  "make": phrase("makes", "is made", "inside"),
  "send": phrase("sends …", "…", "in"),
  "receive done": phrase("receives …", "…", "out"),
  "refuse": phrase("may not send …", "refuses …", "out", "-x"),
  "end end": phrase("comes to the end", "end", "out", "-x"),
  "end error": phrase("gets an error", "error", "out", "-x"),
  "park send": phrase("waits to send …", "waits to send …", "in", "-->>"),
  "park receive": phrase("waits to receive", "waits to receive", "in", "-->>"),
  "wake send done": phrase("has sent …", "has taken …", "out"),
  "wake send error": phrase("may not send …", "refuses …", "out", "-x"),
  "wake receive done": phrase("receives …", "…", "out"),
  "wake receive end": phrase("comes to the end", "end", "out", "-x"),
  "wake receive error": phrase("gets an error", "error", "out", "-x"),
  "leave send": phrase("gives up sending …", "gives up sending …", "in", "--x"),
  "leave receive": phrase("gives up receiving", "gives up receiving", "in", "--x"),
  "close": phrase("closes", "close", "in", "-x"),
  "cancel": phrase("cancels", "cancel", "in", "-x"),
  "drop": phrase("drops …", "drops …", "inside"),
  "merge": phrase("merges …", "merges …", "inside"),
} as const satisfies Record<string, Phrase>;

/** How this event is told, with the value in its place. */
export function phraseOf({ kind, operation, outcome, value = "", select }: TraceEvent): Phrase {
  const { told, drawn, ...rest } = phrases[keyOf(kind, operation, outcome) as keyof typeof phrases];
  const chosen = select === undefined ? "" : ` (select ${select})`;
  const filled = (words: string) => words.replace("…", () => value) + chosen;
  return { told: filled(told), drawn: filled(drawn), ...rest };
}

/** Does anything of a trace happen so? */
export function isPhrase(kind: unknown, operation: unknown, outcome: unknown): boolean {
  return [kind, operation, outcome].every((word) => word === undefined || typeof word === "string") &&
    Object.hasOwn(phrases, keyOf(kind, operation, outcome));
}

function keyOf(...words: readonly unknown[]): string {
  return words.filter(isSaid).join(" ");
}

function isSaid(word: unknown): boolean {
  return word !== undefined;
}
