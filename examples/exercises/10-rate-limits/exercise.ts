/**
 * Return a function that calls `fetchPage`, with at most two calls at once, and tries each up to three times in all. So
 * far it makes one attempt, with no limit. Nest a `Semaphore` and `retry` (with `delay: 1`). Observe what the order of
 * nesting changes: does a call that waits for its next attempt keep its permit?
 */
export function careful(fetchPage: (path: string) => Promise<string>): (path: string) => Promise<string> {
  return (path) => fetchPage(path);
}
