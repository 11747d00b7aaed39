// One feed to many sockets: a fast client gets every update, a slow one skips the oldest, and no client delays another.
import { type Broadcast, ChannelClosedError, pipeline, sliding } from "sluice";
import { toWebSocket } from "sluice/web";
import type { WebSocket, WebSocketServer } from "ws";

/** Sends every value of `feed` to every client of a server, from its connection until it leaves. */
export function fanOut(server: WebSocketServer, feed: Broadcast<string>): void {
  server.on("connection", (socket) => void serve(socket, feed));
}

async function serve(socket: WebSocket, feed: Broadcast<string>): Promise<void> {
  // Up to 64 updates wait for a slow client; then the oldest are dropped.
  const updates = feed.subscribe(sliding(64));
  try {
    // `toWebSocket` waits while the socket has more than 16 kB to send; `consume` unsubscribes when the client has left.
    await pipeline(updates.consume()).into(toWebSocket(socket, { highWaterMark: 16_384 }));
  } catch (error) {
    if (!(error instanceof ChannelClosedError)) socket.terminate();
  }
}
