/** What a socket sends, as a sender. */
import { finishLater, flush, whenWhole } from "../core/engine/hooks.ts";
import { checkFunction, isRevoked, membersOf, shown } from "../core/engine/arguments.ts";
import { Bounded } from "../core/channel/bounded.ts";
import { sendingCase } from "../core/waiting/case-protocol.ts";
import { DEFAULTS } from "../core/channel/cold-state.ts";
import { ChannelClosedError } from "../core/errors.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import { Sending } from "../core/channel/sending.ts";
import type { Buffer, Got, Offered, Sender } from "../core/types.ts";
import { ignore } from "../flow/link.ts";
import { errorFor } from "./destruction.ts";
import type { SocketLike } from "./types.ts";

type Chunk = string | Uint8Array;

/**
 * A sender whose values, strings and bytes, are written to a socket: a `net.Socket`, or any other stream of Node.
 *
 * `send` waits while the socket is full, which is when the other side does not read. `close()` ends the socket once
 * what waits is written; `close(error)` destroys it, and rejects what waits. On a socket that is gone, sends reject with
 * `ChannelClosedError`, whose `cause` is what it broke by, and `signal` is aborted. Throws a `TypeError` unless it is a
 * socket.
 *
 * @example
 * ```ts
 * import { once } from "node:events";
 * import net from "node:net";
 * import { fromSocket, toSocket } from "sluice/node";
 *
 * const server = net.createServer(async (socket) => {
 *   const out = toSocket(socket);
 *   await out.sendAll(["one ", "two"]); // waits while the other side does not read
 *   out.close();
 * });
 * await once(server.listen(0, "127.0.0.1"), "listening");
 *
 * const { port } = server.address() as net.AddressInfo;
 * const socket = net.connect({ port, host: "127.0.0.1" });
 * const chunks = await fromSocket(socket).toArray();
 * console.log(chunks.join("")); // one two
 * server.close();
 * ```
 */
export function toSocket(socket: SocketLike): Sender<string | Uint8Array> {
  checkFunction("socket.write", membersOf(socket).write);
  for (const method of ["destroy", "end", "on"] as const) checkFunction(`socket.${method}`, socket[method]);
  return new SocketChannel(socket);
}

/** The socket's own buffer as that of a channel: what is in it was sent, and is never taken out again. */
class SocketBuffer implements Buffer<Chunk> {
  readonly capacity = Infinity;
  readonly size = 0;
  /** Never called. */
  readonly take = ignore as () => never;
  private readonly socket: SocketLike;

  constructor(socket: SocketLike) {
    this.socket = socket;
  }

  room(): boolean {
    return !this.socket.writableNeedDrain;
  }

  offer(chunk: Chunk): Offered {
    if (typeof chunk !== "string" && (isRevoked(chunk) || !(chunk instanceof Uint8Array))) {
      throw new TypeError(`value must be a string or bytes, not ${shown(chunk)}`);
    }
    if (!this.socket.writable) throw new ChannelClosedError("Cannot send: the socket has ended", chunk);
    if (!this.room()) return "wait";
    this.socket.write(chunk);
    return "kept";
  }
}

class SocketChannel extends Bounded<Chunk> implements Sender<Chunk> {
  static {
    printed(this.prototype, "SocketSender", (it) => ["", waiting(it.senders.count, "sender"), it.ended && "closed"]);
  }

  private readonly socket: SocketLike;
  /** The socket was told that there is no more. */
  private told = false;

  constructor(socket: SocketLike) {
    super(new SocketBuffer(socket), DEFAULTS);
    this.socket = socket;
    socket.on("drain", this.goOn);
    socket.on("error", ignore); // "close" follows
    for (const event of ["finish", "close"]) socket.on(event, this.gone);
    if (!socket.writable) this.gone();
  }

  /** It may be gone, though no event has told so yet. */
  override trySend(chunk: Chunk): boolean {
    return this.socket.writable && super.trySend(chunk);
  }

  /** What waits would be lost with the socket, so that an error rejects it. */
  override close(error?: unknown): void {
    if (this.ended) return;
    if (error === undefined) {
      super.close();
      this.goOn();
    } else {
      this.cancel(error);
      this.socket.destroy(errorFor(error, "the sender was closed"));
    }
  }

  [sendingCase](chunk: Chunk): Case<Got<undefined>> {
    return new Sending(this, chunk);
  }

  /** Lets in those who wait. */
  private readonly goOn = (): void => {
    finishLater(this);
    flush();
  };

  /** Ends the socket after the last of them. */
  override finish(): void {
    super.finish();
    if (!this.ended || this.told || this.senders.count > 0) return;
    this.told = true;
    this.socket.end();
  }

  private readonly gone = (): void => {
    const { errored } = this.socket;
    if (errored || !this.told) whenWhole(() => this.cancel(errored ?? undefined));
  };
}
