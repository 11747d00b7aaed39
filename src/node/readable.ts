/** A source as a Node `Readable`. */
import { Readable } from "node:stream";
import { booleanOf, checkOptions, signalOf } from "../core/engine/arguments.ts";
import type { WaitOptions } from "../core/types.ts";
import { abortError } from "../flow/abort-error.ts";
import { ignore } from "../flow/link.ts";
import { pipeline } from "../flow/pipeline.ts";
import type { Flow } from "../flow/chain-types.ts";
import type { Source } from "../flow/types.ts";
import { errorFor, leaveOn } from "./destruction.ts";
import type { NodeReadable } from "./types.ts";

/** Options of {@linkcode toNodeReadable}. */
export interface NodeReadableOptions extends WaitOptions {
  /** Whether chunks may be any values; otherwise they must be strings or bytes. Default true. */
  readonly objectMode?: boolean | undefined;
}

/**
 * Creates a Node `Readable` of the values of a source: an iterable, a flow, a stream, a channel.
 *
 * It pulls one value at each read, and never ahead (its `highWaterMark` is 0), so that destroying it loses no value. An
 * error of the source destroys it with that error. `destroy(error)` releases the source with that error as the reason,
 * and "close" follows once the source is released. As everywhere, a channel stays open; pass `channel.consume()` to
 * have it cancelled.
 *
 * With `objectMode: false`, chunks must be strings or bytes. `null` and `undefined` cannot pass through a Node stream:
 * they destroy it with a `TypeError`. When `signal` aborts, the stream is destroyed with the reason. Throws a
 * `TypeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { map, pipeline } from "sluice";
 * import { toNodeReadable } from "sluice/node";
 *
 * const lines = pipeline([1, 2, 3], map((n) => `line ${n}`));
 * for await (const line of toNodeReadable(lines)) console.log(line); // line 1 line 2 line 3
 * ```
 */
export function toNodeReadable(source: Source<unknown>, options?: NodeReadableOptions): NodeReadable {
  checkOptions(options);
  const objectMode = booleanOf("options.objectMode", true, options?.objectMode);
  const signal = signalOf(options);
  const flow = pipeline(source);
  let unwatch = ignore;
  const readable: Readable = new Readable({
    objectMode,
    highWaterMark: 0,
    read: () => void pull(flow, readable),
    destroy(error, callback) {
      unwatch();
      flow.cancel(error ?? abortError()).then(() => callback(error), (late) => callback(error ?? late));
    },
  });
  unwatch = leaveOn(signal, (reason) => readable.destroy(errorFor(reason, "the signal aborted")));
  return readable;
}

async function pull(flow: Flow<unknown>, readable: Readable): Promise<void> {
  try {
    let { done, value } = await flow.next();
    // An empty chunk does not count as a read: Node would not ask for another.
    while (!done && isEmpty(value, readable)) ({ done, value } = await flow.next());
    if (readable.destroyed) return;
    if (done) readable.push(null);
    else readable.push(checked(value));
  } catch (error) {
    readable.destroy(errorFor(error, "the source failed"));
  }
}

function isEmpty(value: unknown, { readableObjectMode }: Readable): boolean {
  return !readableObjectMode && (value === "" || (value instanceof Uint8Array && value.length === 0));
}

function checked(value: unknown): unknown {
  if (value !== null && value !== undefined) return value;
  throw new TypeError(`source must not yield ${value}: a Node stream cannot carry it`);
}
