/** A publisher of Reactive Streams as a source. */
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
  /** How many values may be requested and not yet be taken, since they are held: a positive integer. Default 16. */
  readonly window?: number | undefined;
}

/**
 * A flow of the values of a publisher of [Reactive Streams](https://www.reactive-streams.org). It subscribes at the first
 * pull, keeps at most `window` values requested, and asks again when half of them have been taken.
 *
 * Leaving the flow cancels the subscription; `signal` does so, too, and the consumer gets `signal.reason`. When
 * `subscribe` or `request` throws, the subscription is cancelled and the flow fails with that error after what is held. A publisher
 * that sends more than was requested is cancelled, and the flow fails with an `OverflowError` after what is held. Throws
 * a `TypeError` or `RangeError` for wrong arguments.
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
  return pipeline({ [Symbol.asyncIterator]: () => new Window(publisher, window) }, { signal });
}

/** Holds: what is `wanted` and what is held are `window` together, but for what was just taken. */
class Window<T> implements AsyncIterator<T, undefined, undefined>, SubscriberLike<T> {
  static {
    printed(this.prototype, "Subscriber");
  }

  private readonly publisher: PublisherLike<T>;
  private readonly held: Channel<T>;
  private subscribed = false;
  private subscription: PublisherSubscription | undefined = undefined;
  /** How many were requested and have not come. */
  private wanted = 0;
  /** How many were taken since the last request. */
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

  /** The consumer has left. */
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
    this.wanted += count; // counted first: values may come within the request
    this.attempt(() => this.subscription?.request(count));
  }

  /** Asks the publisher. What that throws fails the flow after what is held, and has the subscription cancelled. */
  private attempt(ask: () => void): void {
    try {
      ask();
    } catch (error) {
      this.onError(error);
      try {
        this.subscription?.cancel();
      } catch {
        // the first error is the one that counts
      }
    }
  }

  onNext(value: T): void {
    if (this.held.closed) return;
    if (this.wanted > 0) {
      this.wanted--;
      this.held.trySend(value); // there is room for what was requested
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
