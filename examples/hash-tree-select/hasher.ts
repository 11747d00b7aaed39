import type { Receiver } from "sluice";
import { hash } from "../hash-tree/hash.ts";
import { type Result, unreadable } from "../hash-tree/result.ts";
import type { Measured } from "./measured.ts";

/**
 * Hashes files until there are no more. Any number of hashers may share `files`: each path goes to one of them. A hasher
 * that fails, or whose results nobody wants any more, cancels `files` on its way out, and with it the walker.
 */
export async function hasher(root: string, files: Receiver<string>, results: Measured<Result>): Promise<void> {
  const read = (bytes: number) => results.send({ kind: "chunk", bytes });
  for await (const path of files.consume()) {
    await results.send(await hash(root, path, read).catch((error) => unreadable(path, error)));
  }
}
