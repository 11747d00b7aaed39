/**
 * Return the first `count` pages with an odd number, with at most two of them loading at once. So far every page is
 * loaded before any is chosen. Build a `pipeline` of `filter`, `map` and `take`. Observe how few ids are read, and that
 * the source is released.
 */
export async function oddPages(
  ids: Iterable<number>,
  load: (id: number) => Promise<string>,
  count: number,
): Promise<string[]> {
  const pages = await Promise.all([...ids].map(async (id) => ({ id, page: await load(id) })));
  return pages.filter(({ id }) => id % 2 === 1).map(({ page }) => page).slice(0, count);
}
