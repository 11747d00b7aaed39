import { map, pipeline, type Receiver, type Sender } from "sluice";

function parse(text: string): number {
  if (Number.isNaN(Number(text))) throw new Error(`not a number: ${text}`);
  return Number(text);
}

/**
 * Parse all texts, and return those that are not numbers, too. So far the first bad one ends everything. Give `map` an
 * `onError`. Observe that an item that failed is skipped, and that the others keep their order.
 */
export async function parseAll(texts: string[]): Promise<{ numbers: number[]; bad: string[] }> {
  const bad: string[] = [];
  const numbers = await pipeline(texts, map(parse)).toArray();
  return { numbers, bad };
}

/**
 * `copy` passes on everything until its source ends. When the source fails, its reader must learn that too, but so far
 * it sees a normal end. Observe that the error comes after the last value, and that `closed` is true for both kinds of
 * end.
 */
export async function copy(from: Receiver<string>, to: Sender<string>): Promise<void> {
  try {
    for await (const value of from) await to.send(value);
  } finally {
    to.close();
  }
}
