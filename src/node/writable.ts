/** A channel as a Node `Writable`. */
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
  /** Whether chunks may be any values; otherwise they are bytes, and strings are converted to bytes. Default true. */
  readonly objectMode?: boolean | undefined;
  /**
   * The number of chunks, not yet accepted by the channel, at which `write()` returns false; with `objectMode: false`,
   * the number of bytes. Default 16 chunks, or Node's own number of bytes.
   */
  readonly highWaterMark?: number | undefined;
}

/**
 * Creates a Node `Writable` that sends each chunk to a channel; "finish" closes the channel.
 *
 * `write()` returns false, and "drain" follows, according to the chunks that the channel has not accepted.
 * `destroy(error)` closes the channel with that error; without an argument, with an `AbortError`, so that an
 * interrupted stream does not look ended. When the channel is cancelled, the stream is destroyed with the reason if
 * that is an error, and otherwise with a `ChannelClosedError`. A write to a closed channel also destroys it with a
 * `ChannelClosedError`.
 *
 * `undefined` cannot pass through a Node stream: it destroys the stream with a `TypeError`. Throws a `TypeError` or
 * `RangeError` for wrong arguments.
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

/** The reason, if there was one. A signal that is aborted without a reason has an `AbortError`. */
function cancelledWith(reason: unknown): Error {
  if (isError(reason) && reason.name !== "AbortError") return reason;
  return new ChannelClosedError("Cannot write: the channel is cancelled", undefined, undefined, reason);
}
