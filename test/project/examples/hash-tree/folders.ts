// Folders to hash, each below the system's temporary folder, and what their digest must be.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** A new empty folder for as long as `body` runs. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-hash-tree-"));
  try {
    await body(folder);
  } finally {
    execFileSync("rm", ["-rf", folder]); // Node's own cannot go as deep
  }
}

const CHUNK = 256 * 1024;

/** Regular files of all kinds, in the order given by `names`. */
export const contents: Readonly<Record<string, string>> = {
  "empty": "",
  "one": "1",
  "a/b/c/d/e/deep": "nested",
  "a/empty too": "",
  "a/b.txt": "beside the folder b",
  "chunk": "x".repeat(CHUNK),
  "chunk and one": "x".repeat(CHUNK + 1),
  "chunk less one": "x".repeat(CHUNK - 1),
  "three chunks": "xyz".repeat(CHUNK),
  " space before and after ": "space",
  "line\nfeed": "line feed",
  "tab\tand \x1b[31mred": "control characters",
  "-dash": "dash",
  'quote" and \\backslash': "quotes",
  "\u00e9": "composed",
  "e\u0301": "decomposed",
  "日本語/ファイル": "three bytes each",
  "🌊": "four bytes",
  ".hidden/.file": "hidden",
};

export function fill(folder: string, names = Object.keys(contents)): void {
  for (const name of names) {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, contents[name] ?? name);
  }
}

/** A file that takes no room, however long it is. */
export function writeHuge(folder: string, bytes = 2 ** 40): void {
  writeFileSync(join(folder, "huge"), "");
  truncateSync(join(folder, "huge"), bytes);
}

/** How many files and folders this process holds open, where the system says so. */
export function openFiles(): number {
  return process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
}

/** A name that JavaScript cannot say, so that nobody, root included, can open what bears it. What it says is `shown`. */
export function unspeakable(folder: string, name = ""): { path: Buffer; shown: string } {
  const path = Buffer.concat([Buffer.from(`${folder}/${name}`), Buffer.of(0xff)]);
  return { path, shown: `${name}\ufffd` };
}

/** Everything that is to be passed over: links of all kinds, a pipe, and a folder without files. */
export function fillWithOthers(folder: string): void {
  mkdirSync(join(folder, "nothing/in/here"), { recursive: true });
  symlinkSync("one", join(folder, "link to a file"));
  symlinkSync("a", join(folder, "link to a folder"));
  symlinkSync("..", join(folder, "nothing", "link to above"));
  symlinkSync("nowhere", join(folder, "link to nothing"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
}

/** The same digest, worked out in the simplest way. */
export function expectedDigest(folder: string): string {
  let sum = 0n;
  visit("");
  return (sum % 2n ** 256n).toString(16).padStart(64, "0");

  function visit(below: string): void {
    for (const name of readdirSync(join(folder, below))) {
      const path = below + name;
      const stat = lstatSync(join(folder, path));
      if (stat.isDirectory()) visit(`${path}/`);
      if (!stat.isFile()) continue;
      const hash = sha256(readFileSync(join(folder, path)));
      sum += BigInt(`0x${sha256(Buffer.concat([Buffer.from(path), Buffer.of(0), hash])).toString("hex")}`);
    }
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
