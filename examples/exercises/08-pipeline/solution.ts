import { filter, map, pipeline, take } from "sluice";

export async function oddPages(
  ids: Iterable<number>,
  load: (id: number) => Promise<string>,
  count: number,
): Promise<string[]> {
  const pages = pipeline(
    ids,
    filter((id) => id % 2 === 1),
    map((id) => load(id), { concurrency: 2 }),
    take(count),
  );
  return await pages.toArray();
}
