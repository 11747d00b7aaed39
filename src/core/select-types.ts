/**
 * The vocabulary of `select`: what a case is, and what a hit on it looks like.
 *
 * @module
 */
import type { End, Got, Receiver } from "./types.ts";

/**
 * Handed to `Case.park`: the case's side of a waiting select. `claim` is true for exactly one case of a select, and
 * only that one may take effect; it then calls `settle` or `fail` once.
 */
export interface Turn<in R> {
  /** Asks to be the case that happens. */
  readonly claim: () => boolean;
  /** Makes the case happen. Only after `claim` said true. */
  readonly settle: (result: R) => void;
  /** Rejects the select. Only after `claim` said true. */
  readonly fail: (error: unknown) => void;
}

/**
 * Anything that can stand in a `select`: a first-class operation, as in Concurrent ML (Reppy, 1991). `R` is what a hit
 * on it looks like.
 *
 * @example
 * ```ts
 * import { type Case, type Got, select, type Turn } from "sluice";
 *
 * /** A door that opens once. *\/
 * function door() {
 *   const waiting = new Set<Turn<Got<string>>>();
 *   let opened = false;
 *   const opening: Case<Got<string>> = {
 *     poll: () => (opened ? { done: false, value: "open" } : undefined),
 *     park(turn) {
 *       waiting.add(turn);
 *       return () => waiting.delete(turn);
 *     },
 *   };
 *   function open() {
 *     opened = true;
 *     for (const turn of [...waiting]) if (turn.claim()) turn.settle({ done: false, value: "open" });
 *     waiting.clear();
 *   }
 *   return { opening, open };
 * }
 *
 * const { opening, open } = door();
 * const hit = select({ door: opening });
 * open();
 * console.log((await hit).value); // open
 * ```
 */
export interface Case<out R extends { readonly done: boolean; readonly value: unknown }> {
  /** It can happen only once: a `selectLoop` switches it off afterwards. Default false. */
  readonly once?: boolean;
  /** Does it now, if nothing has to be waited for. */
  poll(): R | undefined;
  /**
   * Gets in line; the returned function leaves it, in O(1). If the case became ready since `poll`, it may claim and
   * settle at once.
   */
  park(turn: Turn<R>): () => void;
}

/** A select case that is never ready (Go's nil channel). */
export type Off = null | undefined | false;

/** What can stand in a `select`. A receiver of your own must be a `Case`, too: it cannot be waited for otherwise. */
export type CaseLike = Receiver<unknown> | Case<Got<unknown> | End> | AbortSignal | PromiseLike<unknown> | Off;

/** What one case gives. It distributes: a union of cases gives a union, a switched-off one gives nothing. */
export type Result<C> = C extends Off ? never
  : C extends () => infer D ? Result<D>
  : C extends Receiver<infer T> ? Got<T> | End
  : C extends Case<infer R> ? R
  : C extends AbortSignal ? Got<unknown>
  : C extends PromiseLike<infer T> ? Got<T>
  : never;

/** A result with the key of the case that it came from. */
export type Keyed<K, R> = R extends unknown ? { readonly key: K } & R : never;

/** The number that an index of a tuple stands for. */
export type KeyIndex<K> = K extends `${infer N extends number}` ? N : never;

/** What a `select` over the cases `C` gives: `{ key, done, value }`, narrowed by `key`. */
export type Hit<C> = C extends readonly unknown[] ? number extends C["length"] ? Keyed<number, Result<C[number]>>
  : { [K in keyof C & `${number}`]-?: Keyed<KeyIndex<K>, Result<C[K]>> }[keyof C & `${number}`]
  : { [K in keyof C]-?: Keyed<K, Result<C[K]>> }[keyof C];

/** The cases of a `select`: an object, whose keys name them, or an array. */
export type Cases<C = CaseLike> = { readonly [key: string]: C } | readonly C[];

/** Options of a `select`. */
export interface SelectOptions {
  /** Withdraws the select when it aborts; it then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /** Of several ready cases, take the first as written instead of a random one. Default false. */
  readonly priority?: boolean | undefined;
}
