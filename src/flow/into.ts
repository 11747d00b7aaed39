/** Sends a flow to a channel. */
import { callLater } from "../core/engine/hooks.ts";
import { ChannelClosedError } from "../core/errors.ts";
import { Abortable } from "../core/engine/abort.ts";
import type { Sender } from "../core/types.ts";
import type { Reader } from "./demand.ts";
import type { Exit } from "./link.ts";

/** The members of a flow that are used. */
interface Readable<T> extends Haltable {
  read<R>(reader: Reader<T, R>): Promise<R>;
}

interface Haltable {
  halt(exit: Exit): unknown;
}

/** Sends all values. With `close`, closes the sender at the end, with the flow's error if it fails. */
export async function into<T>(flow: Readable<T>, sender: Sender<T>, close: boolean): Promise<number> {
  const sink = new Sink(sender, flow);
  let sent: number;
  try {
    sent = await flow.read(sink);
  } catch (error) {
    // Closing with `undefined` would look like a normal end.
    if (close) sender.close(error === undefined ? new Error("Cannot go on: the flow failed with undefined") : error);
    throw error;
  } finally {
    sink.unwatch();
  }
  if (close) sender.close();
  return sent;
}

/**
 * Reads a flow, and stops it when the other end of the channel is no longer wanted, even while the source is silent. A
 * waiting send then rejects by itself, with its value.
 */
class Sink<T> extends Abortable implements Reader<T, number> {
  private readonly sender: Sender<T>;
  private readonly flow: Haltable;
  private sent = 0;
  private sending = false;
  private cancelled: { readonly cause: unknown } | undefined = undefined;
  /** Ends a waiting send. */
  private controller: AbortController | undefined = undefined;

  constructor(sender: Sender<T>, flow: Haltable) {
    super();
    this.sender = sender;
    this.flow = flow;
    if (typeof AbortController !== "function") return; // this engine has no signals
    const signal: AbortSignal | undefined = sender.signal; // other implementations of a sender may have none
    if (signal === undefined) return;
    if (signal.aborted) this.fail(signal.reason);
    else this.watch(signal);
  }

  readonly take = (value: T): true | Promise<void> => {
    if (!this.sender.trySend(value)) return this.send(value);
    this.sent++;
    return true;
  };

  readonly stop = (reason: unknown): void => this.controller?.abort(reason);

  readonly result = (): number => this.sent;

  private async send(value: T): Promise<void> {
    if (typeof AbortController === "function") this.controller ??= new AbortController();
    this.sending = true;
    await this.sender.send(value, { signal: this.controller?.signal });
    this.sending = false;
    this.sent++;
    if (this.cancelled !== undefined) this.fail(this.cancelled.cause);
  }

  protected aborted(cause: unknown): void {
    this.cancelled = { cause };
    callLater(() => {
      if (!this.sending) this.fail(cause);
    });
  }

  private fail(cause: unknown): void {
    const error = new ChannelClosedError("Cannot send: the channel is cancelled", undefined, undefined, cause);
    this.flow.halt({ reason: error, failed: true });
  }
}
