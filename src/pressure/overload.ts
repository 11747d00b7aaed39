/** How a service says that it has too much to do. What cannot be read, since a getter of it throws, says nothing. */

/** Does a thrown value say so? */
export function isOverload(thrown: unknown): boolean {
  try {
    const { name, status } = Object(thrown);
    return name === "CircuitOpenError" || saysOverload(status);
  } catch {
    return false;
  }
}

/** Does a result say so? Only a `Response` can; any object may have a `status`. */
export function isRefusal(result: unknown): boolean {
  try {
    const { status, headers } = Object(result);
    return saysOverload(status) && typeof Object(headers).get === "function";
  } catch {
    return false;
  }
}

/** Too Many Requests, Service Unavailable (RFC 6585, RFC 9110). */
function saysOverload(status: unknown): boolean {
  return status === 429 || status === 503;
}
