/**
 * How channels and pipelines meet the web: streams, events, observables.
 *
 * @module
 */
export { fromEvents } from "./from-events.ts";
export type { EventOf, EventOptions, EventTargetLike } from "./from-events.ts";
export { fromObservable } from "./from-observable.ts";
export { toObservable } from "./to-observable.ts";
export type { SourceObservable, Subscription } from "./to-observable.ts";
export type { ObservableLike, ObserverLike } from "./observable.ts";
export { toReadable } from "./to-readable.ts";
export { toTransform } from "./to-transform.ts";
export type { ToTransform, TransformPair } from "./to-transform.ts";
export { toWritable } from "./to-writable.ts";
export type { PushSource } from "../push/types.ts";
