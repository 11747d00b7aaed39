/**
 * One sender and many receivers: broadcasts, topics and watched values.
 *
 * @module
 */
export { broadcast } from "./broadcast.ts";
export { topics } from "./topics.ts";
export type { Broadcast, BroadcastOptions, Subscription, Topics, Watch } from "./types.ts";
export { watch } from "./watch.ts";
