/**
 * Publishers and subscribers, by shape, as in Reactive Streams.
 *
 * @module
 */

/** The means by which a subscriber requests values. */
export interface PublisherSubscription {
  /** Requests `count` more values: an integer of at least 1, or `Infinity`. */
  request(count: number): void;
  /** Ends the subscription. */
  cancel(): void;
}

/** Receives values, never more than it requested, and at most once an error or the end. */
export interface SubscriberLike<in T> {
  /** Called first. */
  onSubscribe(subscription: PublisherSubscription): void;
  /** Called with a value. */
  onNext(value: T): void;
  /** Called with an error, after which nothing follows. */
  onError(error: unknown): void;
  /** Called at the end. */
  onComplete(): void;
}

/** A publisher, by its only member. */
export interface PublisherLike<out T> {
  /** Calls `onSubscribe`, and then sends no more values than the subscriber requests. */
  subscribe(subscriber: SubscriberLike<T>): void;
}
