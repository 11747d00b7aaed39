/** A flow into a channel. */
import { callLater } from "../core/afterwards.ts";
import { ChannelClosedError } from "../core/errors.ts";
import { Abortable } from "../core/signal.ts";
import type { Sender } from "../core/types.ts";
import type { Exit } from "./link.ts";

/** What a flow offers for it. */
interface Readable<T> extends Haltable {
  read<R>(take: (value: T) => boolean | Promise<void>, result: () => R): Promise<R>;
}

interface Haltable {
  halt(exit: Exit): unknown;
}

/** Sends all values, and closes the sender if it is to `close`, with the error of the flow if it fails. */
export async function into<T>(flow: Readable<T>, sender: Sender<T>, close: boolean): Promise<number> {
  let sent = 0;
  const sink = new Sink(sender, flow);
  const count = () => {
    sent++;
  };
  try {
    await flow.read((value) => {
      if (!sender.trySend(value)) return sender.send(value).then(count);
      sent++;
      return true;
    }, () => undefined);
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

/** Stops the flow when the other end of the channel is no longer wanted, also while the source is silent. */
class Sink extends Abortable {
  private readonly flow: Haltable;

  constructor(sender: Sender<never>, flow: Haltable) {
    super();
    this.flow = flow;
    if (typeof AbortController !== "function") return; // such an engine has no signals
    const { signal } = sender;
    if (signal.aborted) this.stop(signal.reason);
    else this.watch(signal);
  }

  protected aborted(reason: unknown): void {
    callLater(() => this.stop(reason));
  }

  private stop(cause: unknown): void {
    const error = new ChannelClosedError("Cannot send: the channel is cancelled", undefined, undefined, cause);
    this.flow.halt({ reason: error, failed: true });
  }
}
