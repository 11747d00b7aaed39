/** `sendAll`: many values, waiting only when there is no room. */
import { callLater, report, tidy } from "./afterwards.ts";
import { shown, signalOf } from "./arguments.ts";
import { Abortable } from "./signal.ts";
import { breathe } from "./turn.ts";
import type { WaitOptions } from "./types.ts";

type Source<T> = Iterator<T, unknown, undefined> | AsyncIterator<T, unknown, undefined>;
type Next<T> = IteratorResult<T, unknown>;

/** The sender's side of it. */
export interface Accepting<T> {
  /** Sends if that needs no waiting; false: it must wait. Throws when the value is refused. */
  attemptSend(value: T): boolean;
  waitToSend(value: T, signal: AbortSignal | undefined): Promise<void>;
  /** Takes a value that was pulled but cannot be sent. */
  undelivered(value: T): void;
}

/**
 * Sends the values of a source, in order, and resolves with how many were accepted. From a synchronous source the loop
 * takes no hop as long as the sender accepts.
 */
export async function sendAll<T>(
  to: Accepting<T>,
  values: Iterable<T> | AsyncIterable<T>,
  options: WaitOptions | undefined,
): Promise<number> {
  const signal = signalOf(options);
  const open = opener(values);
  if (signal?.aborted) throw signal.reason;
  const source = open();
  let accepted = 0;
  for (;;) {
    const pulled = pull(source, signal, to);
    const next = pulled instanceof Promise ? await pulled : pulled;
    if (next.done) return accepted;
    const { value } = next;
    try {
      if (signal?.aborted) throw signal.reason; // by the source
      const sent = to.attemptSend(value) ? undefined : to.waitToSend(value, signal);
      tidy();
      if (sent !== undefined) await sent;
    } catch (error) {
      to.undelivered(value);
      tidy();
      return giveUp(source, signal, error);
    }
    accepted++;
    const pause = breathe();
    if (pause !== undefined) await pause;
    if (signal?.aborted) return giveUp(source, signal, signal.reason);
  }
}

function opener<T>(values: Iterable<T> | AsyncIterable<T>): () => Source<T> {
  const { [Symbol.asyncIterator]: asynchronous, [Symbol.iterator]: synchronous } = Object(values);
  const open = asynchronous ?? synchronous;
  if (typeof open === "function" && typeof values !== "string") return () => open.call(values);
  throw new TypeError(`values must be iterable and no string, not ${shown(values)}`);
}

/** The next result of the source, as it comes; a promise of it can be aborted. */
function pull<T>(source: Source<T>, signal: AbortSignal | undefined, to: Accepting<T>): Next<T> | Promise<Next<T>> {
  const pulled = source.next();
  if (typeof (pulled as PromiseLike<Next<T>>)?.then !== "function") return checked(pulled as Next<T>);
  const next = Promise.resolve(pulled).then(checked<T>);
  return signal === undefined ? next : abortable(source, next, signal, to);
}

/** What the language's own loops check, too. */
function checked<T>(next: Next<T>): Next<T> {
  if (Object(next) === next) return next;
  throw new TypeError(`values.next() must give an object, not ${shown(next)}`);
}

function abortable<T>(
  source: Source<T>,
  next: Promise<Next<T>>,
  signal: AbortSignal,
  to: Accepting<T>,
): Promise<Next<T>> {
  return new Promise((resolve, reject) => {
    const pulling = new Pulling((reason) => {
      callLater(() => void release(source));
      reject(reason);
    });
    if (signal.aborted) giveUp(source, signal, signal.reason).catch(reject); // by the source
    else pulling.watch(signal);
    next.then((next) => {
      pulling.unwatch();
      if (!signal.aborted) return resolve(next);
      if (!next.done) to.undelivered(next.value); // too late
      tidy();
    }, (error) => {
      pulling.unwatch();
      reject(error);
    }).catch(report);
  });
}

/** Waits for a source, unless the signal comes first. */
class Pulling extends Abortable {
  protected readonly aborted: (reason: unknown) => void;

  constructor(aborted: (reason: unknown) => void) {
    super();
    this.aborted = aborted;
  }
}

/** Releases the source, then fails; an abort does not wait for a source that may hang. */
async function giveUp(source: Source<unknown>, signal: AbortSignal | undefined, error: unknown): Promise<never> {
  const released = release(source);
  if (!signal?.aborted) await released;
  throw error;
}

/** What goes wrong while releasing is not the reason of the failure, which is what the caller learns. */
async function release(source: Source<unknown>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // as in a `for await` loop whose body threw
  }
}
