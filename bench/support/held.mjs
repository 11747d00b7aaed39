import { heapInUse } from "./heap.mjs";

/** Bytes that each of many things needs, with what it returns. */
export async function heldBy(count, make) {
  const held = new Array(count).fill(undefined);
  if (count > 1) {
    for (let index = 0; index < 100; index++) held[index] = make(index);
  }
  held.fill(undefined);
  const before = await heapInUse();
  for (let index = 0; index < count; index++) held[index] = make(index);
  const after = await heapInUse();
  if (held[count - 1] === null) throw new Error("Nothing was held");
  return (after - before) / count;
}
