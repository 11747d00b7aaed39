// Connects to the server beside this file, by the runtime's own WebSocket, or `ws` where there is none.
import { Worker } from "node:worker_threads";
import { WebSocket as Ws } from "ws";

const OwnWebSocket = (globalThis as { WebSocket?: typeof WebSocket }).WebSocket ??
  Ws as unknown as typeof WebSocket;

/** A socket that knows how many listen to it; those who ask it for the next event do not count. */
export type CountedSocket = WebSocket & {
  listening: number;
  next<K extends keyof WebSocketEventMap>(type: K): Promise<WebSocketEventMap[K]>;
};

function counted(socket: WebSocket): CountedSocket {
  const add = socket.addEventListener.bind(socket) as (type: string, listener: unknown, options?: unknown) => void;
  const remove = socket.removeEventListener.bind(socket) as typeof add;
  add("error", () => {});
  const counting = Object.assign(socket, {
    listening: 0,
    next: (type: string) => new Promise((resolve) => add(type, resolve, { once: true })),
    addEventListener(type: string, listener: unknown) {
      counting.listening++;
      add(type, listener);
    },
    removeEventListener(type: string, listener: unknown) {
      counting.listening--;
      remove(type, listener);
    },
  });
  return counting as unknown as CountedSocket;
}

/** A socket that nobody will answer. */
export function refused(): CountedSocket {
  return counted(new OwnWebSocket("ws://127.0.0.1:1"));
}

/** A socket, which may not be connected yet, and what can be done to its other side. */
export interface Connected {
  readonly socket: CountedSocket;
  /** Ends the server, so that the connection breaks. */
  breakOff(): Promise<unknown>;
  /** Wakes the server out of a `block`. */
  wake(): void;
  /** All texts that the server has got by the time at which the connection is closed. */
  texts(): Promise<string>;
  /** Closes the socket and ends the server. */
  leave(): Promise<unknown>;
}

export async function connect(): Promise<Connected> {
  const awake = new Int32Array(new SharedArrayBuffer(4));
  const wake = () => {
    Atomics.store(awake, 0, 1);
    Atomics.notify(awake, 0);
  };
  const worker = new Worker(new URL("./server.mjs", import.meta.url), { workerData: awake, execArgv: [] });
  const said: { port?: number; texts?: string } = {};
  const told = <T>(what: () => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const look = () => {
        const found = what();
        if (found !== undefined) resolve(found);
      };
      look();
      worker.on("message", look);
      worker.on("error", reject);
    });
  worker.on("message", (message: number | string) => {
    if (typeof message === "number") said.port = message;
    else said.texts = message;
  });
  const port = await told(() => said.port);
  const socket = counted(new OwnWebSocket(`ws://127.0.0.1:${port}`));
  return {
    socket,
    breakOff() {
      const ended = worker.terminate();
      wake(); // Deno would let it sleep on
      return ended;
    },
    wake,
    texts: () => told(() => said.texts),
    leave() {
      socket.close();
      return worker.terminate();
    },
  };
}

/**
 * Calls `body` with a socket, which may not be connected yet, and a way to break the connection off: by ending the server,
 * which otherwise ends afterwards.
 */
export async function withSocket(body: (socket: CountedSocket, breakOff: () => unknown) => unknown): Promise<void> {
  const { socket, breakOff, leave } = await connect();
  try {
    await body(socket, breakOff);
  } finally {
    await leave();
  }
}
