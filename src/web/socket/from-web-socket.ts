/** Receives the messages of a WebSocket. */
import { checkOptions, signalOf } from "../../core/engine/arguments.ts";
import type { Buffer, WaitOptions } from "../../core/types.ts";
import { pushSource } from "../../edges/inbound.ts";
import type { PushSource } from "../../edges/types.ts";
import { checkSocket, listen, type WebSocketLike } from "./web-socket.ts";

/** Options of {@linkcode fromWebSocket}. */
export interface WebSocketOptions<T> extends WaitOptions {
  /**
   * A capacity, or a buffer that says what happens when messages arrive faster than they are received: `sliding(1)`,
   * `unbounded()`.
   */
  readonly buffer: number | Buffer<T> | Buffer<unknown>;
}

/**
 * Creates a receiver of the messages of a WebSocket, their `data`, starting with the call. Leaving its loop,
 * `cancel()`, `using` and an abort of the signal remove the listeners, and leave the socket open.
 *
 * When the socket closes normally (with code 1000, or none), the receiver ends. Any other close is an error with `code`
 * and `reason` after the held values, so that a part does not pass for the whole. A socket cannot be made to wait: when
 * a buffer whose senders would wait is full, or a `strict` one, the source ends with an `OverflowError`. Throws a
 * `TypeError` for wrong arguments, including a missing buffer.
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
