/** A source as a Reactive Streams publisher. */
import { report } from "../../core/engine/hooks.ts";
import { isFunction, membersOf, shown } from "../../core/engine/arguments.ts";
import { printed } from "../../core/engine/printed.ts";
import { checkSource } from "../../flow/sources/open.ts";
import { pipeline } from "../../flow/pipeline.ts";
import type { Flow } from "../../flow/chain-types.ts";
import type { Source } from "../../flow/types.ts";
import type { PublisherLike, PublisherSubscription, SubscriberLike } from "./publisher.ts";

/**
 * Creates a publisher of [Reactive Streams](https://www.reactive-streams.org). Each subscriber is a run of its own,
 * which opens the source at the first request and pulls no more values than requested.
 *
 * Signals are sent one at a time, and never from within `request` or `cancel`. A request that is neither an integer of
 * at least 1 nor `Infinity` ends the subscription with an `onError` of a `RangeError`. Any value can be sent, `null`
 * included. The end is known only by another pull: a subscriber that requests exactly the number of values learns of
 * the end by its next request. A subscriber that throws is cancelled, and its error is reported as uncaught.
 *
 * Throws a `TypeError` when `source` is not a source.
 *
 * @example
 * ```ts
 * import { fromPublisher, toPublisher } from "sluice/web";
 *
 * const publisher = toPublisher([1, 2, 3]); // or one of RSocket, say
 * console.log(await fromPublisher(publisher, { window: 2 }).toArray()); // [ 1, 2, 3 ]
 * ```
 */
export function toPublisher<T>(source: Source<T>): PublisherLike<T> {
  checkSource(source, "source");
  const publisher: PublisherLike<T> = {
    subscribe(subscriber) {
      const { onSubscribe, onNext, onError, onComplete } = membersOf(subscriber);
      if (![onSubscribe, onNext, onError, onComplete].every(isFunction)) {
        throw new TypeError(
          `subscriber must have onSubscribe(), onNext(), onError() and onComplete(), not be ${shown(subscriber)}`,
        );
      }
      const supply = new Supply(source, subscriber);
      supply.tell((to) => to.onSubscribe(supply));
    },
  };
  return printed(publisher, "Publisher");
}

/** One subscription. Holds: without a subscriber it is over, and no signal is sent. */
class Supply<T> implements PublisherSubscription {
  static {
    printed(this.prototype, "Subscription", (it) => [`${it.demand} requested`, it.subscriber === undefined && "over"]);
  }

  private subscriber: SubscriberLike<T> | undefined;
  private readonly source: Source<T>;
  private flow: Flow<T> | undefined = undefined;
  private demand = 0;
  private running = false;

  constructor(source: Source<T>, subscriber: SubscriberLike<T>) {
    this.source = source;
    this.subscriber = subscriber;
  }

  request(count: number): void {
    if (this.subscriber === undefined) return;
    if (typeof count !== "number" || !(count > 0) || (!Number.isInteger(count) && count !== Infinity)) {
      return this.refuse(count);
    }
    this.demand += count;
    if (this.running) return;
    this.running = true;
    Promise.resolve().then(() => this.run());
  }

  cancel(): void {
    if (this.subscriber === undefined) return;
    this.subscriber = undefined;
    this.flow?.cancel().catch(report);
  }

  /** Sends a signal unless the subscription is over. A subscriber that throws has broken the rules. */
  tell(call: (subscriber: SubscriberLike<T>) => void): void {
    const { subscriber } = this;
    if (subscriber === undefined) return;
    try {
      call(subscriber);
    } catch (error) {
      this.cancel();
      report(error);
    }
  }

  private async run(): Promise<void> {
    if (this.subscriber === undefined) return; // cancelled since the request: the source is not touched
    try {
      this.flow ??= pipeline(this.source);
      while (this.demand > 0 && this.subscriber !== undefined) {
        const { done, value } = await this.flow.next();
        if (done) return this.end((subscriber) => subscriber.onComplete());
        this.demand--;
        this.tell((subscriber) => subscriber.onNext(value));
      }
      this.running = false;
    } catch (error) {
      this.end((subscriber) => subscriber.onError(error));
    }
  }

  private end(last: (subscriber: SubscriberLike<T>) => void): void {
    this.tell((subscriber) => {
      this.subscriber = undefined;
      last(subscriber);
    });
  }

  /** The signal is delayed, because the request may come from within `onNext`. */
  private refuse(count: unknown): void {
    const error = new RangeError(`count must be an integer of at least 1, not ${shown(count)}`);
    const { subscriber } = this;
    this.cancel();
    Promise.resolve().then(() => subscriber?.onError(error)).catch(report);
  }
}
