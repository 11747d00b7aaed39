/**
 * Waiting made visible: what happens to channels, recorded and drawn, and who waits for whom when nothing goes on.
 *
 * @module
 */
export { task } from "./task.ts";
export { toChromeTrace } from "./chrome-trace.ts";
export type { ChromeTrace, ChromeTraceEvent } from "./chrome-trace.ts";
export { toMermaid } from "./mermaid.ts";
export { toText } from "./text.ts";
export { trace } from "./trace.ts";
export type {
  Actor,
  Outcome,
  Trace,
  TracedChannel,
  TracedOperation,
  TraceEvent,
  TraceKind,
  TraceOptions,
  WaitingOperation,
} from "./types.ts";
