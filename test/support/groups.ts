// How tests read what groupBy() gives.
import type { Flow, KeyGroup } from "sluice";

/** The next group, which must come. */
export async function nextGroup<K, A>(flow: Flow<KeyGroup<K, A>>): Promise<KeyGroup<K, A>> {
  const { value } = await flow.next();
  if (value === undefined) throw new Error("There is no further group");
  return value;
}

/** Reads all groups of a flow side by side: what came for which key, in the order in which the groups came. */
export async function collectedGroups<K, A>(flow: Flow<KeyGroup<K, A>>): Promise<[K, A[]][]> {
  const all: Promise<[K, A[]]>[] = [];
  await flow.forEach(({ key, values }) => void all.push(values.toArray().then((array) => [key, array])));
  return Promise.all(all);
}
