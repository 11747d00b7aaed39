/// <reference lib="esnext.disposable" preserve="true" />
/**
 * A source that cannot be made to wait, received through a buffer.
 *
 * Holds: it listens from the call on until it is closed or cancelled, by any code; from then on no more values can be
 * received.
 */
import { callLater, flush } from "../core/engine/hooks.ts";
import { Bounded } from "../core/channel/bounded.ts";
import { receivingCase } from "../core/waiting/case-protocol.ts";
import { bufferOf } from "../core/channel/channel.ts";
import { DEFAULTS } from "../core/channel/cold-state.ts";
import { dispose } from "../core/engine/dispose.ts";
import { OverflowError } from "../core/errors.ts";
import { OnAbort } from "../core/engine/abort.ts";
import type { Poll } from "../core/engine/poll.ts";
import { printed } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import type { Buffer, End, Got } from "../core/types.ts";
import type { Listening, PushSource } from "./types.ts";

/**
 * Creates a push source, which listens at once unless the signal is already aborted. Throws what `subscribe` throws,
 * and a `TypeError` without a buffer: how much may be kept is the caller's choice.
 */
export function pushSource<A extends readonly unknown[], T>(
  buffer: number | Buffer<T>,
  { signal, map, subscribe }: Listening<A, T>,
  name = "buffer",
): PushSource<T> {
  const source = new Inbound(bufferOf(buffer, name));
  if (signal?.aborted) source.abort(signal.reason);
  else {
    const stop = subscribe({
      next: (...given) => source.push(map, given),
      error: (error) => source.inTurn(() => source.fail(error)),
      complete: () => source.inTurn(() => source.close()),
    });
    source.listen(stop, signal);
  }
  return source;
}

/** A channel with one sender, which never waits, and which leaves when no more values are wanted. */
class Inbound<T> extends Bounded<T> implements PushSource<T> {
  static {
    printed(this.prototype, "PushSource", (it) => it.notes);
  }

  private stop: (() => void) | undefined = undefined;
  private watch: OnAbort | undefined = undefined;
  /** How many events of the source wait for the end of an operation. */
  private events = 0;

  constructor(buffer: Buffer<T>) {
    super(buffer, DEFAULTS);
  }

  override get owned(): boolean {
    return true;
  }

  /** Listens until `stop` is called. The source may have ended already, during `subscribe`. */
  listen(stop: () => void, signal: AbortSignal | undefined): void {
    this.stop = stop;
    if (this.ended) this.leave();
    if (signal !== undefined && !this.over) {
      if (signal.aborted) this.abort(signal.reason);
      else this.watch = new OnAbort(signal, (reason) => this.abort(reason));
    }
    flush();
  }

  /** Keeps the result of `map`, or fails when that is not possible. Returns false when no more values are wanted. */
  push<A extends readonly unknown[]>(map: (...given: A) => T, given: A): boolean {
    if (!this.calling && this.events === 0) return this.take(map, given);
    this.inTurn(() => void this.take(map, given));
    return !this.ended;
  }

  /**
   * Acts on an event of the source: after the current operation, when user code of the buffer led here, and after
   * earlier events.
   */
  inTurn(act: () => void): void {
    if (!this.calling && this.events === 0) return act();
    this.events++;
    callLater(() => {
      this.events--;
      act();
    });
  }

  private take<A extends readonly unknown[]>(map: (...given: A) => T, given: A): boolean {
    if (this.ended) return false;
    try {
      const value = map(...given);
      if (!this.attemptSend(value)) throw overflow(value);
    } catch (error) {
      this.fail(error);
    }
    flush();
    return !this.ended;
  }

  /** A failure with `undefined` would look like a normal end. */
  fail(error: unknown): void {
    this.close(error === undefined ? new Error("Cannot go on: the source failed with undefined") : error);
  }

  /** Drops the held values: receives reject from now on. */
  abort(reason: unknown): void {
    this.ownDetails().error = reason;
    this.cancel(reason);
  }

  override close(error?: unknown): void {
    this.refuseWhileCalling("close");
    this.leave();
    super.close(error);
    this.unwatchIfOver();
  }

  override cancel(reason?: unknown): void {
    this.refuseWhileCalling("cancel");
    this.leave();
    this.unwatch();
    super.cancel(reason);
  }

  override attempt(): Poll<T> {
    const polled = super.attempt();
    this.unwatchIfOver();
    return polled;
  }

  override fill(batch: T[], max: number): void {
    super.fill(batch, max);
    this.unwatchIfOver();
  }

  [dispose](): void {
    this.cancel();
  }

  [receivingCase](): Case<Got<T> | End> {
    return this.asCase();
  }

  /** An error of `stop` has no caller, so it is reported, like an error of a hook. */
  private leave(): void {
    const { stop } = this;
    this.stop = undefined;
    if (stop !== undefined) callLater(stop);
  }

  /** No more values will be received. */
  private get over(): boolean {
    return this.ended && this.buffer.size === 0;
  }

  private unwatchIfOver(): void {
    if (this.watch !== undefined && this.over) this.unwatch();
  }

  private unwatch(): void {
    this.watch?.unwatch();
    this.watch = undefined;
  }
}

function overflow(value: unknown): OverflowError {
  return new OverflowError("Cannot wait: the buffer of a push source is full", value);
}
