// Right arguments of all that `sluice/trace` exports.
import type { Trace } from "sluice/trace";
import type { MethodsOf } from "./front.ts";
import type { Entry } from "./sweep.ts";

const channel = { id: 1, title: "jobs", capacity: 1, site: undefined };
const actor = { task: "main", site: undefined };
const waits = { ...actor, wait: 1, operation: "send", channel, value: "1", select: undefined };
const event = { ...actor, sequence: 1, time: 1, kind: "close", channel, size: 0, value: undefined };

const events = () => ({ events: [event] });
const running = () => ({
  running: { events: [event], waiting: [waits], stalled: [{ site: undefined, branches: [{ held: 1, waits: true }] }] },
});

export const trace: Readonly<Record<string, Entry>> = {
  reportDeadlocks: { args: running },
  task: { args: () => ({ name: "boss", body: () => 1 }) },
  toChromeTrace: { args: events },
  toMermaid: { args: events },
  toReport: { args: running },
  toText: { args: events },
  trace: { args: () => ({ options: { limit: 9 } }), methods: { stop: () => ({}) } satisfies MethodsOf<Trace> },
};
