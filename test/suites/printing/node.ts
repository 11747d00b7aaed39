// How all that `sluice/node` makes prints itself.
import { EventEmitter } from "node:events";
import { channel } from "sluice";
import {
  fromDatagrams,
  fromEmitter,
  fromSocket,
  processSignals,
  toNodeReadable,
  toNodeWritable,
  toSocket,
} from "sluice/node";
import { flowPrints } from "./front.ts";
import { type Entry, quiet } from "./prints.ts";
import { pushPrints } from "./web.ts";

/** A socket by shape, open and full. */
const socket = () => ({
  writable: true,
  writableNeedDrain: true,
  errored: null,
  iterator: async function* () {},
  write: () => true,
  end() {},
  destroy() {},
  on() {},
});

export const node: Readonly<Record<string, Entry>> = {
  fromDatagrams: (print) => pushPrints(fromDatagrams(new EventEmitter() as never, 4), print),
  fromEmitter: (print) => pushPrints(fromEmitter(new EventEmitter(), "ping", { buffer: 4 }), print),
  fromSocket: (print) => flowPrints(fromSocket(socket() as never), print),
  processSignals: (print) => {
    const signals = processSignals("SIGUSR2");
    print(signals, "PushSource 0/Infinity");
    signals.cancel();
    print(signals, "PushSource 0/Infinity, closed");
  },
  toNodeReadable: { is: "a stream", make: () => toNodeReadable([1]) },
  toNodeWritable: { is: "a stream", make: () => toNodeWritable(channel()) },
  toSocket: (print) => {
    const sender = toSocket(socket() as never);
    print(sender, "SocketSender");
    void sender.send("hello").catch(quiet);
    print(sender, "SocketSender, 1 sender waiting");
    sender.close();
    print(sender, "SocketSender, 1 sender waiting, closed");
  },
};
