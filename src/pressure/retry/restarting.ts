/** A source that is reopened when it fails. */
import { checkFunction } from "../../core/engine/arguments.ts";
import { flowOver } from "../../flow/flow.ts";
import {
  all,
  END,
  type Exit,
  type Failure,
  ignore,
  Link,
  type Poll,
  rouse,
  WAIT,
  type Wakeable,
} from "../../flow/link.ts";
import { open as openLink } from "../../flow/sources/open.ts";
import { Opening } from "../../flow/sources/opening.ts";
import type { Flow } from "../../flow/chain-types.ts";
import type { Source } from "../../flow/types.ts";
import { Timer } from "../../time/timers.ts";
import { Attempts } from "./attempts.ts";
import { type Policy, policyOf, type RetryOptions } from "./retry-options.ts";

/**
 * Creates a flow over the source that `open` returns, and reopens the source when it fails, after a delay as in `retry`
 * (Pekko's `RestartSource.onFailuresWithBackoff`). The first source is opened at the first pull, and the flow ends when
 * a source ends.
 *
 * `attempts` (default 3) counts consecutive failures; a value resets the count. Values received before a failure have
 * already been passed on, and `open` decides where the next source begins. An error thrown by `open` is a failure, too.
 * If `open` returns something that is not a source, the flow fails at once with a `TypeError`. It fails as `retry`
 * does. Throws a `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { restarting } from "sluice";
 *
 * let seen = 0;
 * async function* changes(after: number) {
 *   for (let n = after + 1; n <= 5; n++) {
 *     yield await Promise.resolve(n);
 *     if (n === 2) throw new Error("connection lost");
 *   }
 * }
 *
 * const flow = restarting(() => changes(seen), { delay: 5 });
 * for await (const n of flow) console.log(seen = n); // 1 2 3 4 5
 * ```
 */
export function restarting<T>(open: () => Source<T>, options?: RetryOptions): Flow<T> {
  checkFunction("open", open);
  const policy = policyOf(options);
  return flowOver(new Restarting(open, policy), policy.signal);
}

class Restarting<T> extends Link<T> implements Wakeable {
  private readonly open: () => Source<T>;
  private readonly attempts: Attempts;
  private readonly timer: Timer = new Timer(() => this.goOn());
  private readonly opening = new Opening();
  private source: Link<T> | undefined = undefined;
  /** Pending from a failure until the source is released; then the timer runs. */
  private releasing: Promise<void> | undefined = undefined;
  private failure: Failure | undefined = undefined;

  constructor(open: () => Source<T>, policy: Policy) {
    super();
    this.open = open;
    this.attempts = new Attempts(policy);
  }

  wake(): Wakeable {
    return this.down;
  }

  override poll(): Poll<T> {
    if (this.failure !== undefined) throw this.failure.error;
    if (this.releasing !== undefined || this.timer.armed) return WAIT;
    try {
      const value = this.source === undefined ? this.begin() : this.source.poll();
      if (value !== WAIT) this.attempts.succeeded();
      return value;
    } catch (error) {
      if (this.failure !== undefined) throw error;
      this.releasing = this.recover(error);
      return WAIT;
    }
  }

  private begin(): Poll<T> {
    const source = this.opening.run(() => this.openAnew(), (link, exit) => link.stop(exit));
    if (source === undefined) return END;
    this.source = source;
    source.down = this;
    return source.poll();
  }

  /** A result that is not a source will not be one the next time. */
  private openAnew(): Link<T> {
    const source = this.open();
    try {
      return openLink(source, "what open returns");
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  private async recover(error: unknown): Promise<void> {
    const { source } = this;
    this.source = undefined;
    await Promise.resolve(source?.stop({ reason: error, failed: true })).catch(ignore);
    this.releasing = undefined;
    if (this.stopped) return;
    try {
      const delay = this.attempts.failed(error); // user code: it may leave the flow
      if (!this.stopped) this.timer.arm(delay);
    } catch (thrown) {
      this.failure = { error: thrown };
      this.goOn();
    }
  }

  private goOn(): void {
    rouse(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.timer.disarm();
    return all([this.releasing, this.opening.stop(exit), this.source?.stop(exit)]);
  }
}
