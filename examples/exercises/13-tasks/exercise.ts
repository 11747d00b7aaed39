export type Task = (context: { signal: AbortSignal }) => Promise<string>;

/**
 * Run two tasks at once and return what both return. If one fails, the other must be told by its signal, and `both`
 * must not reject before that one has ended. `Promise.all` does neither. Observe with `group` that the error is that of
 * the task that failed first.
 */
export function both(first: Task, second: Task): Promise<string[]> {
  const { signal } = new AbortController(); // never aborted
  return Promise.all([first({ signal }), second({ signal })]);
}
