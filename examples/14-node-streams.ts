// Lesson 14: Node streams and pipelines convert into each other.
//
// You learn: a `Readable` is a source without an adapter. `toNodeReadable` and `toNodeWritable` put channels and
// pipelines between Node streams. Node's own `pipeline` then waits while they wait, and ends with their error.
import { Readable } from "node:stream";
import { pipeline as copy } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { channel, map, pipeline } from "sluice";
import { toNodeReadable, toNodeWritable } from "sluice/node";

const rows = pipeline(Readable.from([1, 2, 3]), map((n) => `row ${n}\n`));
const unpacked = channel<Uint8Array>();
const copied = copy(
  toNodeReadable(rows, { objectMode: false }),
  createGzip(),
  createGunzip(),
  toNodeWritable(unpacked, { objectMode: false }),
);
const decoder = new TextDecoder();
let text = "";
for await (const chunk of unpacked) text += decoder.decode(chunk, { stream: true });
await copied;
console.log(text.trimEnd());

// Output:
// row 1
// row 2
// row 3
