import { channel, type Receiver } from "sluice";

export async function parts(lines: Receiver<string>): Promise<{ headers: string[]; body: string[] }> {
  const headers: string[] = [];
  const body: string[] = [];
  for await (const line of lines) {
    if (line === "") break;
    headers.push(line);
  }
  for await (const line of lines) body.push(line);
  return { headers, body };
}

export async function find(isWanted: (n: number) => boolean): Promise<number | undefined> {
  const numbers = channel<number>();

  async function count() {
    for (let n = 1;; n++) await numbers.send(n);
  }

  const counting = count().catch(() => {}); // no number is wanted any more
  let found: number | undefined;
  for await (const n of numbers.consume()) {
    if (!isWanted(n)) continue;
    found = n;
    break;
  }
  await counting;
  return found;
}
