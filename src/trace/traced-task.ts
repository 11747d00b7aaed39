/** Which task runs now: known across `await` where the platform can keep it, by its `AsyncLocalStorage`. */
import { checkFunction, shown } from "../core/engine/arguments.ts";

/** A task that is told apart from others. */
export interface Task {
  /** Empty: that of the function which first does something. */
  readonly name: string;
}

/** Where the task that runs now is kept. */
export interface TaskContext {
  run<R>(task: Task, body: () => R): R;
  getStore(): Task | undefined;
}

/**
 * Calls `body` as the task `name`, and gives what it gives: traces show under this name whatever it does, and what it
 * has called does.
 *
 * Without it a trace names a task by the function that calls a channel, which cannot tell two runs of one function from
 * each other; only the tasks of a `group` and of `produce` are told apart. A second task with the same name is shown as
 * `name (2)`.
 *
 * On Node (20.16 or 22.3, and newer), Deno and Bun the name holds to the end of the task. Where the platform has no
 * `AsyncLocalStorage` to give at once, as in browsers, it holds until the first `await`. Throws a `TypeError` for wrong arguments, and what `body` throws.
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
  context ??= contextOn(globalThis as Platform);
  return context.run({ name }, body);
}

/** The task that runs now, if it is told apart. */
export function currentTask(): Task | undefined {
  return context?.getStore();
}

let context: TaskContext | undefined;

interface Platform {
  readonly process?: {
    readonly getBuiltinModule?: (name: string) => { readonly AsyncLocalStorage: new () => TaskContext } | undefined;
  };
}

/** What this platform keeps a task in. */
export function contextOn(platform: Platform): TaskContext {
  const hooks = platform.process?.getBuiltinModule?.("node:async_hooks");
  return hooks === undefined ? new CallContext() : new hooks.AsyncLocalStorage();
}

/** Where nothing is kept across `await`: the task of the call that runs now. */
class CallContext implements TaskContext {
  private task: Task | undefined = undefined;

  run<R>(task: Task, body: () => R): R {
    const outer = this.task;
    this.task = task;
    try {
      return body();
    } finally {
      this.task = outer;
    }
  }

  getStore(): Task | undefined {
    return this.task;
  }
}
