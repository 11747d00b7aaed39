/** The first of several operations (Go's `select`). */
import { changes, flush } from "../engine/hooks.ts";
import { booleanOf, checkOptions, signalOf } from "../engine/arguments.ts";
import { type AnyHit, keyAt, keysOf, ownCases, valuesOf } from "./parse-cases.ts";
import { attemptOne, attemptReady, type MaybeCase, taken, UNSURE } from "./pick.ts";
import { WaitingSelect } from "./arms.ts";
import type { Resolve } from "../waiting/wait-queue.ts";
import { END, type Poll, WAIT } from "../engine/poll.ts";
import { rejected } from "../engine/rejected.ts";
import { failed, resolved, wake } from "../engine/event-loop.ts";
import type { Cases, Hit, SelectOptions } from "../select-types.ts";

/**
 * Waits until one of several cases can happen, has exactly that one happen, and gives `{ key, done, value }`, narrowed
 * by `key`. The others leave no trace.
 *
 * A case is a channel, `sending(to, value)`, a timer, an `AbortSignal` (happens when aborted, its value is the reason),
 * a promise (happens when fulfilled; a rejection rejects the select), or your own `Case`; `null`, `undefined` and
 * `false` are never ready (Go's nil channel). Of several ready cases one is chosen at random (by `Math.random`), or
 * with `priority` the first as written. Whether a promise is fulfilled is known a hop after a select first met it.
 *
 * Cases may also be an array: `key` is then the index. Object keys that look like integers come in JavaScript's order.
 *
 * Rejects with what the chosen case fails with (the error of a closed channel, `ChannelClosedError` or `OverflowError`
 * of a send), with `signal.reason` when aborted, and with a `TypeError` for wrong arguments or no case at all.
 *
 * @example
 * ```ts
 * import { after, channel, select, sending } from "sluice";
 *
 * const jobs = channel<string>(1);
 * const results = channel<number>();
 * await jobs.send("measure");
 *
 * const hit = await select({ job: jobs, out: sending(results, 42), late: after(1000) });
 * switch (hit.key) {
 *   case "job":
 *     console.log(hit.done ? "no more jobs" : hit.value); // measure
 *     break;
 *   case "out":
 *   case "late":
 *     break;
 * }
 * ```
 */
export function select<const C extends Cases>(cases: C, options?: SelectOptions): Promise<Hit<C>> {
  let selected: Promise<unknown>;
  try {
    selected = begin(cases, options);
  } catch (error) {
    selected = failed(error);
  }
  flush();
  return selected as Promise<Hit<C>>;
}

function begin(cases: unknown, options: SelectOptions | undefined): Promise<AnyHit> {
  const keys = keysOf(cases);
  const signal = options === undefined ? undefined : signalOf(options);
  const priority = booleanOf("options.priority", false, options?.priority);
  const given = valuesOf(cases, keys);
  if (signal?.aborted) {
    ownCases(given, keys); // wrong cases are told of before
    throw signal.reason;
  }
  const seen = changes;
  let own = given as readonly MaybeCase[];
  let polled = attemptReady(given, priority);
  if (polled === UNSURE) polled = attemptOne(own = ownCases(given, keys), priority);
  if (polled !== WAIT) return resolved(hitOf(keys, taken, polled));
  return wait(keys, own, signal, seen);
}

/** Separate from `begin`: in one piece, `select-parked:2` takes 12 % more instructions on Node 20, and as many on Bun. */
function wait(
  keys: readonly string[] | undefined,
  cases: readonly MaybeCase[],
  signal: AbortSignal | undefined,
  seen: number,
): Promise<AnyHit> {
  let resolve!: Resolve;
  const promise = new Promise<AnyHit>((settle) => void (resolve = settle));
  new Selection(keys, signal, resolve).park(cases, seen);
  return promise;
}

/**
 * A `select` that never waits (Go's default clause): the hit, or `undefined` when no case can happen now. Throws what
 * the chosen case fails with.
 *
 * @example
 * ```ts
 * import { channel, trySelect } from "sluice";
 *
 * const jobs = channel<string>(1);
 * console.log(trySelect({ jobs })); // undefined
 * jobs.trySend("measure");
 * console.log(trySelect({ jobs })?.value); // measure
 * ```
 */
export function trySelect<const C extends Cases>(
  cases: C,
  options?: Pick<SelectOptions, "priority">,
): Hit<C> | undefined {
  try {
    const keys = keysOf(cases);
    checkOptions(options);
    const priority = booleanOf("options.priority", false, options?.priority);
    const given = valuesOf(cases, keys);
    let polled = attemptReady(given, priority);
    if (polled === UNSURE) polled = attemptOne(ownCases(given, keys), priority);
    return polled === WAIT ? undefined : hitOf(keys, taken, polled) as Hit<C>;
  } finally {
    flush();
  }
}

function hitOf(keys: readonly string[] | undefined, index: number, polled: Poll<unknown>): AnyHit {
  const key = keyAt(keys, index);
  return polled === END ? { key, done: true, value: undefined } : { key, done: false, value: polled };
}

/** A select that waits. */
class Selection extends WaitingSelect {
  private readonly resolve: Resolve;

  constructor(keys: readonly string[] | undefined, signal: AbortSignal | undefined, resolve: Resolve) {
    super(keys, signal);
    this.resolve = resolve;
  }

  won(index: number, done: boolean, value: unknown): void {
    wake(this.resolve, hitOf(this.keys, index, done ? END : value));
  }

  lost(error: unknown): void {
    wake(this.resolve, rejected(error));
  }
}
