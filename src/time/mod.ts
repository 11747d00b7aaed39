/**
 * Time as receivers: deadlines, pauses and ticks.
 *
 * @module
 */
export { after } from "./after.ts";
export { sleep } from "./sleep.ts";
export { ticker } from "./ticker.ts";
