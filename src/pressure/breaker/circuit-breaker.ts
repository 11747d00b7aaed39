/** A governor that stops calls to a failing service. */
import { checkCount, checkFunction, checkOptions, isRevoked, shown, signalOf } from "../../core/engine/arguments.ts";
import { printed } from "../../core/engine/printed.ts";
import { failed } from "../../core/engine/event-loop.ts";
import type { Watch } from "../../share/types.ts";
import {
  type AcquireOptions,
  type Governor,
  holding,
  noBudget,
  type Permit,
  weightOf,
  wrapped,
} from "../../sync/governor.ts";
import type { TaskContext } from "../../sync/task-context.ts";
import { acquired } from "../../sync/permit-queue.ts";
import { checkDuration } from "../../time/timers.ts";
import { Circuit, type CircuitRules, type ForgettablePermit } from "./circuit.ts";
import type { CircuitState } from "./circuit-state.ts";
import { CircuitOpenError } from "./circuit-open-error.ts";

/** When a circuit breaker opens, and how it closes again. */
export interface CircuitBreakerOptions {
  /**
   * How many failures within the `window` open it: a positive integer (default 5), or `{ rate, calls }`: the fraction
   * `rate` of the calls, once there were at least `calls` of them.
   */
  readonly failures?:
    | number
    | {
      /** The fraction of failed calls: above 0, at most 1. */
      readonly rate: number;
      /** The least number of calls within the `window`: a positive integer. */
      readonly calls: number;
    }
    | undefined;
  /** How long an outcome counts, in milliseconds. Default 10,000. */
  readonly window?: number | undefined;
  /** How long it stays open, in milliseconds. Default 5,000. */
  readonly cooldown?: number | undefined;
  /** How many trial calls it admits after the cooldown: a positive integer. Default 1. */
  readonly trials?: number | undefined;
  /** Whether an error counts as a failure; any other error counts as a success. Default: every error counts. */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /** Whether a call fails at once while it is open, or waits until it may proceed. Default `"fail"`. */
  readonly whenOpen?: "fail" | "wait" | undefined;
}

/** A governor that stops calls to a failing service. */
export interface CircuitBreaker extends Governor {
  /** The current state, which can be read and watched: `state.value`, `state.subscribe()`. */
  readonly state: Pick<Watch<CircuitState>, "value" | "subscribe">;
}

/**
 * Creates a circuit breaker (M. Nygard, "Release It!", 2007). After too many failures within the `window` it is open,
 * and refuses calls with `CircuitOpenError` for the `cooldown`. The next call then makes it half-open: `trials` calls
 * proceed, and others are refused. When all trials succeed it is closed, with an empty window; when one fails it is
 * open again.
 *
 * With `whenOpen: "wait"`, calls wait in order instead of being refused. A pipeline whose stage calls it,
 * `map(breaker.wrap(fn))`, then holds its source back and loses nothing.
 *
 * The state changes only in a call, and a timer runs only while a call waits. A call whose own signal aborts does not
 * count, and neither does one that began before the last change of state. The permit of an `acquire` receives the
 * outcome through `release(error)`. Throws a `TypeError` or `RangeError` for wrong options.
 *
 * @example
 * ```ts
 * import { circuitBreaker } from "sluice";
 *
 * const breaker = circuitBreaker({ failures: 2, cooldown: 60_000 });
 * const call = breaker.wrap(() => Promise.reject(new Error("the service is down")));
 * for (const _ of [1, 2, 3]) await call().catch(({ name }) => console.log(name)); // Error Error CircuitOpenError
 * console.log(breaker.state.value); // open
 * ```
 */
export function circuitBreaker(options?: CircuitBreakerOptions): CircuitBreaker {
  checkOptions(options);
  const { whenOpen = "fail" } = options ?? {};
  if (whenOpen !== "fail" && whenOpen !== "wait") {
    throw new TypeError(`options.whenOpen must be "fail" or "wait", not ${shown(whenOpen)}`);
  }
  return new Breaker(new Circuit(rulesOf(options ?? {})), whenOpen === "wait");
}

class Breaker implements CircuitBreaker {
  static {
    printed(this.prototype, "Breaker", (it) => [it.circuit.state.value, it.circuit.crowd]);
  }

  readonly state: CircuitBreaker["state"];
  private readonly circuit: Circuit;
  private readonly waits: boolean;

  constructor(circuit: Circuit, waits: boolean) {
    const { state } = circuit;
    this.circuit = circuit;
    this.waits = waits;
    const read: CircuitBreaker["state"] = {
      get value() {
        return state.value;
      },
      subscribe: (options) => state.subscribe(options),
    };
    this.state = printed(read, "Watch", ({ value }) => [shown(value)]);
  }

  get [noBudget](): string {
    return "circuit breaker";
  }

  acquire(options?: AcquireOptions): Promise<Permit> {
    return acquired(() => this.begin(options));
  }

  async with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R> {
    checkFunction("fn", fn);
    const signal = signalOf(options);
    const permit = await acquired(() => this.begin(options)) as ForgettablePermit;
    return await holding(permit, fn, signal, () => {
      if (signal?.aborted) permit.forget(); // whatever the error was
    });
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R> {
    return wrapped(this, fn);
  }

  private begin(options: AcquireOptions | undefined): Promise<Permit> {
    const { circuit } = this;
    const [weight, signal] = [weightOf(options), signalOf(options)];
    if (weight !== 1) throw new RangeError(`options.weight must be 1, not ${weight}`);
    if (this.waits || signal?.aborted || circuit.gives(1)) return circuit.acquire(1, signal);
    return failed(new CircuitOpenError("Cannot call: the circuit is open", circuit.retryAfter));
  }
}

function rulesOf(options: CircuitBreakerOptions): CircuitRules {
  const { failures = 5, window = 10_000, cooldown = 5_000, trials = 1, isFailure = always } = options;
  checkDuration("options.window", window, 0);
  checkDuration("options.cooldown", cooldown, 0);
  checkCount("options.trials", trials, 1, "refused");
  checkFunction("options.isFailure", isFailure);
  if (typeof failures !== "object" || failures === null || isRevoked(failures)) {
    checkCount("options.failures", failures, 1, "refused");
    return { rate: 0, least: failures as number, window, cooldown, trials, isFailure };
  }
  const { rate, calls } = failures;
  checkDuration("options.failures.rate", rate, Number.MIN_VALUE);
  if (rate > 1) throw new RangeError(`options.failures.rate must be at most 1, not ${shown(rate)}`);
  checkCount("options.failures.calls", calls, 1, "refused");
  return { rate, least: calls, window, cooldown, trials, isFailure };
}

function always(): boolean {
  return true;
}
