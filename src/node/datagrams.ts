/** Receives the datagrams of a socket. */
import { bufferOf } from "../core/channel/channel.ts";
import type { Buffer } from "../core/types.ts";
import { listenAll } from "../edges/listen-all.ts";
import { pushSource } from "../edges/inbound.ts";
import type { PushSource } from "../edges/types.ts";
import { checkEmitter, listen } from "./emitter.ts";
import type { EmitterLike, NodeBuffer } from "./types.ts";

/** One datagram. */
export interface Datagram {
  /** The payload. */
  readonly data: NodeBuffer;
  /** The sender's address. */
  readonly address: string;
  /** The sender's port. */
  readonly port: number;
}

/**
 * Creates a receiver of the datagrams of a `dgram.Socket`: `{ data, address, port }`.
 *
 * It listens from the call on and puts datagrams into `buffer`. Networks may lose datagrams, and this receiver loses
 * them by policy: a full buffer whose senders would wait drops the new datagram, and `stats` counts it. The receiver
 * ends when the socket closes; if the socket fails, with its error. The receiver does not own the socket: leaving a
 * loop over it, `cancel()` and `using` remove the listeners and leave the socket open. Throws a `TypeError` for wrong
 * arguments, including a missing buffer.
 *
 * @example
 * ```ts
 * import dgram from "node:dgram";
 * import { sliding } from "sluice";
 * import { fromDatagrams } from "sluice/node";
 *
 * const socket = dgram.createSocket("udp4");
 * socket.bind(0, "127.0.0.1", () => socket.send("hello", socket.address().port, "127.0.0.1"));
 * for await (const { data, address } of fromDatagrams(socket, sliding(1024))) {
 *   console.log(`${data}`, address); // hello 127.0.0.1
 *   break;
 * }
 * socket.close();
 * ```
 */
export function fromDatagrams(socket: EmitterLike, buffer: number | Buffer<Datagram>): PushSource<Datagram> {
  checkEmitter("socket", socket);
  return pushSource(dropping(bufferOf(buffer)), {
    map: (data: NodeBuffer, { address, port }: Omit<Datagram, "data">) => ({ data, address, port }),
    subscribe: ({ next, error, complete }) =>
      listenAll([
        () => listen(socket, "message", next),
        () => listen(socket, "error", error),
        () => listen(socket, "close", complete),
      ]),
  });
}

/** The same buffer, except that it drops a value where its sender would wait. */
function dropping<T>(buffer: Buffer<T>): Buffer<T> {
  return {
    get capacity() {
      return buffer.capacity;
    },
    get size() {
      return buffer.size;
    },
    offer(value, discard) {
      const offered = buffer.offer(value, discard);
      return offered === "wait" ? "drop" : offered;
    },
    take: () => buffer.take(),
  };
}
