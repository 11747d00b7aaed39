/** True for what `await` would wait for. */
export function isThenable<T>(given: T | PromiseLike<T>): given is PromiseLike<T> {
  if (given === null || (typeof given !== "object" && typeof given !== "function")) return false;
  return typeof (given as PromiseLike<T>).then === "function";
}

const { then } = Promise.prototype;

/** A promise of the same that keeps its word, to tell once and later, also where somebody has replaced the `then` of theirs. */
export function promised<T>(given: PromiseLike<T>): Promise<T> {
  const promise = Promise.resolve(given);
  return promise.then === then ? promise : new Promise((resolve) => resolve(given));
}
