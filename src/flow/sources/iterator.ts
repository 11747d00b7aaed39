/** What the language's own loops know about iterators. */
/**
 * True for an object that keeps its own place in a sequence, such as a generator: it can be released before it was
 * opened.
 */
export function isIterator(source: unknown): source is { return?: () => unknown } {
  return typeof (source as { next?: unknown }).next === "function";
}
