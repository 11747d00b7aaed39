/** Replaces a failed source by another. */
import { checkFunction } from "../core/engine/arguments.ts";
import { ENOUGH } from "../flow/early-end.ts";
import { all, END, type Exit, type Failure, ignore, type Link, type Poll, rouse, Step, WAIT } from "../flow/link.ts";
import { open } from "../flow/sources/open.ts";
import { stage } from "../flow/stage.ts";
import type { Source, Stage } from "../flow/types.ts";

/**
 * Catches the error of the stages above and continues with the source that `handler` returns, or ends if it returns
 * nothing.
 *
 * `handler` is called once everything above has stopped. It may return a promise, and leaving the pipeline waits for
 * that, too. An error that it throws, or that its source fails with, fails the pipeline. Throws a `TypeError` when
 * `handler` is not a function.
 *
 * @example
 * ```ts
 * import { catchError, map, pipeline } from "sluice";
 *
 * const flow = pipeline(
 *   ["1", "x", "3"],
 *   map((text) => BigInt(text)),
 *   catchError(() => [-1n]),
 * );
 * console.log(await flow.toArray()); // [ 1n, -1n ]
 * ```
 */
export function catchError<A, B = never>(
  handler: (error: unknown) => Source<B> | void | PromiseLike<Source<B> | void>,
): Stage<A, A | B> {
  checkFunction("handler", handler);
  return stage((up: Link<A>) => new CatchError<A, B>(up, handler));
}

class CatchError<A, B> extends Step<A, A | B> {
  private readonly handler: (error: unknown) => Source<B> | void | PromiseLike<Source<B> | void>;
  /** The run of the handler, from the error on. */
  private handling: Promise<void> | undefined = undefined;
  /** The source that the handler returned. */
  private next: Link<B> | undefined = undefined;
  private settled = false;
  private failure: Failure | undefined = undefined;

  constructor(up: Link<A>, handler: CatchError<A, B>["handler"]) {
    super(up);
    this.handler = handler;
  }

  override poll(): Poll<A | B> {
    if (this.stopped) return END;
    if (this.handling === undefined) {
      try {
        return this.up.poll();
      } catch (error) {
        this.handling = this.handle(error);
      }
    }
    if (!this.settled) return WAIT;
    if (this.failure !== undefined) throw this.failure.error;
    return this.next === undefined ? END : this.next.poll();
  }

  private async handle(error: unknown): Promise<void> {
    try {
      await this.up.stop({ reason: error, failed: true })?.catch(ignore);
      const { handler } = this;
      const source = this.stopped ? undefined : await handler(error);
      if (source !== undefined && source !== null) await this.goOn(open(source, "what handler returns"));
    } catch (thrown) {
      this.failure = { error: thrown };
    }
    this.settled = true;
    rouse(this.down);
  }

  /** Releases a source that comes too late. */
  private goOn(link: Link<B>): Promise<void> | undefined {
    this.next = link;
    link.down = this;
    return this.stopped ? link.stop(ENOUGH) : undefined;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    if (this.next !== undefined) return this.next.stop(exit);
    return all([this.handling, super.release(exit)]);
  }
}
