/** The current task: known across `await` where the platform has `AsyncLocalStorage`. */
import { checkFunction, shown } from "../core/engine/arguments.ts";

/** A task with an identity of its own. */
export interface NamedTask {
  /** The name. If it is empty, the task is named after the function that acts first. */
  readonly name: string;
}

/** Stores the current task. */
export interface TaskStore {
  run<R>(task: NamedTask, body: () => R): R;
  getStore(): NamedTask | undefined;
}

/**
 * Calls `body` as the task `name` and returns its result. Traces show under this name what `body` does, and what the
 * functions that it calls do.
 *
 * Without it, a trace names a task by the function that calls a channel, which does not distinguish two runs of one
 * function; only the tasks of a `group` and of `produce` are distinguished. A second task with the same name is shown
 * as `name (2)`.
 *
 * On Node (20.16 or 22.3, and newer), Deno and Bun the name holds until the end of the task. Where the platform does
 * not offer `AsyncLocalStorage` synchronously, as in browsers, it holds until the first `await`. Throws a `TypeError`
 * for wrong arguments, and what `body` throws.
 *
 * @example
 * ```ts
 * import { channel } from "sluice";
 * import { task, toText, trace } from "sluice/trace";
 *
 * const running = trace();
 * const jobs = channel<string>(1, { name: "jobs" });
 * await task("boss", async () => await jobs.send("sweep"));
 * running.stop();
 * console.log(running.events.at(-1)?.task); // boss
 * ```
 */
export function task<R>(name: string, body: () => R): R {
  if (typeof name !== "string") throw new TypeError(`name must be a string, not ${shown(name)}`);
  checkFunction("body", body);
  store ??= storeOn(globalThis as Platform);
  return store.run({ name }, body);
}

/** The current task, if it has an identity. */
export function currentTask(): NamedTask | undefined {
  return store?.getStore();
}

let store: TaskStore | undefined;

interface Platform {
  readonly process?: {
    readonly getBuiltinModule?: (name: string) => { readonly AsyncLocalStorage: new () => TaskStore } | undefined;
  };
}

/** The storage that a platform offers. */
export function storeOn(platform: Platform): TaskStore {
  const hooks = platform.process?.getBuiltinModule?.("node:async_hooks");
  return hooks === undefined ? new CallStore() : new hooks.AsyncLocalStorage();
}

/** For platforms that store nothing across `await`: the task of the running call. */
class CallStore implements TaskStore {
  private task: NamedTask | undefined = undefined;

  run<R>(task: NamedTask, body: () => R): R {
    const outer = this.task;
    this.task = task;
    try {
      return body();
    } finally {
      this.task = outer;
    }
  }

  getStore(): NamedTask | undefined {
    return this.task;
  }
}
