/** A source as a web stream. */
import { signalOf } from "../../core/engine/arguments.ts";
import { OnAbort } from "../../core/engine/abort.ts";
import type { WaitOptions } from "../../core/types.ts";
import { ignore } from "../../flow/link.ts";
import { pipeline } from "../../flow/pipeline.ts";
import type { Flow } from "../../flow/chain-types.ts";
import type { Source } from "../../flow/types.ts";

/**
 * Creates a `ReadableStream` of the values of a source: a channel, a pipeline, an iterable. Its `highWaterMark` is 0,
 * so it pulls no value before a reader asks for one, and a cancel loses no value.
 *
 * Cancelling the stream stops the source and waits for that. An error of the source errors the stream. An abort of
 * `signal` stops the source and errors the stream with `signal.reason`. As in a pipeline, a channel is shared and stays
 * open; pass `jobs.consume()` for a stream that owns the channel. Throws a `TypeError` when `source` is not a source.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { toReadable } from "sluice/web";
 *
 * const words = channel<string>();
 * words.sendAll(["hello", "world"]).then(() => words.close());
 * const response = new Response(toReadable(words).pipeThrough(new TextEncoderStream()));
 * console.log(await response.text()); // helloworld
 * ```
 */
export function toReadable<T>(source: Source<T>, options?: WaitOptions): ReadableStream<T> {
  const signal = signalOf(options);
  return readableOver(pipeline(source), signal);
}

/** A stream that owns a flow. `over` is called when the flow has ended, has failed or is no longer wanted. */
export function readableOver<T>(
  flow: Flow<T>,
  signal?: AbortSignal,
  over: (reason?: unknown) => void = ignore,
): ReadableStream<T> {
  let watch: OnAbort | undefined;
  let left = false;
  const leave = (reason?: unknown) => {
    if (left) return;
    left = true;
    watch?.unwatch();
    over(reason);
  };
  return new ReadableStream<T>({
    start(controller) {
      const abort = (reason: unknown) => {
        leave(reason);
        controller.error(reason);
        flow.throw(reason).catch(ignore);
      };
      if (signal?.aborted) abort(signal.reason);
      else if (signal !== undefined) watch = new OnAbort(signal, abort);
    },
    async pull(controller) {
      try {
        const { done, value } = await flow.next();
        if (left) return;
        if (!done) return controller.enqueue(value);
        leave();
        controller.close();
      } catch (error) {
        leave(error);
        controller.error(error);
      }
    },
    async cancel(reason) {
      leave(reason);
      await flow.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
