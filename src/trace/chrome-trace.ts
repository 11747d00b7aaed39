/**
 * A trace in Chrome's Trace Event Format, which Perfetto (https://ui.perfetto.dev) and `about:tracing` open:
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import { checkEvents } from "./given.ts";
import { phraseOf } from "./phrases.ts";
import type { TracedChannel, TraceEvent } from "./types.ts";

/** One entry of a `ChromeTrace`; the names are those of the format. */
export interface ChromeTraceEvent {
  /** The text to show. */
  readonly name: string;
  /** `M`: a name; `i`: an instant; `b` and `e`: the begin and end of a wait; `C`: the size of a channel. */
  readonly ph: "M" | "i" | "b" | "e" | "C";
  /** Microseconds since the trace began. */
  readonly ts: number;
  /** The number of the task or channel. */
  readonly pid: number;
  /** Always 0: each task has a single thread. */
  readonly tid: number;
  /** `channel`, or `wait` for a begin and an end. */
  readonly cat?: string;
  /** The number of the wait, shared by its begin and its end. */
  readonly id?: string;
  /** For an instant: `p`, which limits it to this process. */
  readonly s?: "p";
  /** Further data. */
  readonly args?: Readonly<Record<string, string | number>>;
}

/** A trace for `JSON.stringify`, whose result Perfetto opens. */
export interface ChromeTrace {
  /** The entries, names first. */
  readonly traceEvents: readonly ChromeTraceEvent[];
  /** The unit in which times are shown. */
  readonly displayTimeUnit: "ms";
}

/**
 * Converts events to Chrome's Trace Event Format. `JSON.stringify` turns the result into a file that Perfetto opens.
 *
 * Each task is shown as a process with its actions, and with its waits as bars. Each channel is shown as a process with
 * a graph of its size.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { toChromeTrace, trace } from "sluice/trace";
 *
 * using running = trace();
 * const words = channel<string>(1, { name: "words" });
 * words.trySend("hello");
 * const { traceEvents } = toChromeTrace(running.events);
 * console.log(traceEvents.some(({ ph, name }) => ph === "i" && name === "sends \"hello\"")); // true
 * ```
 */
export function toChromeTrace(events: readonly TraceEvent[]): ChromeTrace {
  checkEvents(events);
  const processes = new Processes();
  const traceEvents = events.flatMap((event) => entries(event, processes));
  return { traceEvents: [...processes.names, ...traceEvents], displayTimeUnit: "ms" };
}

/** Numbers the tasks and channels in the order of their appearance. */
class Processes {
  readonly names: ChromeTraceEvent[] = [];
  private readonly numbers = new Map<string, number>();

  ofTask(title: string): number {
    return this.number(`task ${title}`, title);
  }

  ofChannel({ id, title }: TracedChannel): number {
    return this.number(`channel ${id}`, `channel ${title}`);
  }

  private number(key: string, title: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const pid = this.numbers.size + 1;
    this.numbers.set(key, pid);
    this.names.push({ name: "process_name", ph: "M", ts: 0, pid, tid: 0, args: { name: title } });
    return pid;
  }
}

function entries(event: TraceEvent, processes: Processes): ChromeTraceEvent[] {
  const { kind, channel, size, sequence, wait, operation, site = "" } = event;
  const at = { ts: Math.round(event.time * 1000), pid: processes.ofTask(event.task), tid: 0 };
  const told = phraseOf(event).told;
  const args = { sequence, channel: channel.title, site };
  const counter = {
    name: "values",
    ph: "C",
    ts: at.ts,
    pid: processes.ofChannel(channel),
    tid: 0,
    args: { size },
  } as const;
  if (wait === undefined) return [{ name: told, ph: "i", ...at, s: "p", cat: "channel", args }, counter];
  const bar = { name: `${operation} ${channel.title}`, cat: "wait", id: `${wait}`, ...at };
  if (kind === "park") return [{ ...bar, ph: "b", args: { ...args, what: told } }, counter];
  return [{ ...bar, ph: "e", args: { ...args, what: told } }, counter];
}
