/**
 * Traces of channels: records and draws what happens to them, and reports which tasks wait for each other.
 *
 * @module
 */
export { task } from "./traced-task.ts";
export { toChromeTrace } from "./chrome-trace.ts";
export type { ChromeTrace, ChromeTraceEvent } from "./chrome-trace.ts";
export { reportDeadlocks } from "./report-deadlocks.ts";
export { toMermaid } from "./mermaid.ts";
export { toReport } from "./report.ts";
export { toText } from "./text.ts";
export { trace } from "./trace.ts";
export type {
  Actor,
  Outcome,
  StalledSplit,
  Trace,
  TracedChannel,
  TracedOperation,
  TraceEvent,
  TraceKind,
  TraceOptions,
  WaitingOperation,
} from "./types.ts";
