// Buffers that count what they give up.
import { type Buffer, dropping, sized, sliding, strict } from "sluice";
import type { Value } from "./world.ts";

export type Policy = "own" | "sliding" | "dropping" | "strict";

export interface Counted {
  readonly buffer: Buffer<Value>;
  /** How many values it has given up. */
  readonly lost: () => number;
}

/** `own` says only when it is asked that a value must wait. */
export function counted(policy: Policy, capacity: number): Counted {
  const inner = bufferOf(policy, capacity);
  const { room } = inner;
  let lost = 0;
  const buffer: Buffer<Value> = {
    get capacity() {
      return inner.capacity;
    },
    get size() {
      return inner.size;
    },
    offer(value, discard) {
      const outcome = inner.offer(value, (older) => {
        lost++;
        discard(older);
      });
      if (outcome === "drop") lost++;
      return outcome;
    },
    take: () => inner.take(),
    ...(room === undefined ? {} : { room: (value: Value) => room.call(inner, value) }),
  };
  return { buffer, lost: () => lost };
}

function bufferOf(policy: Policy, capacity: number): Buffer<Value> {
  switch (policy) {
    case "own":
      return sized(capacity, () => 1);
    case "sliding":
      return sliding(capacity);
    case "dropping":
      return dropping(capacity);
    case "strict":
      return strict(capacity);
  }
}
