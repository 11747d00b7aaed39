// A real WebSocket server in a thread of its own, so that it can be slow while others are fast: `ws` on Node, `Deno.serve`
// on Deno, `Bun.serve` on Bun. It counts what it gets, and does what the text messages say.
import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { WebSocketServer } from "ws";

/** One connection, as all three have it. */
interface Connection {
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

interface DenoHost {
  serve(options: object, handler: (request: Request) => Response): { addr: { port: number } };
  upgradeWebSocket(request: Request): { socket: WebSocket; response: Response };
}

interface BunHost {
  serve(options: object): { port: number };
}

const host = globalThis as { Deno?: DenoHost; Bun?: BunHost };
let received = 0;
let texts = "";
const awake = workerData as Int32Array;

/**
 * `block 300` stops the thread for 300 ms, or until it is woken; `close 4000 why` closes; `echo 3` sends 0, 1, 2, `say 7`
 * 7, and `count` how many others came.
 */
function obey(connection: Connection, message: unknown): void {
  const [word = "", argument = "", ...rest] = typeof message === "string" ? message.split(" ") : [];
  if (word === "block") Atomics.wait(awake, 0, 0, Number(argument));
  else if (word === "close") connection.close(argument ? Number(argument) : undefined, rest.join(" ") || undefined);
  else if (word === "echo") { for (let n = 0; n < Number(argument); n++) connection.send(`${n}`); }
  else if (word === "say") connection.send(argument);
  else if (word === "count") connection.send(`received ${received}`);
  else {
    received++;
    if (typeof message === "string") texts += message;
  }
}

/** Tells all texts that came, once the connection is closed. */
function closed(): void {
  parentPort?.postMessage(texts);
}

function onDeno({ serve, upgradeWebSocket }: DenoHost): number {
  return serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = upgradeWebSocket(request);
    socket.onclose = closed;
    socket.onmessage = ({ data }) =>
      obey({ send: (text) => socket.send(text), close: (code, reason) => socket.close(code, reason) }, data);
    return response;
  }).addr.port;
}

function onBun({ serve }: BunHost): number {
  return serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request: Request, server: { upgrade(request: Request): boolean }) => void server.upgrade(request),
    websocket: { message: (socket: Connection, message: unknown) => obey(socket, message), close: closed },
  }).port;
}

function onNode(listening: (port: number) => void): void {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on("connection", (socket) => {
    socket.on("close", closed);
    socket.on("message", (data, binary) => obey(socket, binary ? data : String(data)));
  });
  http.listen(0, "127.0.0.1", () => listening((http.address() as { port: number }).port));
}

const listening = (port: number) => parentPort?.postMessage(port);
if (host.Deno) listening(onDeno(host.Deno));
else if (host.Bun) listening(onBun(host.Bun));
else onNode(listening);
