/** Traces that run, and what channels are made of meanwhile. */
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
 * Begins to record what happens to the channels that are made from now on: sends, receives, who waits and is woken,
 * closes, drops and selects, with the channel's name, who did it, and where in the program.
 *
 * Channels that exist already are not traced, and cost nothing; those of `produce` are channels, too, but not what
 * listens to events or sockets. Of several traces that run at once, the one that was started last gets the channels. A
 * traced channel behaves like any other, and is hundreds to thousands of times slower: each operation looks at the stack.
 * The trace keeps texts, but no channel or value; only a split (`tee` and the like) that has not ended is kept, while
 * the trace runs.
 *
 * `limit` is how many events are kept, and how many of those who wait, by default 10,000. Throws a `TypeError` or
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

/** The traces that run, the newest last, and what each makes channels of. */
const kinds = new Map<Recorder, ChannelKind>();

function tellNewest(): void {
  const [recorder, kind = PlainChannel] = [...kinds].at(-1) ?? [];
  makeOf(kind);
  tellOfSplits(recorder && ((split) => recorder.joinSplit(split)));
  startBy(recorder && ((name, run) => task(name, run)));
}
