/**
 * Wraps a buffer that runs user code: one with `compare`, `sizeOf`, `keyOf` or `merge`, or one that a user wrote.
 *
 * While that code runs, its own channel is closed to it: each operation on the channel throws a `TypeError` and changes
 * nothing. So no operation meets a buffer or a channel that is half changed. What the code does elsewhere is finished
 * after the operation that called it.
 */
import { hold, resume } from "../engine/hooks.ts";
import { shown } from "../engine/arguments.ts";
import type { Buffer, Offered } from "../types.ts";

/** The channel of a buffer. */
export interface BufferOwner {
  /** User code of the buffer is running. */
  readonly calling: boolean;
  setCalling(calling: boolean): void;
}

type WithRoom<T> = Buffer<T> & { room(value: T): boolean };

export class Guarded<T> implements Buffer<T> {
  readonly room: ((value: T) => boolean) | undefined = undefined;
  private readonly buffer: Buffer<T>;
  private readonly owner: BufferOwner;

  constructor(buffer: Buffer<T>, owner: BufferOwner) {
    this.buffer = buffer;
    this.owner = owner;
    if (buffer.room !== undefined) this.room = (value) => this.call(() => (buffer as WithRoom<T>).room(value));
  }

  get capacity(): number {
    return this.buffer.capacity;
  }

  get size(): number {
    return this.buffer.size;
  }

  /** Not while it is being called: the operation that asks must be refused then. */
  get refusesAll(): boolean | undefined {
    return !this.owner.calling && this.buffer.refusesAll;
  }

  offer(value: T, discard: (older: T) => void): Offered {
    return this.call(() => answerOf(this.buffer.offer(value, discard)));
  }

  /** A loop that takes until nothing is left would never end if `size` did not fall. */
  take(): T {
    const { size } = this.buffer;
    const value = this.call(() => this.buffer.take());
    const left = this.buffer.size;
    if (left < size) return value;
    throw new TypeError(`buffer.size must fall when take() is called: it was ${shown(size)} and is ${shown(left)}`);
  }

  private call<R>(code: () => R): R {
    if (this.owner.calling) return code(); // from within: it stays closed until the outer code has ended
    this.owner.setCalling(true);
    hold();
    try {
      return code();
    } finally {
      resume();
      this.owner.setCalling(false);
    }
  }
}

const answers: readonly Offered[] = ["kept", "wait", "drop", "merge", "fail"];

/** What a buffer gave for a value. Throws what says nothing: the value would be lost silently. */
export function answerOf(given: Offered): Offered {
  if (answers.includes(given)) return given;
  throw new TypeError(`buffer.offer() must give one of ${answers.join(", ")}, not ${shown(given)}`);
}
