/** A sender as a web stream. */
import { checkSender } from "../../core/engine/arguments.ts";
import { ChannelClosedError } from "../../core/errors.ts";
import { OnAbort } from "../../core/engine/abort.ts";
import { completed } from "../../core/engine/event-loop.ts";
import type { Sender } from "../../core/types.ts";
import { abortError } from "../../flow/abort-error.ts";

/**
 * A `WritableStream` that sends what is written: a write waits until its value is accepted.
 *
 * Closing the stream closes the sender, aborting it closes the sender with the reason (an `AbortError` if there is
 * none) and withdraws a write that waits, and a value that is refused closes it with that error. When the other side
 * cancels the channel, the stream errors with a `ChannelClosedError` at once. Its `highWaterMark` is 1, since with 0
 * `pipeTo` would never start. Throws a `TypeError` when it is no sender.
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

/** The same, where `errorFor` makes of the reason of a cancel what the stream errors with. */
export function writableInto<T>(sender: Sender<T>, errorFor: (reason: unknown) => unknown): WritableStream<T> {
  let watch: OnAbort | undefined;
  const finish = (error?: unknown): Promise<void> => {
    watch?.unwatch();
    sender.close(error);
    return completed();
  };
  return new WritableStream<T>({
    start(controller) {
      const signal: AbortSignal | undefined = sender.signal; // senders of other makes may have none
      if (signal === undefined) return;
      const fail = (reason: unknown) => controller.error(errorFor(reason));
      if (signal.aborted) fail(signal.reason);
      else watch = new OnAbort(signal, fail);
    },
    async write(value, { signal }) {
      try {
        await sender.send(value, { signal });
      } catch (error) {
        if (!signal.aborted) await finish(error); // the stream errors with it, and calls neither of those below
        throw error;
      }
    },
    close: () => finish(),
    abort: (reason) => finish(reason === undefined ? abortError() : reason),
  }, { highWaterMark: 1 });
}
