/** The sending half of broadcasts and topics. It cannot be cancelled, because subscribers come and go. */
import { flush } from "../core/engine/hooks.ts";
import { signalOf } from "../core/engine/arguments.ts";
import { ChannelClosedError } from "../core/errors.ts";
import { sendAll } from "../core/channel/send-all.ts";
import { newController } from "../core/engine/abort.ts";
import { completed, failed } from "../core/engine/event-loop.ts";
import type { WaitOptions } from "../core/types.ts";
import { uncloneable } from "../core/engine/uncloneable.ts";

export abstract class Publisher<T> {
  error: unknown = undefined;
  protected ended = false;
  protected readonly clone: () => void = uncloneable;
  private controller: AbortController | undefined = undefined;

  /**
   * Sends if all subscribers can take the value at once; otherwise returns false and none receives it. Throws when the
   * value is refused.
   */
  abstract attemptSend(value: T): boolean;
  /**
   * Begins to send. Returns false when the send has to wait; the caller then calls `waitToSend` at once. Throws when
   * the value is refused.
   */
  abstract startSend(value: T): boolean;
  abstract waitToSend(value: T, signal: AbortSignal | undefined): Promise<void>;
  protected abstract closing(): void;

  send(value: T, options?: WaitOptions): Promise<void> {
    let sent: Promise<void>;
    try {
      sent = this.beginSend(value, signalOf(options));
    } catch (error) {
      sent = failed(error);
    }
    flush();
    return sent;
  }

  private beginSend(value: T, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw signal.reason;
    return this.startSend(value) ? completed() : this.waitToSend(value, signal);
  }

  sendAll(values: Iterable<T> | AsyncIterable<T>, options?: WaitOptions): Promise<number> {
    const attemptSend = (value: T) => this.startSend(value);
    const waitToSend = (value: T, signal: AbortSignal | undefined) => this.waitToSend(value, signal);
    return sendAll({ attemptSend, waitToSend, undelivered: ignore, plain: false, keep: attemptSend }, values, options);
  }

  trySend(value: T): boolean {
    try {
      return !this.ended && this.attemptSend(value);
    } finally {
      flush();
    }
  }

  close(error?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.error = error;
    this.closing();
    flush();
  }

  get closed(): boolean {
    return this.ended;
  }

  get signal(): AbortSignal {
    return (this.controller ??= newController()).signal;
  }

  protected refuseIfClosed(value: T): void {
    if (this.ended) throw new ChannelClosedError("Cannot send: the sender is closed", value, undefined, this.error);
  }
}

/** A broadcast has no hook for a value that was pulled and cannot be sent. */
function ignore(): void {}
