/** The sources that a flow of many is made from. */
import type { Link } from "../flow/link.ts";
import { checkSource, open } from "../flow/open.ts";
import type { Source } from "../flow/types.ts";

/** Their first links. Throws a `TypeError` that names the one that is no source. */
export function openAll<T>(sources: readonly Source<unknown>[]): Link<T>[] {
  for (const [index, source] of sources.entries()) checkSource(source, `sources[${index}]`); // before any is opened
  return sources.map((source, index) => open(source as Source<T>, `sources[${index}]`));
}
