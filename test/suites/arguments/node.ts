// Right arguments of all that `sluice/node` exports.
import { EventEmitter } from "node:events";
import { channel } from "sluice";
import { ofFlow, receiving, sending } from "./front.ts";
import type { Entry } from "./sweep.ts";

const texts = {
  ...sending,
  send: (signal: AbortSignal) => ({ value: "text", options: { signal } }),
  sendAll: (signal: AbortSignal) => ({ values: ["text"], options: { signal } }),
  trySend: () => ({ value: "text" }),
};

/** A socket by shape, open, with one text to read: without one, `reduce` would end with what it was given. */
const socket = () => ({
  writable: true,
  writableNeedDrain: false,
  errored: null,
  iterator: async function* () {
    yield "text";
  },
  write: () => true,
  end() {},
  destroy() {},
  on() {},
});

export const node: Readonly<Record<string, Entry>> = {
  fromDatagrams: { args: () => ({ socket: new EventEmitter(), buffer: 1 }), methods: receiving },
  fromEmitter: {
    args: (signal) => ({ emitter: new EventEmitter(), event: "ping", options: { buffer: 1, signal, map: () => 1 } }),
    methods: receiving,
  },
  fromSocket: { args: () => ({ socket: socket() }), methods: ofFlow },
  processSignals: { args: () => ({ "names[0]": "SIGUSR2" }), methods: receiving },
  toNodeReadable: { args: (signal) => ({ source: [1], options: { objectMode: true, signal } }) },
  toNodeWritable: { args: () => ({ sender: channel(1), options: { objectMode: true, highWaterMark: 1 } }) },
  toSocket: { args: () => ({ socket: socket() }), methods: texts },
};
