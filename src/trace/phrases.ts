/** The words for every kind of event. */
import type { TraceEvent } from "./types.ts";

/** The words for an event. */
export interface Phrase {
  /** The text after the task's name: `waits to send …`, where the dots stand for the value. */
  readonly told: string;
  /** The label of the arrow in a diagram. */
  readonly drawn: string;
  /** From the task to the channel, from the channel to the task, or within the channel. */
  readonly way: "in" | "out" | "inside";
  /** The shape of the arrow: a success, a wait, and a failure or an end. */
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

/** The words for an event, with its value inserted. */
export function phraseOf({ kind, operation, outcome, value = "", select }: TraceEvent): Phrase {
  const { told, drawn, ...rest } = phrases[keyOf(kind, operation, outcome) as keyof typeof phrases];
  const chosen = select === undefined ? "" : ` (select ${select})`;
  const filled = (words: string) => words.replace("…", () => value) + chosen;
  return { told: filled(told), drawn: filled(drawn), ...rest };
}

/** Whether a trace can hold such an event. */
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
