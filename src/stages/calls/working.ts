/** The stages that call a function for each item, and their options. */
import { booleanOf, checkFunction, checkOptions } from "../../core/engine/arguments.ts";
import type { Link } from "../../flow/link.ts";
import { stage } from "../../flow/stage.ts";
import type { Stage } from "../../flow/types.ts";
import { checkConcurrency, type Governor } from "../../sync/governor.ts";
import { Concurrent } from "./concurrent.ts";
import { serial } from "./serial.ts";
import type { Crowd, OnError, Work } from "./work.ts";

/**
 * Options of the stages that call a function for each item.
 *
 * @example
 * ```ts
 * import { channel, map, pipeline } from "sluice";
 *
 * const letters = channel<{ error: unknown; value: string }>(10); // a full one holds the stage back
 * const numbers = pipeline(
 *   ["1", "x", "3"],
 *   map((text) => BigInt(text), {
 *     concurrency: 2,
 *     onError: (error, value) => letters.send({ error, value }),
 *   }),
 * );
 * for await (const number of numbers) console.log(number); // 1n 3n
 * console.log(letters.tryReceive()?.value?.value); // x
 * ```
 */
export interface WorkOptions<in A> {
  /**
   * How many items are in work at once, or a `Governor`, whose budget several stages may share. Default 1.
   *
   * A number counts the finished ones, too, until they are asked for. With a governor an item is pulled first, and then
   * waits for its permit.
   *
   * `flatMap` holds a permit until all values of a source have been taken, which waits for the stages below: one of those
   * that shares its governor can wait for ever. It needs a governor of its own, or a number, as the concurrency of one of
   * the two; stages above a `flatMap` may share with it.
   */
  readonly concurrency?: number | Governor | undefined;
  /** Whether results keep the order of the items; otherwise they come as they are finished. Default true. */
  readonly ordered?: boolean | undefined;
  /**
   * Called, and waited for, when an item fails; the item is then skipped. What it throws fails the stage. The exit waits
   * for it, too: what may wait for long, such as a `send`, should take a signal of your own.
   */
  readonly onError?: ((error: unknown, value: A) => unknown) | undefined;
}

/** The same options, checked. */
export interface Checked<A> extends Crowd {
  readonly onError: OnError<A> | undefined;
}

/** Throws a `TypeError` or `RangeError` that names the option. */
export function checkWork<A>(options: WorkOptions<A> | undefined): Checked<A> {
  checkOptions(options);
  const { concurrency = 1, onError } = options ?? {};
  if (onError !== undefined) checkFunction("options.onError", onError);
  const ordered = booleanOf("options.ordered", true, options?.ordered);
  checkConcurrency(concurrency);
  return { concurrency, ordered, onError };
}

/** A stage that does this work. `name` is that of the function among the arguments. */
export function working<A, R, B>(
  name: string,
  fn: Work<A, R, B>["fn"],
  pick: Work<A, R, B>["pick"],
  options: WorkOptions<A> | undefined,
): Stage<A, B> {
  checkFunction(name, fn);
  const crowd = checkWork(options);
  const work = { fn, pick, onError: crowd.onError };
  if (crowd.concurrency === 1) return stage((up: Link<A>) => serial(up, work));
  return stage((up: Link<A>) => new Concurrent(up, work, crowd));
}
