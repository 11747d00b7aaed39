/** Retries a function. */
import { checkFunction } from "../../core/engine/arguments.ts";
import { printed } from "../../core/engine/printed.ts";
import { Abortable } from "../../core/engine/abort.ts";
import { completed } from "../../core/engine/event-loop.ts";
import { CallContext } from "../../sync/task-context.ts";
import { sleep } from "../../time/sleep.ts";
import { Attempts } from "./attempts.ts";
import { policyOf, type RetryOptions } from "./retry-options.ts";

/** The argument of the function of a `retry`. */
export interface AttemptContext {
  /** The number of the attempt: 1, 2, … */
  readonly attempt: number;
  /** The signal of the options; without one, a signal that never aborts. */
  readonly signal: AbortSignal;
}

/**
 * Calls `fn` until it succeeds, at most `attempts` times (default 3), with a longer delay after each failure: 100 ms,
 * 200 ms, … up to 30 s, by default a random part of that. `backoff` returns these delays.
 *
 * A thrown value may set the delay itself, whatever `maxDelay` is: by `retryAfter` in milliseconds, as
 * `CircuitOpenError` has it, or by a `Retry-After` in `headers`, `response.headers` or `$response.headers`, in seconds
 * or as a date.
 *
 * Rejects with the last error when the attempts are used up or `when` returns false. If that is an `Error` without a
 * `cause`, its `cause` becomes an `AggregateError` of the earlier errors (the newest hundred). Rejects at once with
 * `signal.reason` when the signal aborts, also during a call of `fn` or a delay. Rejects with a `TypeError` or
 * `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { retry } from "sluice";
 *
 * const answer = await retry(({ attempt }) => {
 *   if (attempt < 3) throw new Error(`attempt ${attempt} failed`);
 *   return `attempt ${attempt} succeeded`;
 * }, { delay: 5 });
 * console.log(answer); // attempt 3 succeeded
 *
 * const error = await retry(({ attempt }) => {
 *   throw new Error(`attempt ${attempt} failed`);
 * }, { attempts: 2, delay: 5 }).catch((error) => error);
 * console.log(error.message, error.cause.errors[0].message); // attempt 2 failed attempt 1 failed
 * ```
 */
export async function retry<T>(
  fn: (context: AttemptContext) => T | PromiseLike<T>,
  options?: RetryOptions,
): Promise<T> {
  checkFunction("fn", fn);
  const policy = policyOf(options);
  const { signal } = policy;
  const attempts = new Attempts(policy);
  try {
    for (;;) {
      if (signal?.aborted) throw signal.reason;
      const context = new Attempt(attempts.next, signal);
      try {
        return await unlessAborted(() => fn(context), signal);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        await sleep(attempts.failed(error), { signal });
      }
    }
  } finally {
    await completed();
  }
}

class Attempt extends CallContext implements AttemptContext {
  static {
    printed(this.prototype, "Context", (it) => [`of attempt ${it.attempt}`]);
  }

  readonly attempt: number;

  constructor(attempt: number, signal: AbortSignal | undefined) {
    super(signal);
    this.attempt = attempt;
  }
}

/** Returns the result of `run`, unless the signal aborts before. */
function unlessAborted<T>(run: () => T | PromiseLike<T>, signal: AbortSignal | undefined): T | PromiseLike<T> {
  if (signal === undefined) return run();
  return new Promise((resolve, reject) => {
    const interruption = new Interruption(reject);
    interruption.watch(signal);
    const result = new Promise<T>((resolve) => resolve(run()));
    result.finally(() => interruption.unwatch()).then(resolve, reject);
  });
}

class Interruption extends Abortable {
  private readonly reject: (reason: unknown) => void;

  constructor(reject: (reason: unknown) => void) {
    super();
    this.reject = reject;
  }

  protected aborted(reason: unknown): void {
    this.reject(reason);
  }
}
