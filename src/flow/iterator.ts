/** What the language's own loops know about iterators. */
import { shown } from "../core/arguments.ts";

/** Throws unless it is an object, as `for await` does. */
export function checkedResult<R>(result: R): R {
  if (Object(result) === result) return result;
  throw new TypeError(`source.next() must give an object, not ${shown(result)}`);
}

/** True for what holds its place in a sequence itself, such as a generator: it can be released before it was opened. */
export function isIterator(source: unknown): source is { return?: () => unknown } {
  return typeof (source as { next?: unknown }).next === "function";
}
