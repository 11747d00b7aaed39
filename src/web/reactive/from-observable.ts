/** Receives the values of an observable. */
import { membersOf, signalOf } from "../../core/engine/arguments.ts";
import type { Buffer, WaitOptions } from "../../core/types.ts";
import { pushSource } from "../../edges/inbound.ts";
import type { PushSource } from "../../edges/types.ts";
import { type ObservableLike, observableOf } from "./observable.ts";

/**
 * Creates a receiver of the values of an observable: RxJS's, the WICG's, or any object with `Symbol.observable`. It
 * subscribes at the call. Leaving its loop, `cancel()`, `using` and an abort of the signal unsubscribe. An error of the
 * observable comes after the held values.
 *
 * An observable cannot wait, so `buffer` is its overflow strategy: `unbounded()` is RxJava's `onBackpressureBuffer`,
 * `dropping(n)` its `onBackpressureDrop`, `sliding(1)` its `onBackpressureLatest`, and `strict(n)` its
 * `onBackpressureError`. A plain capacity acts as `strict`: when it is full, the source ends with an `OverflowError`.
 * Throws a `TypeError` for wrong arguments, including a missing buffer.
 *
 * @example
 * ```ts
 * import { unbounded } from "sluice";
 * import { fromObservable, toObservable } from "sluice/web";
 *
 * const observable = toObservable([1, 2, 3]); // or one of RxJS
 * for await (const n of fromObservable(observable, unbounded())) console.log(n); // 1 2 3
 * ```
 */
export function fromObservable<T>(
  observable: ObservableLike<T>,
  buffer: number | Buffer<NoInfer<T>> | Buffer<unknown>,
  options?: WaitOptions,
): PushSource<T> {
  const signal = signalOf(options);
  const given = observableOf(observable);
  return pushSource<[T], T>(buffer as Buffer<T>, {
    signal,
    map: (value) => value,
    subscribe: ({ next, error, complete }) => {
      const controller = new AbortController(); // unsubscribes from a WICG observable, also while it subscribes
      const observer = { next: (value: T) => void (next(value) || controller.abort()), error, complete };
      let subscription: unknown;
      try {
        subscription = given.subscribe(observer, { signal: controller.signal });
      } catch (error) {
        controller.abort(); // the subscription may have begun
        throw error;
      }
      return () => {
        controller.abort();
        unsubscribe(subscription);
      };
    },
  });
}

function unsubscribe(subscription: unknown): void {
  const { unsubscribe } = membersOf(subscription);
  if (typeof unsubscribe === "function") unsubscribe.call(subscription);
  else if (typeof subscription === "function") subscription();
}
