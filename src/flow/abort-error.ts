/** For an abort that came without a reason, as the platform makes it; not every engine has a `DOMException`. */
export function abortError(): Error {
  return domError("This operation was aborted", "AbortError");
}

/** A `DOMException` of this name, or what comes nearest. */
export function domError(message: string, name: string): Error {
  if (typeof DOMException === "function") return new DOMException(message, name);
  return Object.assign(new Error(message), { name });
}
