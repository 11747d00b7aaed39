// The recipe for many sockets, on a real server with real clients, one of which reads nothing for a while.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type Broadcast, broadcast } from "sluice";
import * as assert from "uvu/assert";
import { WebSocket, WebSocketServer } from "ws";
import { fanOut } from "../../../examples/recipes/websocket.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";

const test = suite("recipe: websocket");

interface Client {
  readonly socket: WebSocket;
  /** The numbers at the beginning of what it got. */
  readonly got: number[];
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await rest();
}

async function withServer(body: (feed: Broadcast<string>, connect: () => Promise<Client>) => Promise<void>) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const feed = broadcast<string>();
  fanOut(server, feed);
  const connect = async () => {
    const before = feed.subscribers;
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const got: number[] = [];
    socket.on("message", (data) => got.push(Number.parseInt(String(data), 10)));
    await once(socket, "open");
    await until(() => feed.subscribers > before);
    return { socket, got };
  };
  try {
    await body(feed, connect);
  } finally {
    for (const client of server.clients) client.terminate();
    server.close();
    await once(server, "close");
  }
}

test("every client gets each update from when it connected, in order", async () => {
  await withServer(async (feed, connect) => {
    const first = await connect();
    await feed.send("1");
    const second = await connect();
    await feed.send("2");
    await feed.send("3");
    await until(() => first.got.length === 3 && second.got.length === 2);
    assert.equal([first.got, second.got], [[1, 2, 3], [2, 3]]);
  });
});

test("a client that reads nothing delays no other, misses the oldest updates, and gets the newest", async () => {
  await withServer(async (feed, connect) => {
    const [fast, slow] = [await connect(), await connect()];
    slow.socket.pause();
    const count = 500;
    for (let n = 0; n < count; n++) {
      await feed.send(`${n} ${"x".repeat(64_000)}`);
      await until(() => fast.got.length === n + 1);
    }
    slow.socket.resume();
    await until(() => slow.got.at(-1) === count - 1);
    assert.ok(slow.got.length < count, "none was skipped");
    assert.equal(slow.got, [...slow.got].sort((a, b) => a - b));
    assert.equal(slow.got.slice(-64), Array.from({ length: 64 }, (_, index) => count - 64 + index));
  });
}, { within: 60_000 });

test("a client that leaves is unsubscribed, whether it says goodbye or not", async () => {
  await withServer(async (feed, connect) => {
    const [polite, rude, stays] = [await connect(), await connect(), await connect()];
    polite.socket.close();
    await until(() => feed.subscribers === 2);
    rude.socket.terminate();
    await until(() => feed.subscribers === 1);
    await feed.send("7");
    await until(() => stays.got.length === 1);
    feed.close();
    const [code] = await once(stays.socket, "close");
    assert.is(code, 1000);
  });
});

test.run();
