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
   * How many calls run at once, or a `Governor`, whose budget several stages may share. Default 1.
   *
   * A number also counts finished results that were not pulled. With a governor, an item is pulled first and then waits
   * for its permit.
   *
   * `flatMap` holds a permit until all values of a source have been taken, which depends on the stages below: a stage
   * below that shares its governor can wait for ever. Give one of the two its own governor, or a number. Stages above a
   * `flatMap` may share its governor.
   */
  readonly concurrency?: number | Governor | undefined;
  /**
   * Whether results keep the order of the items; otherwise they come in the order in which they finish. Default true.
   */
  readonly ordered?: boolean | undefined;
  /**
   * Called with the error of an item; the stage waits for it, and then skips the item. An error that it throws fails
   * the stage. Leaving the pipeline waits for it, too, so an `onError` that may wait long, such as for a `send`, should
   * use a signal of its own.
   */
  readonly onError?: ((error: unknown, value: A) => unknown) | undefined;
}

/** The checked options. */
export interface Checked<A> extends Crowd {
  readonly onError: OnError<A> | undefined;
}

/** Checks the options. Throws a `TypeError` or `RangeError` that names the option. */
export function checkWork<A>(options: WorkOptions<A> | undefined): Checked<A> {
  checkOptions(options);
  const { concurrency = 1, onError } = options ?? {};
  if (onError !== undefined) checkFunction("options.onError", onError);
  const ordered = booleanOf("options.ordered", true, options?.ordered);
  checkConcurrency(concurrency);
  return { concurrency, ordered, onError };
}

/** Creates a stage that does this work. `name` is the function's name among the arguments. */
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
