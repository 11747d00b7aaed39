// How all that `sluice/trace` makes prints itself.
import { channel } from "sluice";
import { reportDeadlocks, task, toChromeTrace, toMermaid, toReport, toText, trace } from "sluice/trace";
import type { Entry } from "./prints.ts";

const nothing = { events: [], waiting: [], stalled: [] };

export const traces: Readonly<Record<string, Entry>> = {
  reportDeadlocks: { is: "a function", make: () => reportDeadlocks },
  task: (print) => task("boss", () => print(channel(), "Channel 0/0")),
  toChromeTrace: { is: "data", make: () => toChromeTrace([]) },
  toMermaid: { is: "a string", make: () => toMermaid([]) },
  toReport: { is: "a string", make: () => toReport(nothing as never) },
  toText: { is: "a string", make: () => toText([]) },
  trace: (print) => {
    const running = trace();
    print(running, "Trace 0 events");
    print(channel(1), "Channel 0/1");
    print(running, "Trace 1 event");
    running.stop();
    print(running, "Trace 1 event, stopped");
  },
};
