/** How a task that users give to a `group` or to `produce` is started: as it is, or while a trace runs, under its name. */
export type Starter = <R>(name: string, run: () => R) => R;

/** Starts a task: calls `run`. */
export function start<R>(task: { readonly name: string }, run: () => R): R {
  return starter(task.name, run);
}

/** Has tasks be started in another way from now on; without it, as they are. */
export function startBy(other: Starter = plainly): void {
  starter = other;
}

function plainly<R>(_name: string, run: () => R): R {
  return run();
}

let starter: Starter = plainly;
