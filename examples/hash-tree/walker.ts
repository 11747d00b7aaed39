import { opendir } from "node:fs/promises";
import { join } from "node:path";
import type { Measured } from "./measured.ts";
import { type Result, unreadable } from "./result.ts";

/**
 * Sends the relative path of every file below `root` to `files`, then closes it. Folders that cannot be read go to
 * `results`. Folders are streamed, and one is left open for each level of depth: nothing is ever listed in memory.
 */
export async function walk(root: string, files: Measured<string>, results: Measured<Result>): Promise<void> {
  const { signal } = files.channel;
  try {
    await visit("");
  } finally {
    files.channel.close();
  }

  async function visit(folder: string): Promise<void> {
    try {
      for await (const entry of await opendir(join(root, folder))) {
        if (signal.aborted) return; // a tree without files sends nothing, and would not notice
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) await visit(path);
        else if (entry.isFile()) await files.send(path);
      }
    } catch (error) {
      await results.send(unreadable(folder, error));
    }
  }
}
