// What travels. Any value at all may, so nothing is asked of a value itself: what buffers want to know of it stands in a
// table beside it, and the real buffers read the same table as the model.

/** What values look like; all but the first few are there to be mistaken for something else (C5). */
export const forms = [
  "object",
  "function",
  "promise",
  "rejected",
  "thenable",
  "end",
  "undefined",
  "null",
  "NaN",
  "false",
] as const;
export type Form = typeof forms[number];

/** How buffers see a value. */
export interface Traits {
  /** For `sized`. */
  readonly weight: number;
  /** For `priority`. */
  readonly rank: number;
  /** For `conflating`. */
  readonly key: number;
  /** For the custom buffer that answers everything: see kinds.ts. */
  readonly mood: number;
  /** When set, every function of a buffer throws it. */
  poison?: Error | undefined;
}

export interface ValueSpec extends Omit<Traits, "poison"> {
  readonly form: Form;
  readonly poisoned: boolean;
}

const plain: Traits = { weight: 1, rank: 1, key: 0, mood: 0 };
const table = new WeakMap<object, Traits>();
let made = 0;

/** A new value; those that are no objects are all alike. */
export function valueOf({ form, poisoned, ...traits }: ValueSpec): unknown {
  const value = shaped(form, ++made);
  if (Object(value) !== value) return value;
  table.set(value as object, { ...traits, poison: poisoned ? new Error(`poison ${made}`) : undefined });
  return value;
}

function shaped(form: Form, number: number): unknown {
  switch (form) {
    case "object":
      return { number };
    case "function":
      return () => number;
    case "promise":
      return Promise.resolve(number);
    case "rejected": {
      const rejected = Promise.reject(new Error(`rejected ${number}`));
      rejected.catch(() => {});
      return rejected;
    }
    case "thenable":
      return {
        number,
        then() {
          throw new Error("A value was awaited");
        },
      };
    case "end":
      return { done: true, value: undefined };
    case "undefined":
      return undefined;
    case "null":
      return null;
    case "NaN":
      return NaN;
    case "false":
      return false;
  }
}

/** What a buffer may know of a value. */
export function traitsOf(value: unknown): Traits {
  return Object(value) === value ? table.get(value as object) ?? plain : plain;
}

/** The same as a user's function would give it: it throws for a poisoned value. */
export function asked(value: unknown): Traits {
  const traits = traitsOf(value);
  if (traits.poison !== undefined) throw traits.poison;
  return traits;
}

/** From now on a buffer's function throws when it is asked about the value. */
export function poison(value: unknown): void {
  const traits = traitsOf(value);
  if (traits !== plain) traits.poison ??= new Error("poisoned late");
}

const mergers = new Map<unknown, Map<unknown, object>>();

/** Combines two values; asked twice about the same two it gives the same one, whether the model asks or the channel. */
export function merged(held: unknown, newer: unknown): object {
  const { weight, rank, mood } = asked(newer);
  let row = mergers.get(held);
  if (row === undefined) mergers.set(held, row = new Map());
  let both = row.get(newer);
  if (both === undefined) {
    row.set(newer, both = { held, newer });
    table.set(both, { weight, rank, mood, key: traitsOf(held).key });
  }
  return both;
}

/** Before each program: values of earlier ones may be collected. */
export function forget(): void {
  mergers.clear();
  made = 0;
}

/** A short name for a trace. */
export function nameOf(value: unknown): string {
  if (typeof value === "function") return `f${value()}`;
  if (Array.isArray(value)) return `[${value.map(nameOf).join(" ")}]`;
  if (Object(value) !== value || value instanceof Error) return String(value);
  const { number, held, newer } = value as { number?: number; held?: unknown; newer?: unknown };
  if (number !== undefined) return `v${number}`;
  if (held !== undefined) return `(${nameOf(held)}+${nameOf(newer)})`;
  return value instanceof Promise ? "a promise" : `{ ${Object.keys(value as object).join(", ")} }`;
}
