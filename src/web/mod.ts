/**
 * How channels and pipelines meet the web: streams, events, observables, publishers, sockets, HTTP.
 *
 * @module
 */
export { fromEvents } from "./from-events.ts";
export type { EventOf, EventOptions, EventTargetLike } from "./from-events.ts";
export { fromObservable } from "./from-observable.ts";
export { fromPublisher } from "./from-publisher.ts";
export type { PublisherOptions } from "./from-publisher.ts";
export type { PublisherLike, PublisherSubscription, SubscriberLike } from "./publisher.ts";
export { fromWebSocket } from "./from-web-socket.ts";
export type { WebSocketOptions } from "./from-web-socket.ts";
export { guard } from "./guard.ts";
export type { GuardOptions } from "./guard.ts";
export { politeFetch } from "./polite-fetch.ts";
export type { PoliteFetchOptions } from "./polite-fetch.ts";
export { toObservable } from "./to-observable.ts";
export type { ObservableSubscription, SourceObservable } from "./to-observable.ts";
export type { ObservableLike, ObserverLike } from "./observable.ts";
export { toPublisher } from "./to-publisher.ts";
export { toReadable } from "./to-readable.ts";
export { toTransform } from "./to-transform.ts";
export type { ToTransform, TransformPair } from "./to-transform.ts";
export { toWebSocket } from "./to-web-socket.ts";
export type { WebSocketData, WebSocketSenderOptions } from "./to-web-socket.ts";
export type { WebSocketError, WebSocketLike } from "./web-socket.ts";
export { toWritable } from "./to-writable.ts";
export type { PushSource } from "../push/types.ts";
