/**
 * A buffer that calls functions of its users, or is written by them.
 *
 * While it is asked, nobody but whoever asks gets anything from its channel: those who come meanwhile, from within such a
 * function, wait until it has answered. So no function meets a buffer or a channel that is half changed, and nobody goes
 * before the value in question.
 */
import { resume, suspend } from "./afterwards.ts";
import { shown } from "./arguments.ts";
import type { Buffer, Offered } from "./types.ts";

/** Whose buffer it is. */
export interface Asker {
  /** The buffer is being asked, or those who came meanwhile are about to be seen to. */
  readonly asking: boolean;
  setAsking(asking: boolean): void;
  /** It has answered: sees to those who came meanwhile. */
  answered(): void;
}

type Asked<T> = Buffer<T> & { room(value: T): boolean };

export class Guarded<T> implements Buffer<T> {
  readonly room: ((value: T) => boolean) | undefined = undefined;
  private readonly buffer: Buffer<T>;
  private readonly asker: Asker;

  constructor(buffer: Buffer<T>, asker: Asker) {
    this.buffer = buffer;
    this.asker = asker;
    if (buffer.room !== undefined) this.room = (value) => this.ask(() => (buffer as Asked<T>).room(value));
  }

  get capacity(): number {
    return this.buffer.capacity;
  }

  get size(): number {
    return this.buffer.size;
  }

  get refusesAll(): boolean | undefined {
    return this.buffer.refusesAll;
  }

  offer(value: T, discard: (older: T) => void): Offered {
    return this.ask(() => answerOf(this.buffer.offer(value, discard)));
  }

  take(): T {
    return this.ask(() => this.buffer.take());
  }

  private ask<R>(question: () => R): R {
    const { asker } = this;
    const { asking } = asker; // it may be asked in the course of something longer
    asker.setAsking(true);
    suspend();
    try {
      return question();
    } finally {
      resume();
      asker.setAsking(asking);
      if (!asking) asker.answered();
    }
  }
}

const answers: readonly Offered[] = ["kept", "wait", "drop", "merge", "fail"];

/** What a buffer gave for a value. Throws what says nothing: the value would be lost silently. */
export function answerOf(given: Offered): Offered {
  if (answers.includes(given)) return given;
  throw new TypeError(`buffer.offer() must give one of ${answers.join(", ")}, not ${shown(given)}`);
}
