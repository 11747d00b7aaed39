/** The chunks that a socket receives, as a flow. */
import { checkedIterator, checkFunction, membersOf } from "../core/engine/arguments.ts";
import { flowOver } from "../flow/flow.ts";
import { ignore } from "../flow/link.ts";
import { type Answer, PromisedSource } from "../flow/sources/promised-source.ts";
import type { Flow } from "../flow/chain-types.ts";
import type { NodeBuffer, SocketLike } from "./types.ts";

/**
 * Creates a flow of the chunks that a socket receives: a `net.Socket`, or any other Node stream that reads and writes.
 *
 * Each chunk is read when it is pulled, so that a consumer that stops slows the other side through the socket buffers.
 * The flow ends when the other side ends its stream, and fails with the error of the socket. At its end the socket
 * stays open, so that responses can still be written. Leaving the flow earlier destroys the socket. Throws a
 * `TypeError` unless `socket` is a socket.
 *
 * @example
 * ```ts
 * import { once } from "node:events";
 * import net from "node:net";
 * import { map, pipeline } from "sluice";
 * import { fromSocket, toSocket } from "sluice/node";
 *
 * const server = net.createServer({ allowHalfOpen: true }, (socket) => {
 *   pipeline(fromSocket(socket), map((chunk) => `${chunk}`.toUpperCase())).into(toSocket(socket));
 * });
 * await once(server.listen(0, "127.0.0.1"), "listening");
 *
 * const { port } = server.address() as net.AddressInfo;
 * const socket = net.connect({ port, host: "127.0.0.1" });
 * const out = toSocket(socket);
 * await out.send("hello");
 * out.close();
 * for await (const chunk of fromSocket(socket)) console.log(`${chunk}`); // HELLO
 * server.close();
 * ```
 */
export function fromSocket(socket: SocketLike): Flow<NodeBuffer> {
  checkFunction("socket.iterator", membersOf(socket).iterator);
  checkFunction("socket.destroy", socket.destroy);
  checkFunction("socket.on", socket.on);
  socket.on("error", ignore); // the iterator throws the error
  return flowOver(new SocketSource(socket));
}

/** A source of its own, because Node's iterator destroys the socket at its end, with all unsent data. */
class SocketSource extends PromisedSource<NodeBuffer> {
  private readonly socket: SocketLike;
  private iterator: AsyncIterator<unknown, unknown, undefined> | undefined = undefined;

  constructor(socket: SocketLike) {
    super();
    this.socket = socket;
  }

  protected override ask(): PromiseLike<Answer<NodeBuffer>> {
    this.iterator ??= checkedIterator("socket.iterator", this.socket.iterator({ destroyOnReturn: false }));
    return this.iterator.next() as Promise<Answer<NodeBuffer>>;
  }

  protected override release(): Promise<void> | undefined {
    if (this.ended) return undefined;
    this.end();
    try {
      this.socket.destroy();
      Promise.resolve(this.iterator?.return?.()).catch(ignore); // it settles once the socket is destroyed
    } catch (error) {
      return Promise.reject(error);
    }
    return undefined;
  }
}
