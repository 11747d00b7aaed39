/**
 * One to many.
 *
 * @module
 */
export { broadcast } from "./broadcast.ts";
export type { Broadcast, BroadcastOptions, Subscription } from "./types.ts";
