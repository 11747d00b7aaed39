// Another copy of the library in this process, as another version in one dependency tree would be.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export type Library = typeof import("sluice");

/** Loads the same source from another place: an engine keeps modules apart by where they came from. */
export async function anotherCopy(): Promise<Library> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  try {
    await cp(fileURLToPath(new URL("../../src", import.meta.url)), folder, { recursive: true });
    return await import(pathToFileURL(join(folder, "mod.ts")).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
