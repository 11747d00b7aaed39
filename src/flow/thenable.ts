/** True for what `await` would wait for. */
export function isThenable<T>(given: T | PromiseLike<T>): given is PromiseLike<T> {
  if (given === null || (typeof given !== "object" && typeof given !== "function")) return false;
  return typeof (given as PromiseLike<T>).then === "function";
}

const then = Promise.prototype.then;

/** A promise of the same that keeps its word, to tell once and later, also where somebody has replaced the `then` of theirs. */
export function promised<T>(given: PromiseLike<T>): Promise<T> {
  const promise = Promise.resolve(given);
  return promise.then === then ? promise : adopted(given);
}

/** Apart from `promised`, since an engine prepares for a closure at the entry of its function. */
function adopted<T>(given: PromiseLike<T>): Promise<T> {
  return new Promise((resolve) => resolve(given));
}
