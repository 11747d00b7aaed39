/** A WebSocket as a sender. */
import { finishLater, flush, whenWhole } from "../../core/engine/hooks.ts";
import { checkCount, checkOptions } from "../../core/engine/arguments.ts";
import { Bounded } from "../../core/channel/bounded.ts";
import { sendingCase } from "../../core/waiting/case-protocol.ts";
import { DEFAULTS } from "../../core/channel/cold-state.ts";
import { ChannelClosedError } from "../../core/errors.ts";
import { OnAbort } from "../../core/engine/abort.ts";
import { printed, waiting } from "../../core/engine/printed.ts";
import type { Case } from "../../core/select-types.ts";
import { Sending } from "../../core/channel/sending.ts";
import type { Buffer, Got, Offered, Sender, WaitOptions } from "../../core/types.ts";
import type { WaitQueue } from "../../core/waiting/wait-queue.ts";
import { ignore } from "../../flow/link.ts";
import { Timer } from "../../time/timers.ts";
import { checkSocket, CONNECTING, listen, OPEN, type WebSocketError, type WebSocketLike } from "./web-socket.ts";

/** What a WebSocket sends. */
export type WebSocketData = string | ArrayBuffer | ArrayBufferView | Blob;

/** Options of {@linkcode toWebSocket}. */
export interface WebSocketSenderOptions {
  /** How many bytes may stand in `bufferedAmount` before sends wait: at least 0, or `Infinity`. Default 65,536. */
  readonly highWaterMark?: number | undefined;
}

/**
 * A sender whose values are the messages of a WebSocket. Sends wait for the connection; `send` resolves once no more than
 * `highWaterMark` bytes stand in `bufferedAmount`, so that a slow other side holds the sender back. No event tells of
 * that: it is looked up, every few milliseconds, while a send waits.
 *
 * `close()` closes the socket with 1000 after what waits, `close(error)` with 1011, or 4011 where, as in browsers, the
 * engine keeps 1011 for itself; what the error says stays here. When the socket closes otherwise, `signal` is aborted and
 * sends reject with `ChannelClosedError`; its `cause` has `code` and `reason`, unless that was a normal end. Throws a
 * `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { pipeline } from "sluice";
 * import { toWebSocket } from "sluice/web";
 *
 * async function send(rows: AsyncIterable<string>, socket: WebSocket) {
 *   await pipeline(rows).into(toWebSocket(socket)); // no faster than the other side reads
 * }
 *
 * console.log(typeof send); // function
 * ```
 */
export function toWebSocket(socket: WebSocketLike, options?: WebSocketSenderOptions): Sender<WebSocketData> {
  checkSocket(socket, "send", "close");
  checkOptions(options);
  const { highWaterMark = 65_536 } = options ?? {};
  checkCount("options.highWaterMark", highWaterMark, 0, "allowed");
  return new SocketChannel(socket, highWaterMark);
}

/** The socket's own buffer as that of a channel: what is in it was sent, and is never taken out again. */
function bufferOf(socket: WebSocketLike, highWaterMark: number): Buffer<WebSocketData> {
  const room = () => socket.readyState !== CONNECTING && socket.bufferedAmount <= highWaterMark;
  return {
    capacity: Infinity,
    size: 0,
    take: ignore as () => never, // never called
    room,
    offer(data): Offered {
      if (socket.readyState > OPEN) throw new ChannelClosedError("Cannot send: the WebSocket is closed", data);
      if (!room()) return "wait";
      socket.send(data as never);
      return "kept";
    },
  };
}

/** How long it waits before it looks again, in milliseconds: at first, and at most. */
const SHORTEST = 1;
const LONGEST = 32;

/**
 * Holds: a timer is armed only while a send waits for its data to drain, or a sender is queued for an
 * open one; and once after a close by others has ended that.
 */
class SocketChannel extends Bounded<WebSocketData> implements Sender<WebSocketData> {
  static {
    printed(this.prototype, "WebSocketSender", (it) => ["", waiting(it.senders.count, "sender"), it.ended && "closed"]);
  }

