/**
 * What publishers and subscribers are, by shape, as Reactive Streams has them.
 *
 * @module
 */

/** How a subscriber says what it wants. */
export interface PublisherSubscription {
  /** Asks for so many values more: an integer of at least 1, or `Infinity`. */
  request(count: number): void;
  /** Nothing more is wanted. */
  cancel(): void;
}

/** Whoever is told of values, no more than it asked for, and at most once of the error or the end. */
export interface SubscriberLike<in T> {
  /** Comes first. */
  onSubscribe(subscription: PublisherSubscription): void;
  /** A value. */
  onNext(value: T): void;
  /** It failed: nothing comes any more. */
  onError(error: unknown): void;
  /** That was all. */
  onComplete(): void;
}

/** A publisher, by its only member. */
export interface PublisherLike<out T> {
  /** Calls `onSubscribe`, and then tells no more than the subscriber requests. */
  subscribe(subscriber: SubscriberLike<T>): void;
}
