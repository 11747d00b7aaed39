/** How a user's task in a `group` or in `produce` is started: directly or, while a trace runs, under its name. */
export type Starter = <R>(name: string, run: () => R) => R;

/** Starts a task: calls `run`. */
export function start<R>(task: { readonly name: string }, run: () => R): R {
  return starter(task.name, run);
}

/** Changes how tasks are started from now on; without an argument, they are started directly. */
export function startBy(other: Starter = plainly): void {
  starter = other;
}

function plainly<R>(_name: string, run: () => R): R {
  return run();
}

let starter: Starter = plainly;
