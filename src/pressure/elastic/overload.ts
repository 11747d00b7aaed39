/** How a service says that it has too much to do. */
import { isOverloaded, read, saysOverload } from "../response.ts";

/** Does a thrown value say so? */
export function isOverload(thrown: unknown): boolean {
  return read(thrown, "name") === "CircuitOpenError" || saysOverload(thrown);
}

/** Does a result say so? Only a response can: any object may have a `status`. */
export function isRefusal(result: unknown): boolean {
  if (!isOverloaded(result)) return false;
  const headers = read(result, "headers");
  if (read(result, "statusCode") !== undefined) return Object(headers) === headers; // undici, got
  return typeof read(headers, "get") === "function";
}
