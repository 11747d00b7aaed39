// Which number comes out, and of what.
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { suite } from "../../../support/test.ts";
import { contents, expectedDigest, fill, fillWithOthers, withFolder } from "./folders.ts";
import { commandLine, digest, job, start } from "./job.ts";

const test = suite("hash-tree: digest");

test("the digest is that of other tools", () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, "hello.txt"), "hello\n");
    const { stdout } = await job("node", [folder]);
    // h=$(printf 'hello\n' | sha256sum | cut -c-64); (printf 'hello.txt\0'; echo $h | xxd -r -p) | sha256sum
    assert.is(digest(stdout), "62b4bf6e329b14c187b612ee00987a675d3c39d8170fef93c32d90dcff21e852");
  }));

test("the digest of nothing is zero", () =>
  withFolder(async (folder) => {
    fillWithOthers(folder);
    assert.is(digest((await job("node", [folder])).stdout), "0".repeat(64));
  }));

test("the digest depends on names and contents alone: not on the order, the run or the folder's own name", () =>
  withFolder(async (folder) => {
    const [first, second, link] = [join(folder, "first"), join(folder, "second"), join(folder, "link")];
    fill(first);
    fill(second, Object.keys(contents).reverse());
    symlinkSync(second, link);
    const digests = new Set<string>();
    for (const each of [first, first, second, `${second}/`, link]) {
      digests.add(digest((await job("node", [each])).stdout));
    }
    assert.is(digests.size, 1);
  }));

test("the digest changes with one byte, one name and one folder", () =>
  withFolder(async (folder) => {
    const variants: Record<string, string>[] = [
      { "a": "1", "b/c": "2" },
      { "a": "0", "b/c": "2" },
      { "A": "1", "b/c": "2" },
      { "a": "2", "b/c": "1" },
      { "a": "1", "c": "2" },
      { "a": "1", "b/c": "2", "d": "" },
    ];
    const digests = new Set<string>();
    for (const [index, variant] of variants.entries()) {
      const below = join(folder, `${index}`);
      for (const [name, text] of Object.entries(variant)) {
        mkdirSync(join(below, name, ".."), { recursive: true });
        writeFileSync(join(below, name), text);
      }
      digests.add(digest((await job("node", [below])).stdout));
    }
    assert.is(digests.size, variants.length);
  }));

test("without a folder it hashes the one it runs in", () =>
  withFolder(async (folder) => {
    fill(folder, ["one"]);
    const { stdout } = await start(commandLine("node", []), { cwd: folder }).ended;
    assert.is(digest(stdout), expectedDigest(folder));
  }));

test("a path longer than the system allows is listed, and the rest goes on", () =>
  withFolder(async (folder) => {
    fill(folder, ["one"]);
    const whole = expectedDigest(folder);
    // Either half can be made by its path; the lower one is then moved to the bottom of the upper one.
    const [upper, lower] = ["u".repeat(200), "l".repeat(200)];
    const half = (name: string) => join(folder, ...Array<string>(12).fill(name));
    for (const name of [upper, lower]) mkdirSync(half(name), { recursive: true });
    renameSync(join(folder, lower), join(half(upper), lower));
    const { status, stdout } = await job("node", [folder]);
    assert.is(status, 0);
    assert.match(stdout, /^Cannot read "u+.*\/l+": ENAMETOOLONG$/m);
    assert.is(digest(stdout), whole);
  }));

test.run();
