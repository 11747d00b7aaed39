// What `sluice/node` takes and gives: Node's own types, where they are there.
import { createReadStream } from "node:fs";
import net from "node:net";
import { pipeline as copy, type Readable, type Writable } from "node:stream";
import { type Channel, type Flow, map, pipeline, type Sender } from "sluice";
import { fromSocket, toNodeReadable, toNodeWritable, toSocket } from "sluice/node";
import { holds, type Same, some, use } from "./expect.ts";

export function streams(): void {
  const readable = toNodeReadable([1, 2, 3]);
  holds<Same<typeof readable, Readable>>();
  const writable = toNodeWritable(some<Channel<string>>(), { highWaterMark: 4 });
  holds<Same<typeof writable, Writable>>();
  copy(readable, writable, () => {});
  createReadStream("file").pipe(writable);
  writable.destroy(new Error("reason"));
  use<boolean>(writable.writableNeedDrain);
  pipeline(readable, map((value: number) => value));
  // @ts-expect-error: a string is no source
  toNodeReadable("text");
  // @ts-expect-error: a receiver is no sender
  toNodeWritable(pipeline([1]));
}

export function sockets(): void {
  const socket = net.connect(1);
  use<Flow<Buffer>>(fromSocket(socket));
  const out = toSocket(socket);
  holds<Same<typeof out, Sender<string | Uint8Array>>>();
  // @ts-expect-error: neither a string nor bytes
  out.send(1);
  // @ts-expect-error: a stream that only reads is no socket
  fromSocket(some<Readable>());
}
