/** The messages of a WebSocket into a buffer. */
import { checkOptions, signalOf } from "../../core/engine/arguments.ts";
import type { Buffer, WaitOptions } from "../../core/types.ts";
import { pushSource } from "../../edges/inbound.ts";
import type { PushSource } from "../../edges/types.ts";
import { checkSocket, listen, type WebSocketLike } from "./web-socket.ts";

/** Options of {@linkcode fromWebSocket}. */
export interface WebSocketOptions<T> extends WaitOptions {
  /** A capacity, or what is to happen when messages come faster than they are taken: `sliding(1)`, `unbounded()`. */
  readonly buffer: number | Buffer<T> | Buffer<unknown>;
}

/**
 * A receiver of the messages of a WebSocket, their `data`, from the call on. Leaving its loop, `cancel()`, `using` and an
 * abort of the signal remove the listeners, and leave the socket open.
 *
 * When the socket closes normally (with code 1000, or none) that is the end. Any other close is an error with `code` and
 * `reason`, after what is held, so that nobody takes a part for the whole. A socket cannot be made to wait: a full buffer
 * whose senders wait, and a full `strict` one, end the source with an `OverflowError`. Throws a `TypeError` for wrong
 * arguments, a missing buffer among them.
 *
 * @example
 * ```ts
 * import { sliding } from "sluice";
 * import { fromWebSocket } from "sluice/web";
 *
 * async function show(socket: WebSocket) {
 *   for await (const price of fromWebSocket<string>(socket, { buffer: sliding(1) })) { // always the newest
 *     await new Promise(requestAnimationFrame);
 *     document.title = price;
 *   }
 * }
 *
 * console.log(typeof show); // function
 * ```
 */
export function fromWebSocket<T = unknown>(socket: WebSocketLike, options: WebSocketOptions<T>): PushSource<T> {
  checkSocket(socket);
  checkOptions(options);
  const signal = signalOf(options);
  return pushSource<[{ readonly data: unknown }], T>(options?.buffer as Buffer<T>, {
    signal,
    map: (event) => event.data as T,
    subscribe: ({ next, error, complete }) =>
      listen(socket, { message: next, close: (reason) => reason === undefined ? complete() : error(reason) }),
  }, "options.buffer");
}
