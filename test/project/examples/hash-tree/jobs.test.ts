// What both versions of the job promise those that they report to.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { channel } from "sluice";
import { bySelect } from "../../../../examples/hash-tree-select/by-select.ts";
import { byPipeline } from "../../../../examples/hash-tree/by-pipeline.ts";
import { hex } from "../../../../examples/hash-tree/digest.ts";
import type { Tally } from "../../../../examples/hash-tree/tally.ts";
import { suite, turn } from "../../../support/test.ts";
import { contents, expectedDigest, fill, openFiles, unspeakable, withFolder, writeHuge } from "./folders.ts";
import { report } from "./report.ts";

const test = suite("hash-tree: jobs");

/** Lets the disk work until it is so. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await turn();
}

/** What it rejects with. */
function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => new Error("It did not fail"), (error) => error);
}

function sizes({ gauges }: Tally): number[] {
  return gauges.map(({ size }) => size);
}

for (const [version, job] of Object.entries({ pipeline: byPipeline, select: bySelect })) {
  test(`the tally has every file, and in the end nothing is left anywhere, by ${version}`, () =>
    withFolder(async (folder) => {
      fill(folder);
      const before = openFiles();
      const { tally, ...rest } = report();
      await job(folder, { tally, ...rest });
      const bytes = Object.values(contents).reduce((sum, { length }) => sum + length, 0);
      assert.equal([tally.files, tally.unreadable], [Object.keys(contents).length, 0]);
      assert.equal([tally.bytes, tally.read], [bytes, bytes]);
      assert.is(hex(tally.digest), expectedDigest(folder));
      assert.equal(sizes(tally), [0, 0]);
      for (const { name, peak, capacity } of tally.gauges) assert.ok(peak <= capacity, name);
      assert.is(openFiles(), before);
    }));

  test(`a slow display holds up everybody, and a folder of any size is not read ahead, by ${version}`, () =>
    withFolder(async (folder) => {
      for (let each = 0; each < 200; each++) writeFileSync(unspeakable(folder, `${each}-`).path, "");
      const printed = channel<string>();
      let shown = 0;
      const { tally, ...rest } = report({
        unreadable: ({ path }) => {
          shown++;
          return printed.send(path);
        },
      });
      const done = job(folder, { tally, ...rest });
      await until(() => tally.gauges[0]?.size === 64);
      for (let turns = 0; turns < 50; turns++) await turn();
      assert.is(sizes(tally)[0], 64);
      assert.ok(shown <= 8, `${shown}`);
      for (let each = 0; each < 200; each++) await printed.receive();
      await done;
      assert.equal([tally.unreadable, shown, printed.tryReceive()], [200, 200, undefined]);
    }));

  test(`an interrupt in the middle of a file ends it with the tally so far and every file closed, by ${version}`, () =>
    withFolder(async (folder) => {
      fill(folder, ["one", "a/b.txt"]);
      const digest = expectedDigest(folder);
      writeHuge(folder);
      const before = openFiles();
      const { tally, interrupt, ...rest } = report();
      const failed = failure(job(folder, { tally, ...rest }));
      await until(() => tally.files === 2 && tally.read > tally.bytes);
      interrupt("enough");
      assert.is(await failed, "enough");
      assert.equal([tally.files, hex(tally.digest), openFiles()], [2, digest, before]);
      const { read } = tally;
      for (let turns = 0; turns < 10; turns++) await turn();
      assert.is(tally.read, read);
    }));

  test(`an interrupt ends it also where there is no file, by ${version}`, () =>
    withFolder(async (folder) => {
      for (let each = 0; each < 500; each++) mkdirSync(join(folder, `${each}`));
      const before = openFiles();
      const { interrupt, ...rest } = report();
      const failed = failure(job(folder, rest));
      await until(() => openFiles() > before);
      interrupt("enough");
      assert.is(await failed, "enough");
      assert.is(openFiles(), before);
    }));

  test(`progress is shown while a file is read, one after the other, by ${version}`, () =>
    withFolder(async (folder) => {
      writeHuge(folder);
      const reads: number[] = [];
      let writing = 0;
      const { tally, interrupt, ...rest } = report({
        interval: 20,
        progress: async ({ read }) => {
          assert.is(writing++, 0);
          reads.push(read);
          await turn();
          writing--;
        },
      });
      const failed = failure(job(folder, { tally, ...rest }));
      await until(() => (reads.at(-1) ?? 0) > (reads[0] ?? 0));
      interrupt("enough");
      assert.is(await failed, "enough");
    }));

  for (const shown of ["progress", "unreadable"] as const) {
    test(`a display that fails to show ${shown} ends it with that error and every file closed, by ${version}`, () =>
      withFolder(async (folder) => {
        writeHuge(folder);
        mkdirSync(join(folder, "below"));
        writeFileSync(unspeakable(folder, "below/file").path, "");
        mkdirSync(unspeakable(folder, "below/folder").path);
        const before = openFiles();
        const broken = Object.assign(new Error("broken"), { code: "EPIPE" });
        const failed = failure(job(folder, report({ [shown]: () => Promise.reject(broken) })));
        assert.is(await failed, broken);
        assert.is(openFiles(), before);
      }));
  }
}

test.run();
