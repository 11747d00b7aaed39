// Over TCP, between the two ends of real connections.
import net from "node:net";
import { PassThrough } from "node:stream";
import { map, pipeline, take } from "sluice";
import { fromSocket, toSocket } from "sluice/node";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { pending, suite, turn } from "../support/test.ts";
import { pullingContract } from "../suites/contracts/adapter.ts";
import { closing, event, until } from "./events.ts";
import { connected } from "./loopback.ts";
import { bytesFrom, checkBytes, settled } from "./traffic.ts";

const test = suite("socket-source");

const contract = pullingContract({
  title: "fromSocket",
  notHere: { "nothing is given before": "the kernel and Node read a bounded number of bytes ahead, as N2 says below" },
  ahead: Infinity,
  numbersOf: (chunk: Uint8Array) => `${chunk}`.split(",").filter((text) => text !== "").map(Number),
  pull: (body) =>
    connected(async ({ client, server }) => {
      server.on("error", () => {}); // the other end is gone
      for (let n = 1; n <= 100; n++) server.write(`${n},`);
      await body({
        flow: fromSocket(client),
        given: 0,
        get left() {
          return Number(client.destroyed);
        },
        hold: () => {},
        end: () => server.end(),
        fail: (error) => client.destroy(error),
      });
    }),
});

test("fromSocket() gives the bytes that come, and the end (N2)", () =>
  connected(async ({ client, server }) => {
    server.end("hello");
    const chunks = await fromSocket(client).toArray();
    assert.ok(chunks.every((chunk) => chunk instanceof Uint8Array));
    assert.is(chunks.join(""), "hello");
  }));

test("its end leaves the socket, so that answers can be written (N2)", () =>
  connected(async ({ client, server }) => {
    const answering = pipeline(fromSocket(server), map((chunk) => `${chunk}`.toUpperCase())).into(toSocket(server));
    client.end("hello");
    assert.is((await fromSocket(client).toArray()).join(""), "HELLO");
    assert.is(await answering, 1);
  }));

test("leaving the loop destroys the socket (N2)", async () => {
  for (const leave of ["break", "take", "cancel", "waiting", "unopened"]) {
    await connected(async ({ client, server }) => {
      const closed = closing(client);
      if (leave === "waiting" || leave === "unopened") {
        const flow = fromSocket(client);
        const next = leave === "waiting" ? flow.next() : undefined;
        await turn();
        await flow.cancel();
        assert.equal(await next ?? { done: true, value: undefined }, { done: true, value: undefined });
      } else {
        server.write("hello");
        const flow = fromSocket(client);
        if (leave === "take") await pipeline(flow, take(1)).run();
        else if (leave === "cancel") await flow.next().then(() => flow.cancel());
        else for await (const _ of flow) break;
      }
      assert.ok(client.destroyed, leave);
      await closed;
    });
  }
});

test("an error of the socket fails the flow, and harms nobody before it is asked for (N2)", () =>
  connected(async ({ client, server }) => {
    const flow = fromSocket(client);
    const broken = new Error("Cable cut");
    client.destroy(broken);
    await closing(client).catch(() => {});
    assert.is(await failure(flow.next()), broken);
    assert.ok((await flow.next()).done);
    assert.not(server.destroyed);
  }));

test("a socket that is destroyed while the flow waits fails it, with the same error (N2)", () =>
  connected(async ({ client }) => {
    const broken = new Error("Cable cut");
    const failing = failure(fromSocket(client).toArray());
    await turn();
    client.destroy(broken);
    assert.is(await failing, broken);
  }));

test("an abort destroys the socket; the consumer gets the reason (N2)", () =>
  connected(async ({ client }) => {
    const controller = new AbortController();
    const failing = failure(pipeline(fromSocket(client), { signal: controller.signal }).toArray());
    await turn();
    controller.abort("enough");
    assert.is(await failing, "enough");
    assert.ok(client.destroyed);
  }));

test(
  "a consumer that stops stops the producer after a bounded number of bytes; nothing is lost or doubled (N2)",
  () =>
    connected(async ({ client, server }) => {
      const total = 64 * 1024 * 1024;
      const out = toSocket(server);
      let sent = 0;
      const producing = (async () => {
        for (const chunk of bytesFrom(0, total)) {
          await out.send(chunk);
          sent += chunk.length;
        }
        out.close();
      })();
      const flow = fromSocket(client);
      let received = 0;
      const take = async () => {
        const { done, value } = await flow.next();
        if (done) return false;
        checkBytes(value, received);
        received += value.length;
        return true;
      };
      await take();
      const bound = await settled(() => sent);
      assert.ok(bound < total / 2, `${bound} bytes were sent into nowhere`);
      assert.ok(await pending(producing));
      while (await take());
      await producing;
      assert.is(received, total);
    }),
  { within: 60_000 },
);

test("a Readable of Node's is no socket, nor is anything else (C25)", () => {
  assert.match(thrownBy<Error>(() => fromSocket({} as never)).message, "socket.iterator must be a function");
  assert.match(thrownBy<Error>(() => fromSocket(undefined as never)).message, "socket.iterator must be a function");
  const half = { iterator: () => {} };
  assert.match(thrownBy<Error>(() => fromSocket(half as never)).message, "socket.destroy must be a function");
  const deaf = { ...half, destroy: () => {} };
  assert.match(thrownBy<Error>(() => fromSocket(deaf as never)).message, "socket.on must be a function");
});

test("a socket that iterates over nothing fails the flow by a TypeError that says so (C25)", async () => {
  const socket = { iterator: () => undefined, destroy() {}, on() {} };
  const error = await failure(fromSocket(socket as never).toArray());
  assert.is(String(error), "TypeError: socket.iterator() must return an iterator, not undefined");
});

test("a socket that is not connected yet is one, too (N2)", async () => {
  const listener = net.createServer((socket) => socket.end("hello"));
  listener.listen(0, "127.0.0.1");
  await event(listener, "listening");
  const { port } = listener.address() as net.AddressInfo;
  assert.is((await fromSocket(net.connect({ port, host: "127.0.0.1" })).toArray()).join(""), "hello");
  listener.close();
  const refused = net.connect({ port, host: "127.0.0.1" });
  const error = await failure<Error & { code: string }>(fromSocket(refused).toArray());
  assert.is(error.code, "ECONNREFUSED");
  await until(() => refused.closed);
});

contract.run();
test("leaving rejects with what destroy() throws (N2)", async () => {
  const broken = new Error("broken");
  const socket = Object.assign(new PassThrough(), {
    destroy() {
      throw broken;
    },
  });
  const flow = fromSocket(socket as never);
  socket.write("a");
  await flow.next();
  assert.is(await failure(flow.cancel()), broken);
});

test.run();
