import { channel, type Receiver } from "sluice";

/**
 * A message is a few header lines, an empty line and a body. The first loop reads the headers, the second the rest; but
 * the first loop takes the channel with it when it is left. Observe which of `lines` and `lines.consume()` leaves the
 * channel open.
 */
export async function parts(lines: Receiver<string>): Promise<{ headers: string[]; body: string[] }> {
  const headers: string[] = [];
  const body: string[] = [];
  for await (const line of lines.consume()) {
    if (line === "") break;
    headers.push(line);
  }
  for await (const line of lines) body.push(line);
  return { headers, body };
}

/**
 * `find` looks for the first number that `isWanted` accepts and then leaves; but `count` still waits to send the next
 * one, so `find` never returns. Have its loop own the channel. Observe that the waiting `send` then rejects with
 * `ChannelClosedError`, and `count` ends.
 */
export async function find(isWanted: (n: number) => boolean): Promise<number | undefined> {
  const numbers = channel<number>();

  async function count() {
    for (let n = 1;; n++) await numbers.send(n);
  }

  const counting = count().catch(() => {}); // no number is wanted any more
  let found: number | undefined;
  for await (const n of numbers) {
    if (!isWanted(n)) continue;
    found = n;
    break;
  }
  await counting;
  return found;
}
