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

/**
 * Calls `body` with a socket, which may not be connected yet, and a way to break the connection off: by ending the server,
 * which otherwise ends afterwards.
 */
export async function withSocket(body: (socket: CountedSocket, breakOff: () => unknown) => unknown): Promise<void> {
  const worker = new Worker(new URL("./server.ts", import.meta.url));
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    const socket = counted(new OwnWebSocket(`ws://127.0.0.1:${port}`));
    try {
      await body(socket, () => worker.terminate());
    } finally {
      socket.close();
    }
  } finally {
    await worker.terminate();
  }
}
