/**
 * Buffer policies: what happens when a channel is full.
 *
 * @module
 */
export { conflating } from "./conflating.ts";
export type { ConflatingOptions } from "./conflating.ts";
export { priority } from "./priority.ts";
export { dropping } from "./dropping.ts";
export { sized } from "./sized.ts";
export { sliding } from "./sliding.ts";
export { strict } from "./strict.ts";
export { unbounded } from "./unbounded.ts";
