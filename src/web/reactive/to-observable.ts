/** A source as an observable. */
import { report } from "../../core/engine/hooks.ts";
import { checkFunction, isRevoked, membersOf, shown, signalOf } from "../../core/engine/arguments.ts";
import { OnAbort } from "../../core/engine/abort.ts";
import { printed } from "../../core/engine/printed.ts";
import type { WaitOptions } from "../../core/types.ts";
import { checkSource } from "../../flow/sources/open.ts";
import { pipeline } from "../../flow/pipeline.ts";
import type { Flow } from "../../flow/chain-types.ts";
import type { Source } from "../../flow/types.ts";
import { observableKey, type ObserverLike } from "./observable.ts";

/** Ends a subscription. */
export interface ObservableSubscription {
  /** Stops the notifications and releases the source. */
  unsubscribe(): void;
  /** True once it was unsubscribed or has ended. */
  readonly closed: boolean;
}

/** An observable over a source. RxJS's `from()` and the WICG's `Observable.from()` accept it. */
export interface SourceObservable<T> extends AsyncIterable<T> {
  /** Pulls the source and notifies the observer, if there is one; a function is its `next`. */
  subscribe(observer?: Partial<ObserverLike<T>> | ((value: T) => void), options?: WaitOptions): ObservableSubscription;
  /** Yields the values as they are pulled, one at a time. */
  [Symbol.asyncIterator](): Flow<T>;
}

/**
 * Creates a cold observable: each subscription is a run of its own, which pulls the source without pause. The run
 * begins after `subscribe` has returned. Unsubscribing releases the source.
 *
 * A source that can be read only once, such as a generator or a flow, serves one subscription; subscriptions to a
 * channel share its values. An error is reported as uncaught if the observer has no `error` method, and so is an error
 * that the observer throws. Throws a `TypeError` when `source` is not a source.
 *
 * @example
 * ```ts
 * import { map, pipeline } from "sluice";
 * import { toObservable } from "sluice/web";
 *
 * const squares = toObservable(pipeline([1, 2, 3], map((n) => n * n)));
 * await new Promise<void>((complete) => {
 *   squares.subscribe({ next: (n) => console.log(n), complete }); // 1 4 9
 * });
 * ```
 */
export function toObservable<T>(source: Source<T>): SourceObservable<T> {
  checkSource(source, "source");
  const observable: SourceObservable<T> = {
    subscribe(observer = {}, options) {
      checkObserver(observer);
      const to = typeof observer === "function" ? { next: observer } : observer;
      return new FlowSubscription(source, to, signalOf(options));
    },
    [Symbol.asyncIterator]: () => pipeline(source),
  };
  const itself = { value: () => observable };
  printed(observable, "Observable");
  return Object.defineProperties(observable, { "@@observable": itself, [observableKey()]: itself });
}

/** `null` and `undefined` stand for an absent method. */
function checkObserver(observer: unknown): void {
  if (Object(observer) !== observer || isRevoked(observer)) {
    throw new TypeError(`observer must be an object or a function, not ${shown(observer)}`);
  }
  const { next, error, complete } = membersOf(observer);
  for (const [name, method] of Object.entries({ next, error, complete })) {
    if (method !== undefined && method !== null) checkFunction(`observer.${name}`, method);
  }
}

/** One subscription. Holds: once it is `closed`, the observer is not notified. */
class FlowSubscription<T> implements ObservableSubscription {
  static {
    printed(this.prototype, "Subscription", (it) => ["", it.closed && "closed"]);
  }

  closed = false;
  private readonly observer: Partial<ObserverLike<T>>;
  private flow: Flow<T> | undefined = undefined;
  private watch: OnAbort | undefined = undefined;

  constructor(source: Source<T>, observer: Partial<ObserverLike<T>>, signal: AbortSignal | undefined) {
    this.observer = observer;
    if (signal?.aborted) this.closed = true;
    else if (signal !== undefined) this.watch = new OnAbort(signal, () => this.unsubscribe());
    Promise.resolve().then(() => this.run(source)); // a subscriber can unsubscribe before the first value
  }

  unsubscribe(): void {
    if (this.close()) this.flow?.cancel().catch(report);
  }

  private async run(source: Source<T>): Promise<void> {
    if (this.closed) return;
    const { observer } = this;
    try {
      this.flow = pipeline(source);
      await this.flow.forEach((value) => {
        this.tell(() => observer.next?.(value));
      });
    } catch (error) {
      if (!this.close()) return;
      return this.tell(() => observer.error ? observer.error(error) : report(error)); // `null` is an absent method
    }
    if (this.close()) this.tell(() => observer.complete?.());
  }

  /** Returns false when it was already closed. */
  private close(): boolean {
    if (this.closed) return false;
    this.watch?.unwatch();
    return this.closed = true;
  }

  private tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      report(error);
    }
  }
}
