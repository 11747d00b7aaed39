/** A buffer between two stages. */
import { bufferOf } from "../core/channel/channel.ts";
import { OverflowError } from "../core/errors.ts";
import { answerOf } from "../core/channel/reentrant.ts";
import type { Buffer } from "../core/types.ts";
import { END, ignore, type Link, type Poll, WAIT } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Stage } from "../flow/types.ts";
import { Prefetch } from "./pull/prefetch.ts";

/**
 * Reads ahead into a buffer, so that the stages above and below need not keep in step.
 *
 * A number is a capacity: reading stops while the buffer is full. `sliding`, `dropping`, `strict` and `conflating` are
 * the overflow strategies of reactive systems: reading never stops, and the buffer decides which values are dropped. A
 * full `strict` buffer fails the stage with `OverflowError`. An error comes after the buffered values. Throws what
 * `channel` throws for a wrong buffer. A stage with a `Buffer` can be used only once.
 *
 * @example
 * ```ts
 * import { buffer, pipeline, sliding } from "sluice";
 *
 * console.log(await pipeline([1, 2, 3, 4], buffer(2)).toArray()); // [ 1, 2, 3, 4 ]
 * console.log(await pipeline([1, 2, 3, 4], buffer(sliding(2))).toArray()); // [ 1, 3, 4 ]
 * ```
 */
export function buffer<A>(capacityOrBuffer: number | Buffer<A>): Stage<A, A> {
  const first = bufferOf(capacityOrBuffer);
  if (capacityOrBuffer === 0) return stage((up: Link<A>) => up);
  if (typeof capacityOrBuffer === "number") return stage((up: Link<A>) => new Buffered(up, bufferOf(capacityOrBuffer)));
  let used = false;
  return stage((up: Link<A>) => {
    if (used) throw new TypeError("buffer must be a new one: its stage is in another pipeline");
    used = true;
    return new Buffered(up, first);
  });
}

/**
 * As in a channel, a value that the stage below waits for is passed on directly; only others enter the buffer.
 *
 * Holds: the stage below waits, `wanted`, only while no value is in hand.
 */
class Buffered<A> extends Prefetch<A> {
  private readonly buffer: Buffer<A>;
  private wanted = false;
  /** The value for the stage below. */
  private direct: { readonly value: A } | undefined = undefined;
  /** A value that was pulled before the buffer could say that it must wait. */
  private held: { readonly value: A } | undefined = undefined;

  constructor(up: Link<A>, buffer: Buffer<A>) {
    super(up);
    this.buffer = buffer;
  }

  override poll(): Poll<A> {
    if (this.stopped) return END;
    if (!this.ready()) {
      this.wanted = true;
      this.read();
    }
    const { buffer, direct } = this;
    if (direct !== undefined) {
      this.direct = undefined;
      return direct.value;
    }
    if (buffer.size > 0) return this.take();
    if (this.held !== undefined) return this.takeHeld(this.held);
    return this.closed ? this.ending() : WAIT;
  }

  private take(): A {
    const value = this.buffer.take();
    const { held } = this;
    this.held = undefined;
    if (held !== undefined) this.offerAgain(held.value);
    this.read();
    return value;
  }

  /** Takes the held value: the buffer is empty, and yet has no room for it. */
  private takeHeld({ value }: { readonly value: A }): A {
    this.held = undefined;
    this.read();
    return value;
  }

  /** Offers the held value after room was made. An error of the buffer comes after the buffered values. */
  private offerAgain(value: A): void {
    try {
      this.accept(value);
    } catch (error) {
      this.fail(error);
    }
  }

  /** For a buffer that must see a value first, one value is held back. */
  protected override room(): boolean {
    const { room, size, capacity } = this.buffer;
    if (this.held !== undefined) return false;
    if (this.wanted) return true;
    if (room === undefined) return size < capacity;
    return room.length > 0 || this.buffer.room?.(undefined as never) === true;
  }

  protected override accept(value: A): void {
    if (this.wanted) {
      this.wanted = false;
      this.direct = { value };
      return;
    }
    const outcome = answerOf(this.buffer.offer(value, ignore));
    if (outcome === "wait") this.held = { value };
    else if (outcome === "fail") throw new OverflowError("Cannot buffer: the buffer is full", value);
    if (this.ready()) this.wanted = false; // a poll made by a function of the buffer finds it there
  }

  protected override ready(): boolean {
    return this.direct !== undefined || this.buffer.size > 0 || this.held !== undefined || this.closed;
  }
}
