// How much memory it takes, of which the length and the number of files are to be no part.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { suite } from "../../../support/test.ts";
import { withFolder, writeHuge } from "./folders.ts";
import { entry, job } from "./job.ts";

const test = suite("hash-tree: memory");

const MEGABYTES = 200;

test(`50,000 files take less than ${MEGABYTES} MB`, () =>
  withFolder(async (folder) => {
    for (let each = 0; each < 50; each++) {
      mkdirSync(join(folder, `${each}`));
      for (let file = 0; file < 1000; file++) writeFileSync(join(folder, `${each}`, `${file}`), `${file}`);
    }
    const { status, stdout } = await job("node", [folder]);
    assert.is(status, 0);
    assert.is(entry(stdout, "files"), "50000");
    assert.ok(parseFloat(entry(stdout, "peak memory")) < MEGABYTES, entry(stdout, "peak memory"));
  }), { within: 60_000 });

test(`a file of 2 GB takes less than ${MEGABYTES} MB`, () =>
  withFolder(async (folder) => {
    writeHuge(folder, 2 ** 31);
    const { status, stdout } = await job("node", [folder]);
    assert.is(status, 0);
    assert.match(entry(stdout, "bytes"), /^2147483648 /);
    assert.ok(parseFloat(entry(stdout, "peak memory")) < MEGABYTES, entry(stdout, "peak memory"));
  }), { within: 60_000 });

test.run();
