/** The error of an abort without a reason, as the platform creates it. Some engines have no `DOMException`. */
export function abortError(): Error {
  return domError("This operation was aborted", "AbortError");
}

/** A `DOMException` of this name, or the closest equivalent. */
export function domError(message: string, name: string): Error {
  if (typeof DOMException === "function") return new DOMException(message, name);
  return Object.assign(new Error(message), { name });
}
