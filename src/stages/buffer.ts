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
 * Reads ahead into a buffer, so that what is above it and what is below it need not keep step.
 *
 * A number is a capacity: reading stops while the buffer is full. With `sliding`, `dropping`, `strict` or `conflating`
 * it is the overflow strategy of reactive systems: reading never stops, and the buffer says what is given up; what it
 * gives up is gone. A full `strict` buffer fails the stage with `OverflowError`. An error comes after what is buffered.
 * Throws what `channel` throws for a wrong buffer; a stage with a `Buffer` can be used only once.
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
 * As in a channel, a value for which somebody waits goes straight to them, and only others to the buffer.
 *
 * Holds: somebody waits, `wanted`, only while nothing is in hand.
 */
class Buffered<A> extends Prefetch<A> {
  private readonly buffer: Buffer<A>;
  private wanted = false;
  /** The value for the one who waits. */
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

  /** The buffer is empty, and yet has no room for it. */
  private takeHeld({ value }: { readonly value: A }): A {
    this.held = undefined;
    this.read();
    return value;
  }

  /** There is more room than before. What the buffer fails with now comes after what it holds. */
  private offerAgain(value: A): void {
    try {
      this.accept(value);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Of a buffer that must see the value first, one value is held back. */
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
    if (this.ready()) this.wanted = false; // somebody whom a function of the buffer had ask finds it there
  }

  protected override ready(): boolean {
    return this.direct !== undefined || this.buffer.size > 0 || this.held !== undefined || this.closed;
  }
}
