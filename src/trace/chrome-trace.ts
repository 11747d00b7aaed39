/**
 * A trace in Chrome's Trace Event Format, which Perfetto (https://ui.perfetto.dev) and `about:tracing` open:
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import { checkEvents } from "./given.ts";
import { phraseOf } from "./phrases.ts";
import type { TracedChannel, TraceEvent } from "./types.ts";

/** One entry of a `ChromeTrace`; the names are the format's. */
export interface ChromeTraceEvent {
  /** What is shown. */
  readonly name: string;
  /** `M`: a name; `i`: an instant; `b` and `e`: the begin and end of a wait; `C`: how much a channel holds. */
  readonly ph: "M" | "i" | "b" | "e" | "C";
  /** Microseconds since the trace began. */
  readonly ts: number;
  /** The task or channel. */
  readonly pid: number;
  /** Always 0: a task is one thread. */
  readonly tid: number;
  /** `channel`, or `wait` for a begin and an end. */
  readonly cat?: string;
  /** The number of the wait, which its begin and its end share. */
  readonly id?: string;
  /** Of an instant: `p`, it concerns this process alone. */
  readonly s?: "p";
  /** More about it. */
  readonly args?: Readonly<Record<string, string | number>>;
}

/** What `JSON.stringify` makes a file of that Perfetto opens. */
export interface ChromeTrace {
  /** The entries, names first. */
  readonly traceEvents: readonly ChromeTraceEvent[];
  /** How times are shown. */
  readonly displayTimeUnit: "ms";
}

/**
 * The events in Chrome's Trace Event Format: `JSON.stringify` makes a file of it that Perfetto opens.
 *
 * Each task is shown as a process with what it did, and with its waits as bars; each channel as one with a graph of how
 * many values it holds.
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

/** Numbers for the tasks and channels, in the order in which they turn up. */
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
