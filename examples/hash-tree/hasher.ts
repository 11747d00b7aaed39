import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Receiver } from "sluice";
import type { Measured } from "./measured.ts";
import { type Result, unreadable } from "./result.ts";

const CHUNK = 256 * 1024;

/**
 * Hashes files until there are no more. Any number of hashers may share `files`: each path goes to one of them. A hasher
 * that fails, or whose results nobody wants any more, cancels `files` on its way out, and with it the walker.
 */
export async function hash(root: string, files: Receiver<string>, results: Measured<Result>): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  for await (const path of files.consume()) {
    await results.send(await read(path).catch((error) => unreadable(path, error)));
  }

  /** Reads to the very end: a size, or a chunk that is not full, says little about files in /proc or on a network. */
  async function read(path: string): Promise<Result> {
    const file = await open(join(root, path));
    try {
      const hash = createHash("sha256");
      for (let bytes = 0;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) return { kind: "hashed", path, bytes, hash: hash.digest() };
        hash.update(buffer.subarray(0, bytesRead));
        bytes += bytesRead;
        await results.send({ kind: "chunk", bytes: bytesRead });
      }
    } finally {
      await file.close();
    }
  }
}
