/** A channel as Node's `Writable`. */
import { Writable } from "node:stream";
import { booleanOf, checkCount, checkOptions, checkSender } from "../core/engine/arguments.ts";
import { ChannelClosedError, isError } from "../core/errors.ts";
import type { Sender } from "../core/types.ts";
import { abortError } from "../flow/abort-error.ts";
import { ignore } from "../flow/link.ts";
import { errorFor, leaveOn } from "./destruction.ts";
import type { NodeWritable } from "./types.ts";

/** Options of {@linkcode toNodeWritable}. */
export interface NodeWritableOptions {
  /** Whether chunks are any values; otherwise they are bytes, and strings become bytes. Default true. */
  readonly objectMode?: boolean | undefined;
  /**
   * How many chunks it takes before `write()` is false: those that the channel has not accepted yet. With
   * `objectMode: false`, how many bytes. Default 16 chunks, or Node's own number of bytes.
   */
  readonly highWaterMark?: number | undefined;
}

/**
 * Node's `Writable` into a channel: each chunk is sent, and "finish" closes the channel.
 *
 * `write()` is false, and "drain" comes, by what the channel has not accepted yet. `destroy(error)` closes the channel
 * with that error; without one it is an `AbortError`, so that what was cut off is not taken for the end. When the
 * channel is cancelled, the stream is destroyed with the reason if that is an error, and if there is none, as when it
 * writes into a closed channel, with a `ChannelClosedError`.
 *
 * `undefined` cannot travel in a Node stream: it is destroyed with a `TypeError`. Throws a `TypeError` or `RangeError`
 * for wrong arguments.
 *
 * @example
 * ```ts
 * import { Readable } from "node:stream";
 * import { pipeline } from "node:stream/promises";
 * import { channel } from "sluice";
 * import { toNodeWritable } from "sluice/node";
 *
 * const lines = channel<string>();
 * const copied = pipeline(Readable.from(["a", "b"]), toNodeWritable(lines));
 * for await (const line of lines) console.log(line); // a b
 * await copied;
 * ```
 */
export function toNodeWritable<T>(sender: Sender<T>, options?: NodeWritableOptions): NodeWritable {
  checkSender("sender", sender);
  checkOptions(options);
  const objectMode = booleanOf("options.objectMode", true, options?.objectMode);
  const { highWaterMark = objectMode ? 16 : undefined } = options ?? {};
  if (highWaterMark !== undefined) checkCount("options.highWaterMark", highWaterMark, 0, "refused");
  const sending = new AbortController();
  let unwatch = ignore;
  let ended = false;
  const writable: Writable = new Writable({
    objectMode,
    ...highWaterMark === undefined ? {} : { highWaterMark },
    write(chunk: T, _encoding, callback) {
      if (chunk === undefined) return callback(new TypeError("chunk must not be undefined in a Node stream"));
      const fail = (error: unknown) => callback(errorFor(error, "the channel failed"));
      try {
        if (sender.trySend(chunk)) return callback();
      } catch (error) {
        return fail(error);
      }
      sender.send(chunk, sending).then(() => callback(), fail);
    },
    final(callback) {
      ended = true;
      unwatch();
      sender.close();
      callback();
    },
    destroy(error, callback) {
      unwatch();
      const reason = error ?? abortError();
      if (!ended) {
        sending.abort(reason);
        sender.close(reason);
      }
      callback(error);
    },
  });
  unwatch = leaveOn(sender.signal, (reason) => writable.destroy(cancelledWith(reason)));
  return writable;
}

/** The reason, if there was one: a signal that is aborted without has an `AbortError`. */
function cancelledWith(reason: unknown): Error {
  if (isError(reason) && reason.name !== "AbortError") return reason;
  return new ChannelClosedError("Cannot write: the channel is cancelled", undefined, undefined, reason);
}
