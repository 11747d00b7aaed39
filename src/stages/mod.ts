/**
 * The stages of pipelines, flows of many sources, and splits.
 *
 * @module
 */
export { batch, type BatchOptions } from "./batch.ts";
export { buffer } from "./buffer.ts";
export { catchError } from "./catch-error.ts";
export { combineLatest } from "./combine-latest.ts";
export { concat } from "./concat.ts";
export { debounce } from "./debounce.ts";
export { distinctUntilChanged } from "./distinct-until-changed.ts";
export { drop, dropWhile } from "./drop.ts";
export { filter } from "./filter.ts";
export { flatMap } from "./flat-map.ts";
export { groupBy, type GroupByOptions, type KeyGroup } from "./group-by.ts";
export { map } from "./map.ts";
export { merge } from "./merge.ts";
export { partition } from "./partition.ts";
export { sample } from "./sample.ts";
export { scan } from "./scan.ts";
export { take, takeWhile } from "./take.ts";
export { tap } from "./tap.ts";
export { tee } from "./tee.ts";
export { timeout } from "./timeout.ts";
export { walk, type WalkContext, type WalkOptions } from "./walk.ts";
export type { WorkOptions } from "./calls/working.ts";
export { zip } from "./zip.ts";
