// Chance that repeats itself. Whatever is chosen at random looks `Math.random` up when it chooses, so it can be replaced.

/** Runs `body` with `random` in place of `Math.random`. */
export async function withRandom(random: () => number, body: () => unknown): Promise<void> {
  const original = Math.random;
  Math.random = random;
  try {
    await body();
  } finally {
    Math.random = original;
  }
}

/** A generator of numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Pearson's chi-square of counts that should all be the same. */
export function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
