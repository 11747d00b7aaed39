/** How a service signals overload. */
import { isOverloaded, read, saysOverload } from "../response.ts";

/** Whether a thrown value signals overload. */
export function isOverload(thrown: unknown): boolean {
  return read(thrown, "name") === "CircuitOpenError" || saysOverload(thrown);
}

/** Whether a result signals overload. Only a response does: any object may have a `status`. */
export function isRefusal(result: unknown): boolean {
  if (!isOverloaded(result)) return false;
  const headers = read(result, "headers");
  if (read(result, "statusCode") !== undefined) return Object(headers) === headers; // undici, got
  return typeof read(headers, "get") === "function";
}
