/**
 * Go-style bounded channels on async iterators: senders wait when a channel is full, `for await` receives, `select`
 * waits on many things at once.
 *
 * @module
 */
export * from "./core/mod.ts";
export * from "./buffers/mod.ts";
export * from "./time/mod.ts";
export * from "./sync/mod.ts";
export * from "./flow/mod.ts";
export * from "./stages/mod.ts";
export * from "./pressure/mod.ts";
export * from "./share/mod.ts";
