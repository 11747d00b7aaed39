/** True for what `await` would wait for. */
export function isThenable<T>(given: T | PromiseLike<T>): given is PromiseLike<T> {
  if (given === null || (typeof given !== "object" && typeof given !== "function")) return false;
  return typeof (given as PromiseLike<T>).then === "function";
}
