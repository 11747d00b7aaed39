/** The running traces, and the kind of channel that is created while they run. */
import { checkCount, checkOptions } from "../core/engine/arguments.ts";
import { type ChannelKind, makeOf, PlainChannel } from "../core/channel/bounded.ts";
import { dispose } from "../core/engine/dispose.ts";
import { counted, printed } from "../core/engine/printed.ts";
import { tellOfSplits } from "../stages/pull/split.ts";
import { startBy } from "../sync/start.ts";
import { Recorder } from "./recorder.ts";
import { task } from "./traced-task.ts";
import { channelsFor } from "./traced-channel.ts";
import type { Trace, TraceOptions } from "./types.ts";

/**
 * Starts to record what happens to the channels that are created from now on: sends, receives, waits and wake-ups,
 * closes, drops and selects, with the channel's name, the task, and the place in the program.
 *
 * Existing channels are not traced, and cost nothing. The channels of `produce` are traced; sources of events and
 * sockets are not. If several traces run, the one started last records new channels. A traced channel behaves like any
 * other, but is hundreds to thousands of times slower, because each operation reads the stack. The trace keeps texts,
 * but no channel and no value. While it runs, it keeps only a split (`tee` and the like) that has not ended.
 *
 * `limit` (default 10,000) is how many events, and how many waiting operations, are kept. Throws a `TypeError` or
 * `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { toText, trace } from "sluice/trace";
 *
 * const running = trace();
 * const words = channel<string>(1, { name: "words" });
 * words.trySend("hello");
 * words.tryReceive();
 * running.stop();
 * console.log(running.events.map(({ kind, value = "" }) => `${kind} ${value}`).join()); // make ,send "hello",receive "hello"
 * ```
 */
export function trace(options?: TraceOptions): Trace {
  checkOptions(options);
  const { limit = 10_000 } = options ?? {};
  checkCount("options.limit", limit, 1, "allowed");
  const recorder = new Recorder(limit);
  const stop = () => {
    recorder.running = false;
    kinds.delete(recorder);
    tellNewest();
  };
  kinds.set(recorder, channelsFor(recorder));
  tellNewest();
  const running: Trace = {
    get events() {
      return recorder.events;
    },
    get waiting() {
      return recorder.waiting;
    },
    get task() {
      return recorder.task;
    },
    get stalled() {
      return recorder.stalled;
    },
    stop,
    [dispose]: stop,
  };
  return printed(running, "Trace", () => [counted(recorder.events.length, "event"), !recorder.running && "stopped"]);
}

/** The running traces, newest last, and the kind of channel that each creates. */
const kinds = new Map<Recorder, ChannelKind>();

function tellNewest(): void {
  const [recorder, kind = PlainChannel] = [...kinds].at(-1) ?? [];
  makeOf(kind);
  tellOfSplits(recorder && ((split) => recorder.joinSplit(split)));
  startBy(recorder && ((name, run) => task(name, run)));
}
