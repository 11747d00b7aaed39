/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Sends values to the subscribers of their key.
 *
 * Holds, whenever no method is running: `topics` holds a topic as long as the topic has a subscriber.
 */
import { checkFunction } from "../core/engine/arguments.ts";
import { sendingCase } from "../core/waiting/case-protocol.ts";
import { dispose } from "../core/engine/dispose.ts";
import type { Parked } from "../core/waiting/wait-queue.ts";
import { counted, printed } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import { type Outlet, Sending } from "../core/channel/sending.ts";
import type { Buffer, Got, WaitOptions } from "../core/types.ts";
import { Broadcasting } from "./broadcasting.ts";
import { Publisher } from "./sending-half.ts";
import type { Subscriber } from "./subscriber.ts";
import type { Subscription, Topics } from "./types.ts";

/**
 * Creates a sender whose values go to the subscribers of their key, as returned by `keyOf`: one broadcast for each key.
 * A value without subscribers is dropped, and a key without subscribers is forgotten.
 *
 * Keys are compared as in a `Map`. An error thrown by `keyOf` rejects that `send`; `trySend` throws it. Sending,
 * buffers and closing work as in a `broadcast`; the slowest subscriber of a key sets the pace of that key alone.
 * `replay`, `whenNone` and `subscribers` do not exist here. Throws a `TypeError` unless `keyOf` is a function.
 *
 * @example
 * ```ts
 * import { topics } from "sluice";
 *
 * const chat = topics((message: { room: string; text: string }) => message.room);
 * const kitchen = chat.subscribe("kitchen", 10);
 *
 * await chat.send({ room: "kitchen", text: "tea?" });
 * await chat.send({ room: "garden", text: "anyone?" }); // dropped: no subscriber
 * chat.close();
 * for await (const { text } of kitchen) console.log(text); // tea?
 * ```
 */
export function topics<T, K>(keyOf: (value: T) => K): Topics<T, K> {
  checkFunction("keyOf", keyOf);
  return new OwnTopics(keyOf);
}

class OwnTopics<T, K> extends Publisher<T> implements Topics<T, K>, Outlet<T> {
  private readonly keyOf: (value: T) => K;
  private readonly topics: Map<K, Topic<T, K>> = new Map();
  /** The topic of the last send that was started. */
  private started: Topic<T, K> | undefined = undefined;

  constructor(keyOf: (value: T) => K) {
    super();
    this.keyOf = keyOf;
  }

  subscribe(key: K, buffer: number | Buffer<T>, options?: WaitOptions): Subscription<T> {
    const topic = this.topics.get(key) ?? new Topic(key, this.topics);
    if (this.ended) topic.close(this.error);
    return topic.subscribe(buffer, options);
  }

  attemptSend(value: T): boolean {
    return this.topicFor(value)?.attemptSend(value) ?? true;
  }

  startSend(value: T): boolean {
    const topic = this.topicFor(value);
    const accepted = topic?.startSend(value) ?? true;
    this.started = topic;
    return accepted;
  }

  waitToSend(value: T, signal: AbortSignal | undefined): Promise<void> {
    return (this.started as Topic<T, K>).waitToSend(value, signal);
  }

  enlistSender(sender: Parked, value: T): void {
    const topic = this.topicFor(value) ?? new Topic(this.keyOf(value), this.topics);
    topic.enlistSender(sender, value);
    topic.recheck(); // all subscribers may have left since topicFor()
  }

  readyToSend(): undefined {
    return undefined;
  }

  readyToSendFor(select: unknown, value: T): boolean {
    return this.ended || (this.topicFor(value)?.readyToSendFor(select, value) ?? true);
  }

  recheck(): void {
    for (const topic of this.topics.values()) topic.recheck();
  }

  protected closing(): void {
    for (const topic of this.topics.values()) topic.close(this.error);
  }

  /** The topic of a value, if it has subscribers. Throws what `keyOf` throws. */
  private topicFor(value: T): Topic<T, K> | undefined {
    this.refuseIfClosed(value);
    return this.topics.get(this.keyOf(value));
  }

  [sendingCase](value: T): Case<Got<undefined>> {
    return new Sending(this, value);
  }

  [dispose](): void {
    this.close();
  }

  static {
    printed(this.prototype, "Topics", (it) => [counted(it.topics.size, "key"), it.ended && "closed"]);
  }
}

/** The values of one key. */
class Topic<T, K> extends Broadcasting<T> {
  private readonly key: K;
  private readonly topics: Map<K, Topic<T, K>>;

  constructor(key: K, topics: Map<K, Topic<T, K>>) {
    super(0, false);
    this.key = key;
    this.topics = topics;
  }

  override join(subscriber: Subscriber<T>): void {
    super.join(subscriber);
    this.topics.set(this.key, this);
  }

  override forget(subscriber: Subscriber<T>): void {
    super.forget(subscriber);
    if (this.subscribers === 0 && this.topics.get(this.key) === this) this.topics.delete(this.key);
  }
}
