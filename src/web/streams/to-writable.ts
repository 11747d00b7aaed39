/** A sender as a web stream. */
import { checkSender } from "../../core/engine/arguments.ts";
import { ChannelClosedError } from "../../core/errors.ts";
import { OnAbort } from "../../core/engine/abort.ts";
import { completed } from "../../core/engine/event-loop.ts";
import type { Sender } from "../../core/types.ts";
import { abortError } from "../../flow/abort-error.ts";

/**
 * Creates a `WritableStream` that sends the written values. A write waits until its value is accepted.
 *
 * Closing the stream closes the sender. Aborting it closes the sender with the reason (an `AbortError` if there is
 * none) and withdraws a waiting write. A refused value closes the sender with that error. When the other side cancels
 * the channel, the stream errors at once with a `ChannelClosedError`. The `highWaterMark` is 1, because with 0 `pipeTo`
 * would never start. Throws a `TypeError` when `sender` is not a sender.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { toWritable } from "sluice/web";
 *
 * const lines = channel<string>();
 * ReadableStream.from(["one", "two"]).pipeTo(toWritable(lines));
 * for await (const line of lines) console.log(line); // one two
 * ```
 */
export function toWritable<T>(sender: Sender<T>): WritableStream<T> {
  checkSender("sender", sender);
  const gone = (cause: unknown) =>
    new ChannelClosedError("Cannot write: the channel is cancelled", undefined, undefined, cause);
  return writableInto(sender, gone);
}

/** The same, with `errorFor` to convert the reason of a cancel to the stream's error. */
export function writableInto<T>(sender: Sender<T>, errorFor: (reason: unknown) => unknown): WritableStream<T> {
  let watch: OnAbort | undefined;
  const finish = (error?: unknown): Promise<void> => {
    watch?.unwatch();
    sender.close(error);
    return completed();
  };
  return new WritableStream<T>({
    start(controller) {
      const signal: AbortSignal | undefined = sender.signal; // other implementations of a sender may have none
      if (signal === undefined) return;
      const fail = (reason: unknown) => controller.error(errorFor(reason));
      if (signal.aborted) fail(signal.reason);
      else watch = new OnAbort(signal, fail);
    },
    async write(value, { signal }) {
      try {
        await sender.send(value, { signal });
      } catch (error) {
        if (!signal.aborted) await finish(error); // the stream errors with it, and calls neither of the functions below
        throw error;
      }
    },
    close: () => finish(),
    abort: (reason) => finish(reason === undefined ? abortError() : reason),
  }, { highWaterMark: 1 });
}
