// Buffers that call user code whenever they can.
import { type Buffer, priority, sized } from "sluice";
import type { Value } from "./account.ts";

/** Of the two that a user may have written only the `roomy` one can tell beforehand whether it has room. */
export type Kind = "fifo" | "roomy" | "sized" | "priority";

/** The user code. */
export interface Meddler {
  /** May throw, unless it is to be quiet. */
  asked(quiet?: boolean): void;
}

/** How many values it holds; a sized one at least one. */
export function capacityOf(kind: Kind, capacity: number): number {
  return kind === "priority" ? capacity + 2 : kind === "sized" ? 1 : capacity;
}

/** Which two values come out in the order in which they were sent. */
export function ordered(kind: Kind): (one: Value, other: Value) => boolean {
  return kind === "priority" ? (one, other) => rank(one) === rank(other) : () => true;
}

const rank = ({ weight }: Value) => weight % 3;

export function bufferOf(kind: Kind, capacity: number, meddler: Meddler): Buffer<Value> {
  switch (kind) {
    case "fifo":
      return custom(capacity, () => meddler.asked());
    case "roomy":
      return withRoom(custom(capacity, () => meddler.asked()), capacity, meddler);
    case "sized":
      return sized(capacity, ({ weight }) => {
        meddler.asked();
        return weight % (capacity + 1);
      });
    case "priority":
      return priority(capacityOf(kind, capacity), (a, b) => {
        meddler.asked(true); // what it throws while a value is taken out would be nobody's
        return rank(a) - rank(b);
      });
  }
}

/** As a user may write it. */
export function custom<T>(capacity: number, offered: (value: T) => void): Buffer<T> {
  const held: T[] = [];
  return {
    capacity,
    get size() {
      return held.length;
    },
    offer(value) {
      offered(value);
      if (held.length >= capacity) return "wait";
      held.push(value);
      return "kept";
    },
    take: () => held.shift() as T,
  };
}

function withRoom(buffer: Buffer<Value>, capacity: number, meddler: Meddler): Buffer<Value> {
  return {
    capacity,
    get size() {
      return buffer.size;
    },
    offer: (value, discard) => buffer.offer(value, discard),
    take: () => buffer.take(),
    room() {
      meddler.asked();
      return buffer.size < capacity;
    },
  };
}
