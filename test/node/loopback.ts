// Real sockets: both ends of a TCP connection within this process.
import net from "node:net";
import { closing, event } from "./events.ts";

export interface Connection {
  readonly client: net.Socket;
  readonly server: net.Socket;
}

/** Calls `body` with both ends of a connection, which stays half open, and leaves nothing of it. */
export async function connected(body: (connection: Connection) => unknown): Promise<void> {
  const listener = net.createServer({ allowHalfOpen: true });
  listener.listen(0, "127.0.0.1");
  await event(listener, "listening");
  const accepted = event<net.Socket>(listener, "connection");
  const { port } = listener.address() as net.AddressInfo;
  const client = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  try {
    await event(client, "connect");
    const server = await accepted;
    try {
      await body({ client, server });
    } finally {
      await gone(server);
    }
  } finally {
    await gone(client);
    await new Promise((resolve) => listener.close(resolve));
  }
}

async function gone(socket: net.Socket): Promise<void> {
  if (socket.closed) return;
  const closed = closing(socket).catch(() => {});
  socket.destroy();
  await closed;
}
