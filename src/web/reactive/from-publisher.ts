/** A Reactive Streams publisher as a source. */
import { checkCount, checkOptions, isFunction, membersOf, shown, signalOf } from "../../core/engine/arguments.ts";
import { channel } from "../../core/channel/channel.ts";
import { OverflowError } from "../../core/errors.ts";
import { printed } from "../../core/engine/printed.ts";
import type { Channel, WaitOptions } from "../../core/types.ts";
import { pipeline } from "../../flow/pipeline.ts";
import type { Flow } from "../../flow/chain-types.ts";
import type { PublisherLike, PublisherSubscription, SubscriberLike } from "./publisher.ts";

/** Options of {@linkcode fromPublisher}. */
export interface PublisherOptions extends WaitOptions {
  /** How many values may be requested and not yet taken, and so must be held: a positive integer. Default 16. */
  readonly window?: number | undefined;
}

/**
 * Creates a flow of the values of a [Reactive Streams](https://www.reactive-streams.org) publisher. It subscribes at
 * the first pull, keeps at most `window` values requested, and requests more when half of them have been taken.
 *
 * Leaving the flow cancels the subscription. An abort of `signal` does, too, and the consumer receives `signal.reason`.
 * When `subscribe` or `request` throws, the subscription is cancelled, and the flow fails with that error after the
 * held values. A publisher that sends more values than requested is cancelled, and the flow fails with an
 * `OverflowError` after the held values. Throws a `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { map } from "sluice";
 * import { fromPublisher, toPublisher } from "sluice/web";
 *
 * const publisher = toPublisher([1, 2, 3]); // or one of RSocket, say
 * for await (const n of fromPublisher(publisher).pipe(map((n) => n * n))) console.log(n); // 1 4 9
 * ```
 */
export function fromPublisher<T>(publisher: PublisherLike<T>, options?: PublisherOptions): Flow<T> {
  if (!isFunction(membersOf(publisher).subscribe)) {
    throw new TypeError(`publisher must have subscribe(), not be ${shown(publisher)}`);
  }
  checkOptions(options);
  const signal = signalOf(options);
  const { window = 16 } = options ?? {};
  checkCount("options.window", window, 1, "refused");
  return pipeline({ [Symbol.asyncIterator]: () => new WindowSubscriber(publisher, window) }, { signal });
}

/**
 * The subscriber. Holds: the values `wanted` and those held add up to `window`, except for those taken since the last
 * request.
 */
class WindowSubscriber<T> implements AsyncIterator<T, undefined, undefined>, SubscriberLike<T> {
  static {
    printed(this.prototype, "Subscriber");
  }

  private readonly publisher: PublisherLike<T>;
  private readonly held: Channel<T>;
  private subscribed = false;
  private subscription: PublisherSubscription | undefined = undefined;
  /** How many values were requested and have not arrived. */
  private wanted = 0;
  /** How many values were taken since the last request. */
  private taken = 0;

  constructor(publisher: PublisherLike<T>, window: number) {
    this.publisher = publisher;
    this.held = channel(window);
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (!this.subscribed) {
      this.subscribed = true;
      this.attempt(() => this.publisher.subscribe(this));
    }
    const result = await this.held.receive();
    if (!result.done) this.take();
    return result;
  }

  /** Called when the consumer leaves. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.held.cancel();
    this.subscription?.cancel();
    return Promise.resolve({ value: undefined, done: true });
  }

  onSubscribe(subscription: PublisherSubscription): void {
    const { request, cancel } = membersOf(subscription);
    if (!isFunction(request) || !isFunction(cancel)) {
      throw new TypeError(`subscription must have request() and cancel(), not be ${shown(subscription)}`);
    }
    if (this.held.closed || this.subscription !== undefined) return subscription.cancel();
    this.subscription = subscription;
    this.request(this.held.capacity);
  }

  private request(count: number): void {
    this.wanted += count; // counted first: values may arrive during the request
    this.attempt(() => this.subscription?.request(count));
  }

  /** Calls the publisher. An error that it throws cancels the subscription and fails the flow after the held values. */
  private attempt(ask: () => void): void {
    try {
      ask();
    } catch (error) {
      this.onError(error);
      try {
        this.subscription?.cancel();
      } catch {
        // only the first error counts
      }
    }
  }

  onNext(value: T): void {
    if (this.held.closed) return;
    if (this.wanted > 0) {
      this.wanted--;
      this.held.trySend(value); // a requested value always has room
      return;
    }
    this.held.close(new OverflowError("Cannot receive: the publisher has sent more than was requested", value));
    this.subscription?.cancel();
  }

  onError(error: unknown): void {
    this.held.close(error === undefined ? new Error("Cannot go on: the publisher failed with undefined") : error);
  }

  onComplete(): void {
    this.held.close();
  }

  private take(): void {
    if (++this.taken < this.held.capacity / 2 || this.held.closed) return;
    const { taken } = this;
    this.taken = 0;
    this.request(taken);
  }
}
