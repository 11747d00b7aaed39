/**
 * An item of a pool, from its `add` until its work has settled. It stands in at most one queue. The signal of a `run`
 * counts until the end, the signal of an `add` until the item is accepted.
 */
import type { Leavable, Resolve, Waiter } from "../../core/waiting/wait-queue.ts";
import { rejected } from "../../core/engine/rejected.ts";
import { Abortable, newController } from "../../core/engine/abort.ts";
import { wake } from "../../core/engine/event-loop.ts";
import { type Exit, ignore } from "../../flow/link.ts";
import { Item, type Worker } from "../../flow/item.ts";
import type { Accepted, WorkContext } from "./pool-types.ts";

export class Job<A, R> extends Abortable implements Waiter, Worker {
  line: Leavable | undefined = undefined;
  slot = 0;
  readonly item: A;
  /** Unused when `add` is refused. */
  readonly result: Promise<R>;
  readonly index = 0;
  private readonly context = new Item(this);
  private controller: AbortController | undefined = undefined;
  private exit: Exit | undefined = undefined;
  private resolve: Resolve = ignore;
  /** Resolves the `add`; `undefined` for a `run`, and once the item is accepted. */
  private admit: Resolve | undefined = undefined;

  constructor(item: A) {
    super();
    this.item = item;
    this.result = new Promise((resolve) => this.resolve = resolve);
    this.result.catch(ignore);
  }

  /** Called for an `add` before any event. Resolves when the item is accepted. */
  acceptance(): Promise<Accepted<R>> {
    return new Promise((resolve) => this.admit = resolve as Resolve);
  }

  /** Marks the item as accepted. */
  claim(): boolean {
    if (this.admit !== undefined) {
      this.unwatch();
      wake(this.admit, { result: this.result });
      this.admit = undefined;
    }
    return true;
  }

  /** Calls the worker. */
  begin<T>(worker: (item: A, context: WorkContext) => T): T {
    return worker(this.item, this.context);
  }

  settle(_done: boolean, value: unknown): void {
    this.unwatch();
    this.resolve(value);
  }

  fail(error: unknown): void {
    this.unwatch();
    wake(this.admit ?? this.resolve, rejected(error));
  }

  /** Aborts the work. */
  abort(reason: unknown): void {
    this.exit = { reason, failed: true };
    this.controller?.abort(reason);
  }

  signalOf(): AbortSignal {
    this.controller = newController();
    if (this.exit !== undefined) this.controller.abort(this.exit.reason);
    return this.controller.signal;
  }

  protected aborted(reason: unknown): void {
    const { line } = this;
    if (line === undefined) return this.abort(reason);
    this.line = undefined;
    line.remove(this.slot);
    this.fail(reason);
  }
}
