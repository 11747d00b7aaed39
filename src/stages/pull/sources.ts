/** The sources that a flow of many is made from. */
import type { Link } from "../../flow/link.ts";
import { checkSource, isLinked, open } from "../../flow/sources/open.ts";
import type { Source } from "../../flow/types.ts";

/** Their first links. Throws a `TypeError` that names the one that is no source, or that it cannot have; takes none then. */
export function openAll<T>(sources: readonly Source<unknown>[]): Link<T>[] {
  const flows = new Map<Source<unknown>, number>();
  for (const [index, source] of sources.entries()) {
    checkSource(source, `sources[${index}]`);
    if (!isLinked(source)) continue;
    const first = flows.get(source);
    if (first !== undefined) {
      throw new TypeError(`sources[${index}] must be a flow of its own, not that of sources[${first}]`);
    }
    flows.set(source, index);
  }
  return sources.map((source) => open(source as Source<T>));
}
