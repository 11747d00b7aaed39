// Every kind of buffer, twice: as the library makes it, and as a shelf, an array that is searched from end to end.
import {
  type Buffer,
  conflating,
  dropping,
  fifo,
  type Offered,
  priority,
  sized,
  sliding,
  strict,
  unbounded,
} from "sluice";
import { asked, merged, traitsOf } from "./values.ts";

export type Kind =
  | { readonly is: "plain" | "fifo" | "sliding" | "dropping" | "strict" | "priority"; readonly capacity: number }
  | { readonly is: "unbounded" }
  | { readonly is: "conflating"; readonly keyed: boolean; readonly merging: boolean }
  | { readonly is: "sized"; readonly limit: number }
  /** Custom: the newest first. It has no `room`. */
  | { readonly is: "stack"; readonly capacity: number }
  /** Custom: it has every answer, by the mood of the value. */
  | { readonly is: "moody"; readonly capacity: number };

const weight = (value: unknown) => asked(value).weight;
const key = (value: unknown) => asked(value).key;
/** Never throws: whom a heap compares with whom is its own affair. */
const rank = (value: unknown) => traitsOf(value).rank;

/** What `channel()` is called with. */
export function bufferOf(kind: Kind): number | Buffer<unknown> {
  switch (kind.is) {
    case "plain":
      return kind.capacity;
    case "fifo":
      return fifo(kind.capacity);
    case "sliding":
      return sliding(kind.capacity);
    case "dropping":
      return dropping(kind.capacity);
    case "strict":
      return strict(kind.capacity);
    case "unbounded":
      return unbounded();
    case "priority":
      return priority(kind.capacity, (a, b) => rank(a) - rank(b));
    case "conflating":
      return conflating<unknown>({ keyOf: kind.keyed ? key : undefined, merge: kind.merging ? merged : undefined });
    case "sized":
      return sized(kind.limit, weight);
    case "stack":
    case "moody":
      return custom(new Shelf(kind), kind.is === "moody");
  }
}

/** The user's own buffer is a shelf. */
function custom(shelf: Shelf, asksRoom: boolean): Buffer<unknown> {
  return {
    capacity: shelf.capacity,
    get size() {
      return shelf.held.length;
    },
    offer(value, discard) {
      const answer = shelf.answer(value);
      shelf.admit(value, answer).forEach(discard);
      return answer;
    },
    take: () => shelf.take(),
    ...(asksRoom ? { room: (value: unknown) => shelf.answer(value) !== "wait" } : {}),
  };
}

/** What a buffer is, with no thought for speed. */
export class Shelf {
  /** In the order of arrival. */
  readonly held: unknown[] = [];
  readonly capacity: number;
  private readonly kind: Kind;

  constructor(kind: Kind) {
    this.kind = kind;
    this.capacity = "capacity" in kind ? kind.capacity : Infinity;
  }

  /** What it would say to a value. Changes nothing; throws what the functions of the buffer throw. */
  answer(value: unknown): Offered {
    const { kind, held } = this;
    const full = held.length >= this.capacity;
    switch (kind.is) {
      case "plain":
      case "fifo":
      case "priority":
      case "stack":
        return full ? "wait" : "kept";
      case "sliding":
      case "unbounded":
        return "kept";
      case "dropping":
        return full ? "drop" : "kept";
      case "strict":
        return full ? "fail" : "kept";
      case "conflating": {
        const slot = this.slotFor(value);
        if (slot === undefined || !kind.merging) return "kept";
        merged(held[slot], value);
        return "merge";
      }
      case "sized":
        return this.weigh(weight(value)) <= kind.limit || held.length === 0 ? "kept" : "wait";
      case "moody": {
        const { mood } = asked(value);
        if (mood === 4 && held.length > 0) return "merge";
        if (!full) return "kept";
        return (["wait", "drop", "kept", "fail", "wait"] as const)[mood] ?? "wait";
      }
    }
  }

  /** Does what it answered; gives what it discards. */
  admit(value: unknown, answer: Offered): unknown[] {
    const { kind, held } = this;
    if (kind.is === "conflating") {
      const slot = this.slotFor(value);
      if (slot === undefined) held.push(value);
      else if (kind.merging) held[slot] = merged(held[slot], value);
      else return held.splice(slot, 1, value);
      return [];
    }
    if (answer !== "kept") return [];
    const discarded = held.length >= this.capacity ? held.splice(0, 1) : [];
    held.push(value);
    return discarded;
  }

  take(): unknown {
    return this.held.splice(this.next(), 1)[0];
  }

  private next(): number {
    const { kind, held } = this;
    if (kind.is === "stack") return held.length - 1;
    if (kind.is !== "priority") return 0;
    const ranks = held.map(rank);
    return ranks.indexOf(Math.min(...ranks));
  }

  /** What it would weigh with one value more. */
  private weigh(more: number): number {
    return this.held.reduce((sum: number, value) => sum + traitsOf(value).weight, more);
  }

  private slotFor(value: unknown): number | undefined {
    const { kind, held } = this;
    if (kind.is !== "conflating") return undefined;
    const wanted = kind.keyed ? key(value) : undefined;
    const slot = held.findIndex((other) => !kind.keyed || traitsOf(other).key === wanted);
    return slot < 0 ? undefined : slot;
  }
}
