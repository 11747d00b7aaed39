/**
 * Groups of tasks, semaphores and mutexes.
 *
 * @module
 */
export type { AcquireOptions, Governor, Permit } from "./governor.ts";
export { group } from "./group.ts";
export type { Group, GroupOptions } from "./group.ts";
export { Mutex } from "./mutex.ts";
export { Semaphore } from "./semaphore.ts";
export type { TaskContext } from "./task-context.ts";
