// The heap while a million values pass through the adapters of sluice/node, and under a flood that nobody reads.
import dgram from "node:dgram";
import { EventEmitter, once } from "node:events";
import net from "node:net";
import { Readable } from "node:stream";
import { channel, sliding } from "sluice";
import { fromDatagrams, fromEmitter, fromSocket, toNodeReadable, toNodeWritable, toSocket } from "sluice/node";
import * as assert from "uvu/assert";
import { assertFlat } from "../../support/heap.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("leaks: node");

const PORTION = 100_000;
const ROUNDS = 10;
const long = { within: 240_000 };

function* things(): Generator<{ readonly number: number }> {
  for (let number = 0;; number++) yield { number };
}

test("a million values through toNodeReadable() leave the heap flat (N1)", async () => {
  const readable = toNodeReadable(things());
  const values = readable[Symbol.asyncIterator]();
  await assertFlat(ROUNDS, async () => {
    for (let count = 0; count < PORTION; count++) await values.next();
  });
  readable.destroy();
}, long);

test("a million values through toNodeWritable() leave the heap flat (N1)", async () => {
  const values = channel<{ readonly number: number }>(16);
  const source = Readable.from(things());
  const writable = toNodeWritable(values);
  source.pipe(writable);
  await assertFlat(ROUNDS, async () => {
    for (let count = 0; count < PORTION; count++) await values.receive();
  });
  source.destroy();
  writable.destroy();
}, long);

test("a million events through fromEmitter() leave the heap flat, read or not (N1)", async () => {
  const emitter = new EventEmitter();
  const read = fromEmitter(emitter, "value", { buffer: sliding(PORTION) });
  const unread = fromEmitter(emitter, "value", { buffer: sliding(1024) });
  await assertFlat(ROUNDS, async () => {
    for (let number = 0; number < PORTION; number++) emitter.emit("value", { number });
    for (let number = 0; number < PORTION; number++) await read.receive();
  });
  assert.is(read.stats.dropped, 0);
  assert.is(unread.stats.dropped, unread.stats.sent - 1024);
}, long);

test("a million chunks through toSocket() and fromSocket() leave the heap flat (N2)", async () => {
  const listener = net.createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as net.AddressInfo;
  const client = net.connect({ port, host: "127.0.0.1" });
  const [server] = await once(listener, "connection") as [net.Socket];
  const [out, chunks] = [toSocket(client), fromSocket(server)];
  const chunk = new Uint8Array(100);
  await assertFlat(ROUNDS, async () => {
    let missing = PORTION * chunk.length;
    const sending = (async () => {
      for (let count = 0; count < PORTION; count++) await out.send(chunk);
    })();
    while (missing > 0) missing -= (await chunks.next()).value?.length ?? missing;
    await sending;
  });
  out.close();
  assert.ok((await chunks.next()).done);
  server.end();
  listener.close();
}, long);

test("a flood of datagrams into sliding(1024) leaves the heap flat (N2)", async () => {
  const [receiver, sender] = [dgram.createSocket("udp4"), dgram.createSocket("udp4")];
  receiver.bind(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address();
  await new Promise<void>((resolve) => sender.connect(port, "127.0.0.1", resolve));
  const datagrams = fromDatagrams(receiver, sliding(1024));
  await assertFlat(ROUNDS, async () => {
    for (let burst = 0; burst < 400; burst++) {
      for (let count = 0; count < 50; count++) sender.send("a datagram");
      await turn();
    }
  });
  const { sent, dropped, size } = { ...datagrams.stats, size: 1024 };
  assert.ok(sent > 10_000, `${sent} came`);
  assert.is(dropped, sent - size);
  for (const socket of [receiver, sender]) socket.close();
}, long);

test.run();
