/** Splits a flow into one flow for each key. */
import { checkCount, checkFunction, checkOptions } from "../core/engine/arguments.ts";
import { inNextTurn } from "../core/engine/event-loop.ts";
import { abortError } from "../flow/abort-error.ts";
import { flowOver } from "../flow/flow.ts";
import { ENOUGH } from "../flow/early-end.ts";
import { all, type Exit, type Link, type Poll } from "../flow/link.ts";
import { stage } from "../flow/stage.ts";
import type { Flow } from "../flow/chain-types.ts";
import type { ItemContext, Stage } from "../flow/types.ts";
import { serial } from "./calls/serial.ts";
import { Branch, Split } from "./pull/split.ts";

/** Options of {@linkcode groupBy}. */
export interface GroupByOptions {
  /** How many values a group may hold while other groups are read: at least 0, or `Infinity`. Default 0. */
  readonly buffer?: number | undefined;
}

/** The values of one key, see {@linkcode groupBy}. */
export interface KeyGroup<out K, out A> {
  /** The key of these values, as `keyOf` returned it. */
  readonly key: K;
  /** The values, in order of arrival. */
  readonly values: Flow<A>;
}

interface KeyedValue<K, A> {
  readonly key: K;
  readonly value: A;
}

/**
 * Splits the items into one flow for each key, passed on as `{ key, values }` when the first value of the key arrives.
 * Keys are compared as in a `Map`; `keyOf` may return a promise.
 *
 * Read the groups concurrently: a group that is not read stops all others once it holds more than `buffer` values. A
 * group that was left is opened again with the next value of its key.
 *
 * Leaving the loop over the groups ends those whose reading has not begun by the next turn of the event loop; reading
 * one of them then fails with an `AbortError`. The other groups continue, independent of the pipeline's signal, and the
 * last one releases the source. An error or an abort reaches every group after its values. Throws a `TypeError` or
 * `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { flatMap, groupBy, pipeline } from "sluice";
 *
 * const lengths = pipeline(
 *   ["a", "bb", "c"],
 *   groupBy((text) => text.length),
 *   flatMap(async ({ key, values }) => [`${key}: ${await values.toArray()}`], { concurrency: Infinity }),
 * );
 * for await (const length of lengths) console.log(length); // 1: a,c 2: bb
 * ```
 */
export function groupBy<A extends V, K, V = A>(
  keyOf: (value: V, context: ItemContext) => K | PromiseLike<K>,
  options?: GroupByOptions,
): Stage<A, KeyGroup<K, A>> {
  checkFunction("keyOf", keyOf);
  checkOptions(options);
  const { buffer = 0 } = options ?? {};
  checkCount("options.buffer", buffer, 0, "allowed");
  return stage((up: Link<A>) => new Groups<K, A>(up, keyOf, buffer).newcomers);
}

class Groups<K, A> {
  /** The new groups that were not taken yet. */
  readonly newcomers: Newcomers<K, A>;
  readonly split: Split;
  private readonly groups = new Map<K, KeyBranch<K, A>>();
  private readonly buffer: number;

  constructor(up: Link<A>, keyOf: (value: A, context: ItemContext) => K | PromiseLike<K>, buffer: number) {
    const pick = (value: A, key: K) => ({ key, value });
    const keyed = serial<A, K, KeyedValue<K, A>>(up, { fn: keyOf, pick, onError: undefined });
    this.split = Split.over(keyed, ({ key, value }) => this.groupOf(key)?.push(value));
    this.newcomers = new Newcomers(this);
    this.buffer = buffer;
  }

  /** The group of a key; a new one only while groups are still taken. */
  private groupOf(key: K): KeyBranch<K, A> | undefined {
    const known = this.groups.get(key);
    if (known !== undefined || !this.newcomers.stays) return known;
    const group = new KeyBranch(this, key, this.buffer);
    this.groups.set(key, group);
    this.newcomers.push({ key, values: flowOver(group) });
    return group;
  }

  forget(key: K): void {
    this.groups.delete(key);
  }

  /** Called when no more groups are taken. A group that was taken can still be read, for one turn of the event loop. */
  abandon(exit: Exit): Promise<void> | undefined {
    if (exit.failed) this.split.fail(exit.reason);
    const groups = [...this.groups.values()].filter((group) => !group.started);
    if (exit.failed || groups.length === 0) return undefined;
    return new Promise((resolve) => inNextTurn(() => resolve(all(groups.map((group) => group.abandon())))));
  }
}

class Newcomers<K, A> extends Branch<KeyGroup<K, A>> {
  private readonly groups: Groups<K, A>;

  constructor(groups: Groups<K, A>) {
    super(groups.split, 0);
    this.groups = groups;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return all([this.groups.abandon(exit), super.release(exit)]);
  }
}

class KeyBranch<K, A> extends Branch<A> {
  private readonly groups: Groups<K, A>;
  private readonly key: K;
  /** Whether its reading has begun. */
  started = false;
  private abandoned = false;

  constructor(groups: Groups<K, A>, key: K, buffer: number) {
    super(groups.split, buffer);
    this.groups = groups;
    this.key = key;
  }

  override poll(): Poll<A> {
    if (this.abandoned) throw abortError();
    this.started = true;
    return super.poll();
  }

  /** Ends the group, unless it is being read. */
  abandon(): Promise<void> | undefined {
    if (this.started) return undefined;
    this.abandoned = true;
    return this.stop(ENOUGH);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.groups.forget(this.key);
    return super.release(exit);
  }
}
