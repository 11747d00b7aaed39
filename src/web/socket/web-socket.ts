/** What a WebSocket is, by shape, and how it ends. */
import { checkFunction, membersOf } from "../../core/engine/arguments.ts";
import { ignore } from "../../flow/link.ts";

/** The `close` event of a WebSocket, by the members that are used. */
export interface SocketClosing {
  /** The closing handshake was completed. */
  readonly wasClean: boolean;
  /** Why, as a number: 1000 is normal, 1006 a connection that broke. */
  readonly code: number;
  /** Why, in words. */
  readonly reason: string;
}

/** A WebSocket, by the members that are used: that of browsers, Node, Deno and Bun, and of the package `ws`. */
export interface WebSocketLike {
  /** 0 while it connects, 1 when it is open, 2 while it closes, 3 when it is closed. */
  readonly readyState: number;
  /** How many bytes were sent and have not left yet. */
  readonly bufferedAmount: number;
  /** Sends a message. */
  send(data: never): void;
  /** Begins to close. */
  close(code?: number, reason?: string): void;
  /** Starts to listen. */
  addEventListener(type: never, listener: never): void;
  /** Stops. */
  removeEventListener(type: never, listener: never): void;
}

/** What a WebSocket ended with, other than normally. */
export interface WebSocketError extends Error {
  /** By which it is told. */
  readonly name: "WebSocketError";
  /** The code of the `close` event: 1006 is a connection that broke, 1011 an error of the other side. */
  readonly code: number;
  /** What the other side said about it. */
  readonly reason: string;
}

export const CONNECTING = 0;
export const OPEN = 1;
const CLOSED = 3;

/** The normal ends: 1000, and 1005, which is `close()` without a code. */
const NORMAL: readonly number[] = [1000, 1005];

/** The end of a connection that broke, or never came about. */
const BROKEN: SocketClosing = { wasClean: false, code: 1006, reason: "" };

interface Listeners {
  readonly open?: () => void;
  readonly message?: (event: { readonly data: unknown }) => void;
  /** With what it ended, if not normally. */
  readonly close: (error: WebSocketError | undefined) => void;
}

/** Throws unless it is a WebSocket, by shape. */
export function checkSocket(socket: WebSocketLike, ...others: readonly ("send" | "close")[]): void {
  for (const method of ["addEventListener", "removeEventListener", ...others]) {
    checkFunction(`socket.${method}`, membersOf(socket)[method]);
  }
}

/** Listens until the returned function is called. One that is closed already tells so at once: no event will. */
export function listen(socket: WebSocketLike, { open = ignore, message = ignore, close }: Listeners): () => void {
  let cause: unknown;
  const listeners = Object.entries({
    open,
    message,
    error: (event: { readonly error?: unknown }) => {
      cause = event.error; // "close" follows, but not where Node 22 could not connect
      if (socket.readyState === CONNECTING) close(errorOf(BROKEN, cause));
    },
    close: (event: SocketClosing) => close(errorOf(event, cause)),
  });
  for (const [type, listener] of listeners) socket.addEventListener(type as never, listener as never);
  if (socket.readyState === CLOSED) close(errorOf(BROKEN, undefined));
  return () => {
    for (const [type, listener] of listeners) socket.removeEventListener(type as never, listener as never);
  };
}

function errorOf({ wasClean, code, reason }: SocketClosing, cause: unknown): WebSocketError | undefined {
  if (wasClean && NORMAL.includes(code)) return undefined;
  const said = reason === "" ? "" : `, ${JSON.stringify(reason)}`;
  const options = cause === undefined ? undefined : { cause };
  const error = new Error(`Cannot go on: the WebSocket closed with code ${code}${said}`, options);
  return Object.assign(error, { name: "WebSocketError", code, reason } as const);
}
