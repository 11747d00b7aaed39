// What `sluice/node` takes and gives: Node's own types, where they are there.
import { createReadStream } from "node:fs";
import dgram from "node:dgram";
import { EventEmitter } from "node:events";
import net from "node:net";
import { pipeline as copy, type Readable, type Writable } from "node:stream";
import { type Channel, type Flow, map, pipeline, type Receiver, type Sender } from "sluice";
import {
  type Datagram,
  fromDatagrams,
  fromEmitter,
  fromSocket,
  processSignals,
  type PushSource,
  toNodeReadable,
  toNodeWritable,
  toSocket,
} from "sluice/node";
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

export function events(): void {
  const emitter = new EventEmitter();
  holds<Same<ReturnType<typeof fromEmitter>, PushSource<unknown>>>();
  use<PushSource<number>>(fromEmitter<number>(emitter, "value", { buffer: 1 }));
  const sums = fromEmitter(emitter, "value", { buffer: 1, map: (a: number, b: string) => a + b.length });
  holds<Same<typeof sums, PushSource<number>>>();
  use<Receiver<number> & Disposable>(sums);
  // @ts-expect-error: the buffer is the caller's choice
  fromEmitter(emitter, "value", {});
  use<PushSource<Datagram>>(fromDatagrams(dgram.createSocket("udp4"), 16));
  const signals = processSignals("SIGINT", "SIGTERM");
  holds<Same<typeof signals, PushSource<"SIGINT" | "SIGTERM">>>();
}