  private readonly socket: WebSocketLike;
  private readonly timer = new Timer(() => this.look());
  private delay = SHORTEST;
  /** Those whose data are in the socket's buffer, and hold more than the mark. */
  private readonly waiting: Set<() => void> = new Set();
  /** The socket was told that there is no more. */
  private told = false;
  /** By this code. */
  private code = 1000;
  /** It has closed. */
  private over = false;
  private stop: () => void = ignore;

  constructor(socket: WebSocketLike, highWaterMark: number) {
    super(bufferOf(socket, highWaterMark), DEFAULTS);
    this.socket = socket;
    this.stop = listen(socket, { open: () => this.look(), close: (error) => this.gone(error) });
    if (socket.readyState > OPEN) this.gone(undefined);
  }

  override send(data: WebSocketData, options?: WaitOptions): Promise<void> {
    const sent = super.send(data, options);
    if (this.calling) return sent; // refused
    if (this.senders.count === 0 && this.drained) return sent;
    return sent.then(() => this.whenDrained(data, options?.signal));
  }

  /** It may be closing, though no event has told so yet. */
  override trySend(data: WebSocketData): boolean {
    return this.socket.readyState === OPEN && super.trySend(data);
  }

  override close(error?: unknown): void {
    this.refuseWhileCalling("close");
    if (this.ended) return;
    if (error !== undefined) this.code = 1011;
    super.close(error);
    this.endSocket();
  }

  override finish(): void {
    super.finish();
    this.endSocket();
  }

  [sendingCase](data: WebSocketData): Case<Got<undefined>> {
    return new Sending(this, data);
  }

  protected override lineOfSenders(data: WebSocketData): WaitQueue {
    const line = super.lineOfSenders(data);
    this.arm();
    return line;
  }

  override left(wasFirst: boolean): void {
    super.left(wasFirst);
    this.disarmIfIdle();
    finishLater(this);
  }

  /** No send need wait: nothing will change any more, or there is room. A socket that is closing sends what it has. */
  private get drained(): boolean {
    return this.over || this.hasRoom("");
  }

  /** What the socket has is sent, so an abort ends the wait and is not a failure: a second send would send the data twice. */
  private async whenDrained(data: WebSocketData, signal: AbortSignal | undefined): Promise<void> {
    let watch: OnAbort | undefined;
    if (!this.drained && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
        this.arm();
        if (signal !== undefined) watch = new OnAbort(signal, () => this.stopDraining(resolve));
      });
    }
    watch?.unwatch();
    const { cancelled, reason } = this.details;
    if (cancelled) {
      throw new ChannelClosedError("Cannot send: the WebSocket closed first", data, undefined, reason);
    }
  }

  private stopDraining(resolve: () => void): void {
    this.waiting.delete(resolve);
    this.disarmIfIdle();
    resolve();
  }

  private arm(): void {
    if (this.timer.armed) return;
    if (this.waiting.size > 0 || this.socket.readyState === OPEN) this.timer.arm(this.delay);
  }

  private disarmIfIdle(): void {
    if (this.senders.count + this.waiting.size === 0) this.timer.disarm();
  }

  /**
   * Lets in those who wait, if there is room by now, and ends the socket after the last of them. Whom others keep out by
   * closing it learns why from its event.
   */
  private look(): void {
    if (this.drained) {
      this.delay = SHORTEST;
      this.release();
      if (this.socket.readyState === OPEN) finishLater(this);
      flush();
    } else this.delay = Math.min(this.delay * 2, LONGEST);
    if (this.senders.count + this.waiting.size > 0) this.arm();
  }

  private release(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  /** After the last of those who wait, and not before it is connected: engines would call that a connection that broke. */
  private endSocket(): void {
    if (!this.ended || this.over || this.told || this.senders.count > 0) return;
    const { socket } = this;
    if (socket.readyState === CONNECTING) return;
    this.told = true;
    try {
      socket.close(this.code);
    } catch {
      socket.close(this.code = 4011); // browsers reserve 1011 for themselves
    }
  }

  /** A close that we asked for ends with our own code. */
  private gone(error: WebSocketError | undefined): void {
    const asked = this.told && (error === undefined || error.code === this.code);
    this.over = true;
    this.stop();
    this.timer.disarm();
    if (!asked) whenWhole(() => this.cancel(error));
    this.release();
  }
}
