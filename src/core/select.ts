/** The first of several operations (Go's `select`). */
import { tidy } from "./afterwards.ts";
import { ownCase } from "./cases.ts";
import { Group, type Key, keysAndCases } from "./group.ts";
import type { Resolve } from "./line.ts";
import { END, WAIT } from "./polled.ts";
import { failed, resolved } from "./turn.ts";
import type { Cases, Hit, SelectOptions } from "./select-types.ts";
import type { End, Got } from "./types.ts";
import { grasp, rejected, resolver } from "./waiter.ts";

type AnyHit = { readonly key: Key } & (Got<unknown> | End);

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
    selected = new Selection(cases, options).start();
  } catch (error) {
    selected = failed(error);
  }
  tidy();
  return selected as Promise<Hit<C>>;
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
    return new Selection(cases, options).poll() as Hit<C> | undefined;
  } finally {
    tidy();
  }
}

class Selection extends Group {
  private resolve: Resolve | undefined = undefined;

  constructor(cases: unknown, options: SelectOptions | undefined) {
    const [keys, given] = keysAndCases(cases);
    super(keys, options);
    for (let index = 0; index < given.length; index++) this.cases.push(ownCase(given[index], keys[index] as Key));
  }

  poll(): AnyHit | undefined {
    const polled = this.attempt();
    if (polled === WAIT) return undefined;
    return polled === END ? this.hit(this.index, true, undefined) : this.hit(this.index, false, polled);
  }

  start(): Promise<AnyHit> {
    if (this.signal?.aborted) throw this.signal.reason;
    const hit = this.poll();
    if (hit !== undefined) return resolved(hit);
    const promise = new Promise<AnyHit>(grasp);
    this.resolve = resolver();
    this.park();
    return promise;
  }

  won(index: number, done: boolean, value: unknown): void {
    (this.resolve as Resolve)(this.hit(index, done, value));
  }

  lost(error: unknown): void {
    (this.resolve as Resolve)(rejected(error));
  }

  protected aborted(reason: unknown): void {
    this.claim();
    this.lost(reason);
  }

  private hit(index: number, done: boolean, value: unknown): AnyHit {
    return { key: this.keys[index], done, value } as AnyHit;
  }
}
