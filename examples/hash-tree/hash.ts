import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Hashed } from "./result.ts";

const CHUNK = 256 * 1024;
/** Buffers that no file is read into now. There are never more than files were read at once. */
const unused: Uint8Array[] = [];

/**
 * Hashes a file below `root`. Each chunk is reported, and the next one read when `onChunk` is done; what it throws ends
 * it. Reads to the very end: a size, or a chunk that is not full, says little about files in /proc or on a network.
 */
export async function hash(
  root: string,
  path: string,
  onChunk: (bytes: number, index: number) => unknown,
): Promise<Hashed> {
  const file = await open(join(root, path));
  const buffer = unused.pop() ?? new Uint8Array(CHUNK);
  try {
    const hash = createHash("sha256");
    for (let bytes = 0, index = 0;; index++) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return { kind: "hashed", path, bytes, hash: hash.digest() };
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
      await onChunk(bytesRead, index);
    }
  } finally {
    unused.push(buffer);
    await file.close();
  }
}
