/**
 * How channels and pipelines meet the web: streams, events.
 *
 * @module
 */
export { fromEvents } from "./from-events.ts";
export type { EventOf, EventOptions, EventTargetLike } from "./from-events.ts";
export { toReadable } from "./to-readable.ts";
export { toTransform } from "./to-transform.ts";
export type { ToTransform, TransformPair } from "./to-transform.ts";
export { toWritable } from "./to-writable.ts";
export type { PushSource } from "../push/types.ts";
