import type { Dirent } from "node:fs";
import { opendir } from "node:fs/promises";
import { join } from "node:path";
import type { Sender } from "sluice";

/**
 * Sends the relative path of every file below `root` to `files`, and tells `refused` of folders that cannot be read. Folders are
 * streamed, and one is left open for each level of depth: nothing is ever listed in memory.
 */
export async function walk(
  root: string,
  files: Pick<Sender<string>, "send" | "signal">,
  refused: (error: unknown, path: string) => Promise<void>,
): Promise<void> {
  const { signal } = files;
  await visit("");

  async function visit(folder: string): Promise<void> {
    for await (const entry of entries(folder)) {
      if (signal.aborted) return; // a tree without files sends nothing, and would not notice
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) await files.send(path);
    }
  }

  async function* entries(folder: string): AsyncGenerator<Dirent> {
    try {
      yield* await opendir(join(root, folder));
    } catch (error) {
      await refused(error, folder);
    }
  }
}
