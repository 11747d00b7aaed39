// What both versions of the job promise, on all runtimes.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { suite } from "../../support/test.ts";
import {
  contents,
  expectedDigest,
  fill,
  fillWithOthers,
  unspeakable,
  withFolder,
  writeHuge,
} from "./hash-tree/folders.ts";
import { commandLine, digest, entry, job, runtimes, start, unprivileged, type Version } from "./hash-tree/job.ts";

const test = suite("hash-tree");

const versions: readonly Version[] = ["pipeline", "select"];

for (const version of versions) {
  for (const runtime of runtimes) {
    const by = `by ${version} on ${runtime}`;

    test(`the digest is the sum of SHA-256(path, NUL, hash) over all regular files, ${by}`, () =>
      withFolder(async (folder) => {
        fill(folder);
        fillWithOthers(folder);
        const { status, stdout, stderr } = await job(runtime, [folder], version);
        assert.equal([status, stderr], [0, ""]);
        assert.is(digest(stdout), expectedDigest(folder));
        assert.is(entry(stdout, "files"), `${Object.keys(contents).length}`);
        assert.is(entry(stdout, "unreadable"), "0");
        const bytes = Object.values(contents).reduce((sum, { length }) => sum + length, 0);
        assert.match(entry(stdout, "bytes"), new RegExp(`^${bytes} `));
      }));

    test(`a file and a folder that cannot be read are listed and counted, and the rest goes on, ${by}`, () =>
      withFolder(async (folder) => {
        fill(folder);
        const whole = expectedDigest(folder);
        const [file, below] = [unspeakable(folder, "file"), unspeakable(folder, "folder")];
        writeFileSync(file.path, "");
        mkdirSync(below.path);
        const { status, stdout, stderr } = await job(runtime, [folder], version);
        assert.equal([status, stderr], [0, ""]);
        for (const { shown } of [file, below]) assert.match(stdout, `Cannot read "${shown}": ENOENT\n`);
        assert.is(entry(stdout, "unreadable"), "2");
        assert.is(digest(stdout), whole);
      }));

    test(`Ctrl-C in the middle of a huge file ends it within 2 s, with the table so far and status 130, ${by}`, () =>
      withFolder(async (folder) => {
        fill(folder, ["one", "a/b.txt"]);
        const whole = expectedDigest(folder);
        writeHuge(folder);
        const { child, says, ended } = start(commandLine(runtime, [folder], version));
        await says(/ 2 files/);
        const began = performance.now();
        child.kill("SIGINT");
        const { status, stdout, stderr } = await ended;
        assert.ok(performance.now() - began < 2000);
        assert.equal([status, stderr], [130, ""]);
        assert.match(stdout, /^interrupted/m);
        assert.is(entry(stdout, "files"), "2");
        assert.is(digest(stdout), whole);
        assert.ok(parseInt(entry(stdout, "bytes read")) > parseInt(entry(stdout, "bytes")));
      }));

    test(`a reader that goes away ends it silently, ${by}`, () =>
      withFolder(async (folder) => {
        writeHuge(folder);
        const { child, says, ended } = start(commandLine(runtime, [folder], version));
        await says(/ 0 files/);
        child.stdout?.destroy();
        const { status, stderr } = await ended;
        assert.equal([status, stderr], [0, ""]);
      }));
  }

  test(`a file and a folder without permission are listed and counted, and the rest goes on, by ${version}`, () =>
    withFolder(async (folder) => {
      fill(folder, ["one", "a/b.txt"]);
      const whole = expectedDigest(folder);
      fill(folder, ["secret file", "secret folder/file"]);
      chmodSync(join(folder, "secret file"), 0);
      chmodSync(join(folder, "secret folder"), 0);
      const { status, stdout, stderr } = await start(unprivileged(commandLine("node", [folder], version))).ended;
      chmodSync(join(folder, "secret folder"), 0o700);
      assert.equal([status, stderr], [0, ""]);
      assert.match(stdout, 'Cannot read "secret file": EACCES\n');
      assert.match(stdout, 'Cannot read "secret folder": EACCES\n');
      assert.is(entry(stdout, "unreadable"), "2");
      assert.is(digest(stdout), whole);
    }));
}

test.run();
