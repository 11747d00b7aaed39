/**
 * How time enters.
 *
 * @module
 */
export { after } from "./after.ts";
export { sleep } from "./sleep.ts";
export { ticker } from "./ticker.ts";
