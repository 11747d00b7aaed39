/** The sources of a flow over many. */
import type { Link } from "../../flow/link.ts";
import { checkSource, isLinked, open } from "../../flow/sources/open.ts";
import type { Source } from "../../flow/types.ts";

/**
 * Opens the sources. Throws a `TypeError` that names an argument that is not a source or is in use, and then takes
 * none.
 */
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
