/** The datagrams that come to a socket, into a buffer. */
import { bufferOf } from "../core/channel/channel.ts";
import type { Buffer } from "../core/types.ts";
import { listenAll } from "../edges/listen-all.ts";
import { pushSource } from "../edges/inbound.ts";
import type { PushSource } from "../edges/types.ts";
import { checkEmitter, listen } from "./emitter.ts";
import type { EmitterLike, NodeBuffer } from "./types.ts";

/** One datagram. */
export interface Datagram {
  /** What it carries. */
  readonly data: NodeBuffer;
  /** The address of its sender, and its port. */
  readonly address: string;
  /** The port of its sender. */
  readonly port: number;
}

/**
 * A receiver of the datagrams that come to a `dgram.Socket`: `{ data, address, port }`.
 *
 * It listens from the call on, into the buffer that you choose. Datagrams may be lost on any way, and here they are lost
 * by policy: a full buffer that would have a sender wait drops the newcomer; `stats` counts. It ends when the socket
 * closes, and with the error of the socket if there is one. Its reader owns it, not the socket: leaving a loop over it,
 * `cancel()` and `using` take the listeners away and leave the socket open. Throws a `TypeError` for wrong arguments, a
 * missing buffer among them.
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

/** The same buffer, which drops instead of having a sender wait. */
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
