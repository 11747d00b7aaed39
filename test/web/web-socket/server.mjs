// A real WebSocket server in a thread of its own, so that it can be slow while others are fast: `ws` on Node, `Deno.serve`
// on Deno, `Bun.serve` on Bun. It counts what it gets, and does what the text messages say. It is no TypeScript: a compiler
// in each of these threads would take longer than the tests.
import { createServer } from "node:http";
import { parentPort, workerData as awake } from "node:worker_threads";
import { WebSocketServer } from "ws";

const { Deno, Bun } = globalThis;
let received = 0;
let texts = "";

/**
 * `block 300` stops the thread for 300 ms, or until it is woken; `close 4000 why` closes; `echo 3` sends 0, 1, 2, `say 7`
 * 7, and `count` how many others came.
 *
 * @param {{ send(data: string): void, close(code?: number, reason?: string): void }} connection as all three have it
 * @param {unknown} message
 */
function obey(connection, message) {
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
function closed() {
  parentPort.postMessage(texts);
}

function onDeno() {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onclose = closed;
    socket.onmessage = ({ data }) => obey(socket, data);
    return response;
  }).addr.port;
}

function onBun() {
  return Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request, server) => void server.upgrade(request),
    websocket: { message: obey, close: closed },
  }).port;
}

function onNode() {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on("connection", (socket) => {
    socket.on("close", closed);
    socket.on("message", (data, binary) => obey(socket, binary ? data : String(data)));
  });
  return new Promise((resolve) => http.listen(0, "127.0.0.1", () => resolve(http.address().port)));
}

parentPort.postMessage(await (Deno ? onDeno() : Bun ? onBun() : onNode()));
