// Bytes that say where they belong, so that a loss, a double or a wrong order shows.
import * as assert from "uvu/assert";
import { setTimeout as sleep } from "node:timers/promises";

const CHUNK = 64 * 1024;
/** A prime, so that no chunk looks like another for long. */
const PERIOD = 65_521;
const pattern = Uint8Array.from({ length: PERIOD + CHUNK * 2 }, (_, index) => (index % PERIOD) * 31 % 251);

/** `count` bytes in chunks, counted from `start`. */
export function* bytesFrom(start: number, count: number): Generator<Uint8Array> {
  for (let at = start; at < start + count; at += CHUNK) yield expected(at, Math.min(CHUNK, start + count - at));
}

/** Asserts that these are the bytes that stand at this place. */
export function checkBytes(bytes: Uint8Array, at: number): void {
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const part = bytes.subarray(from, from + CHUNK);
    const right = expected(at + from, part.length);
    if (compare(part, right) !== 0) assert.unreachable(`Other bytes than those at ${at + from}`);
  }
}

/** What a count comes to when nothing goes on any more: kernels take their time. */
export async function settled(count: () => number): Promise<number> {
  for (let quiet = 0, last = -1; quiet < 5; quiet++) {
    if (count() !== last) quiet = 0;
    last = count();
    await sleep(10);
  }
  return count();
}

function expected(at: number, length: number): Uint8Array {
  const from = at % PERIOD;
  return pattern.subarray(from, from + length);
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < b.length; index++) if (a[index] !== b[index]) return 1;
  return a.length - b.length;
}
