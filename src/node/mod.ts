/**
 * Adapters for Node's streams, emitters and sockets that keep backpressure, errors and ends. For Node, Deno and Bun.
 *
 * @module
 */
export { type Datagram, fromDatagrams } from "./datagrams.ts";
export { fromEmitter, type FromEmitterOptions } from "./emitter.ts";
export { processSignals } from "./process-signals.ts";
export { type NodeReadableOptions, toNodeReadable } from "./readable.ts";
export { type NodeWritableOptions, toNodeWritable } from "./writable.ts";
export { fromSocket } from "./socket-source.ts";
export { toSocket } from "./socket-sender.ts";
export type { PushSource } from "../edges/types.ts";
export type {
  EmitterLike,
  NodeBuffer,
  NodeInstance,
  NodeModule,
  NodeReadable,
  NodeWritable,
  ReadableLike,
  SocketLike,
  WritableLike,
} from "./types.ts";
