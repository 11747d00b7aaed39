/** `sendAll`: many values, waiting only when there is no room. */
import { callLater, flush, report } from "../engine/hooks.ts";
import { checkedIterator, checkedResult, isPlainArray, membersOf, shown, signalOf } from "../engine/arguments.ts";
import { Abortable } from "../engine/abort.ts";
import { type Call, completed, operationsLeft, yieldWithin } from "../engine/event-loop.ts";
import type { WaitOptions } from "../types.ts";

type Values<T> = Iterator<T, unknown, undefined> | AsyncIterator<T, unknown, undefined>;
type Pulled<T> = IteratorResult<T, unknown>;

/** The sender's side of it. */
export interface Accepting<T> {
  /** Sends if that needs no waiting; false: it must wait. Throws when the value is refused. */
  attemptSend(value: T): boolean;
  waitToSend(value: T, signal: AbortSignal | undefined): Promise<void>;
  /** Its buffer does nothing but keep values. */
  readonly plain: boolean;
  /** Sends if that is only a matter of putting the value into a plain buffer. */
  keep(value: T): boolean;
  /** Takes a value that was pulled but cannot be sent. */
  undelivered(value: T): void;
}

/** Sends the values of a source, in order, and resolves with how many were accepted. */
export async function sendAll<T>(
  to: Accepting<T>,
  values: Iterable<T> | AsyncIterable<T>,
  options: WaitOptions | undefined,
): Promise<number> {
  let feed: Feed<T> | undefined;
  try {
    const signal = signalOf(options);
    const open = opener(values);
    if (signal?.aborted) throw signal.reason;
    feed = signal === undefined && isPlainArray(values)
      ? new ArrayFeed(to, open(), values)
      : new Feed(to, open(), signal);
    let wait = feed.run();
    while (wait !== undefined) {
      const arrived = await wait;
      feed.looked = -Infinity;
      wait = arrived === undefined ? feed.run() : feed.goOn(arrived);
    }
  } catch (error) {
    if (feed !== undefined && !feed.pulling) await feed.giveUp();
    throw error;
  } finally {
    await completed(); // it may have sent nothing
  }
  return feed.accepted;
}

function opener<T>(values: Iterable<T> | AsyncIterable<T>): () => Values<T> {
  const { [Symbol.asyncIterator]: asynchronous, [Symbol.iterator]: synchronous } = membersOf(values);
  const open = asynchronous ?? synchronous;
  if (typeof open === "function" && typeof values !== "string") {
    const opener = open === asynchronous ? "values[Symbol.asyncIterator]" : "values[Symbol.iterator]";
    return () => checkedIterator(opener, open.call(values));
  }
  throw new TypeError(`values must be an iterable other than a string, not ${shown(values)}`);
}

/** One `sendAll` under way. It is no async function, so that values which need no waiting go in a plain loop. */
class Feed<T> implements Call {
  accepted = 0;
  looked: number | undefined = undefined;
  /** The source is at work: what it fails with is its own, and it is not to be released. */
  pulling = false;
  /** A value was pulled and is not placed yet. */
  protected holding = false;
  private value: T | undefined = undefined;
  protected readonly to: Accepting<T>;
  private readonly source: Values<T>;
  private readonly signal: AbortSignal | undefined;

  constructor(to: Accepting<T>, source: Values<T>, signal: AbortSignal | undefined) {
    this.to = to;
    this.source = source;
    this.signal = signal;
  }

  /** Sends what needs no waiting. Gives what to wait for, and to go on with; nothing at the end of the source. */
  run(): Promise<Pulled<T> | void> | undefined {
    const { source, signal } = this;
    let pause = this.holding ? this.placed() : undefined; // the one that had to wait
    while (pause === undefined) {
      if (signal !== undefined && signal.aborted) throw signal.reason;
      this.pulling = true;
      const pulled = source.next();
      if (typeof (pulled as PromiseLike<Pulled<T>>)?.then === "function") {
        return this.arriving(pulled as Promise<Pulled<T>>);
      }
      const { done, value } = checkedResult("values", pulled as Pulled<T>);
      this.pulling = false;
      if (done) return undefined;
      pause = this.place(value);
    }
    return pause;
  }

  /** Goes on with a result that had to be waited for. */
  goOn({ done, value }: Pulled<T>): Promise<Pulled<T> | void> | undefined {
    this.pulling = false;
    return done ? undefined : this.place(value) ?? this.run();
  }

  protected place(value: T): Promise<void> | undefined {
    const { to, signal } = this;
    this.value = value;
    this.holding = true;
    if (signal !== undefined && signal.aborted) throw signal.reason; // by the source
    const wait = to.attemptSend(value) ? undefined : to.waitToSend(value, signal);
    flush();
    return wait ?? this.placed();
  }

  protected placed(): Promise<void> | undefined {
    this.holding = false;
    this.accepted++;
    return yieldWithin(this, 1);
  }

  /** Gives back what is in hand and releases the source; an abort does not wait for a source that may hang. */
  async giveUp(): Promise<void> {
    if (this.holding) this.to.undelivered(this.value as T);
    flush();
    const released = release(this.source);
    if (!this.signal?.aborted) await released;
  }

  /** The next result of an asynchronous source; an abort does not wait for it. */
  private arriving(pulled: PromiseLike<Pulled<T>>): Promise<Pulled<T>> {
    const next = Promise.resolve(pulled).then((next) => checkedResult("values", next));
    const { to, source, signal } = this;
    return signal === undefined ? next : new Promise((resolve, reject) => {
      const pulling = new Pulling((reason) => {
        callLater(() => void release(source));
        reject(reason);
      });
      if (signal.aborted) { // by the source
        void release(source);
        reject(signal.reason);
      } else pulling.watch(signal);
      next.then((next) => {
        pulling.unwatch();
        if (!signal.aborted) return resolve(next);
        if (!next.done) to.undelivered(next.value); // too late
        flush();
      }, (error) => {
        pulling.unwatch();
        reject(error);
      }).catch(report);
    });
  }
}

/**
 * Reads an array by its indexes, as its iterator would. Values that only have to be put into a buffer go in a loop of
 * their own. (Half of what a value costs with `sendAll` and `batches` on Node 20, Node 26 and Bun: row `batches:1024`.)
 */
class ArrayFeed<T> extends Feed<T> {
  private position = 0;
  private readonly values: readonly T[];

  constructor(to: Accepting<T>, source: Values<T>, values: readonly T[]) {
    super(to, source, undefined);
    this.values = values;
  }

  override run(): Promise<void> | undefined {
    let pause = this.holding ? this.placed() : undefined;
    while (pause === undefined && this.position < this.values.length) pause = this.sendSome();
    return pause;
  }

  private sendSome(): Promise<void> | undefined {
    const { to, values } = this;
    if (!to.plain) return this.place(values[this.position++] as T);
    const from = this.position;
    const end = from + operationsLeft();
    while (this.position < end && this.position < values.length) {
      const value = values[this.position++] as T;
      if (!to.keep(value)) return this.place(value);
      this.accepted++;
    }
    flush();
    return yieldWithin(this, this.position - from);
  }
}

/** Waits for a source, unless the signal comes first. */
class Pulling extends Abortable {
  protected readonly aborted: (reason: unknown) => void;

  constructor(aborted: (reason: unknown) => void) {
    super();
    this.aborted = aborted;
  }
}

/** What goes wrong while releasing is not the reason of the failure, which is what the caller learns. */
async function release(source: Values<unknown>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // as in a `for await` loop whose body threw
  }
}
