/** True for a value that `await` would wait for. */
export function isThenable<T>(given: T | PromiseLike<T>): given is PromiseLike<T> {
  if (given === null || (typeof given !== "object" && typeof given !== "function")) return false;
  return typeof (given as PromiseLike<T>).then === "function";
}

const then = Promise.prototype.then;

/**
 * A native promise of the same result, which settles once and later, even if user code has replaced the `then` of
 * `given`.
 */
export function promised<T>(given: PromiseLike<T>): Promise<T> {
  const promise = Promise.resolve(given);
  return promise.then === then ? promise : new Promise((resolve) => resolve(given));
}
