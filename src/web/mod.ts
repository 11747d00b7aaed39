/**
 * How channels and pipelines meet the web: streams, events, observables, publishers, sockets, HTTP.
 *
 * @module
 */
export { fromEvents } from "./reactive/from-events.ts";
export type { EventOf, EventOptions, EventTargetLike } from "./reactive/from-events.ts";
export { fromObservable } from "./reactive/from-observable.ts";
export { fromPublisher } from "./reactive/from-publisher.ts";
export type { PublisherOptions } from "./reactive/from-publisher.ts";
export type { PublisherLike, PublisherSubscription, SubscriberLike } from "./reactive/publisher.ts";
export { fromWebSocket } from "./socket/from-web-socket.ts";
export type { WebSocketOptions } from "./socket/from-web-socket.ts";
export { guard } from "./http/guard.ts";
export type { GuardOptions } from "./http/guard.ts";
export { politeFetch } from "./http/polite-fetch.ts";
export type { PoliteFetchOptions } from "./http/polite-fetch.ts";
export { toObservable } from "./reactive/to-observable.ts";
export type { ObservableSubscription, SourceObservable } from "./reactive/to-observable.ts";
export type { ObservableLike, ObserverLike } from "./reactive/observable.ts";
export { toPublisher } from "./reactive/to-publisher.ts";
export { toReadable } from "./streams/to-readable.ts";
export { toTransform } from "./streams/to-transform.ts";
export type { ToTransform, TransformPair } from "./streams/to-transform.ts";
export { toWebSocket } from "./socket/to-web-socket.ts";
export type { WebSocketData, WebSocketSenderOptions } from "./socket/to-web-socket.ts";
export type { WebSocketError, WebSocketLike } from "./socket/web-socket.ts";
export { toWritable } from "./streams/to-writable.ts";
export type { PushSource } from "../edges/types.ts";
