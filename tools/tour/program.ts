// A program for a tool that traces it. Of several traces the newest gets the channels, so a program must not start its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { read, root } from "../../test/support/project.ts";

export interface Program {
  readonly url: string;
  /** It calls `reportDeadlocks`, which its tool then does with a trace of its own. */
  readonly reports: boolean;
}

const own = /^reportDeadlocks\(\);/m;

/** The program of a file, as it is or as a copy that starts no trace. */
export function programOf(file: string): Program {
  const text = read(file);
  if (!own.test(text)) return { url: pathToFileURL(join(root, file)).href, reports: false };
  const copy = join(root, "node_modules", ".cache", "tour", file);
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, text.replace(own, "void reportDeadlocks;"));
  return { url: pathToFileURL(copy).href, reports: true };
}
