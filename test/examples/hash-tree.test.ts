import { chmodSync, mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { suite } from "../support/test.ts";
import { contents, expectedDigest, fill, fillWithOthers, withFolder } from "./hash-tree/folders.ts";
import { commandLine, commands, digest, entry, job, runtimes, start, unprivileged } from "./hash-tree/job.ts";
import { hasTerminals, inTerminal, seen } from "./hash-tree/terminal.ts";

const test = suite("hash-tree");

const MEGABYTES = 200;

function hugeFile(path: string, bytes: number): void {
  writeFileSync(path, "");
  truncateSync(path, bytes); // sparse: takes no room
}

for (const runtime of runtimes) {
  test(`the digest is the sum of SHA-256(path, NUL, hash) over all regular files, on ${runtime}`, () =>
    withFolder(async (folder) => {
      fill(folder);
      fillWithOthers(folder);
      const { status, stdout, stderr } = await job(runtime, folder);
      assert.equal([status, stderr], [0, ""]);
      assert.is(digest(stdout), expectedDigest(folder));
      assert.is(entry(stdout, "files"), `${Object.keys(contents).length}`);
      assert.is(entry(stdout, "unreadable"), "0");
      const bytes = Object.values(contents).reduce((sum, { length }) => sum + length, 0);
      assert.match(entry(stdout, "bytes"), new RegExp(`^${bytes} `));
    }));

  test(`no such folder, or a file: status 1 and a message that names it, on ${runtime}`, () =>
    withFolder(async (folder) => {
      const [missing, file] = [join(folder, "missing"), join(folder, "file")];
      writeFileSync(file, "");
      const expected = { status: 1, signal: null, stdout: "" };
      assert.equal(await job(runtime, missing), { ...expected, stderr: `Cannot hash "${missing}": no such folder\n` });
      assert.equal(await job(runtime, file), { ...expected, stderr: `Cannot hash "${file}": not a folder\n` });
    }));

  test(`a file that cannot be read is listed and counted, and the rest goes on, on ${runtime}`, () =>
    withFolder(async (folder) => {
      fill(folder);
      const whole = expectedDigest(folder);
      // JavaScript cannot say this name, so nobody, root included, can open the file by it.
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/not `), Buffer.of(0xff), Buffer.from("UTF-8")]), "");
      const { status, stdout, stderr } = await job(runtime, folder);
      assert.equal([status, stderr], [0, ""]);
      assert.match(stdout, 'Cannot read "not \ufffdUTF-8": ENOENT\n');
      assert.is(entry(stdout, "unreadable"), "1");
      assert.is(digest(stdout), whole);
    }));

  test(`Ctrl-C in the middle of a huge file ends it within 2 s, with the table so far and status 130, on ${runtime}`, () =>
    withFolder(async (folder) => {
      fill(folder, ["one", "a/b.txt"]);
      const whole = expectedDigest(folder);
      hugeFile(join(folder, "huge"), 2 ** 40);
      const { child, says, ended } = start(commandLine(runtime, folder));
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

  test(`a reader that goes away ends it silently, on ${runtime}`, () =>
    withFolder(async (folder) => {
      hugeFile(join(folder, "huge"), 2 ** 40);
      const { child, says, ended } = start(commandLine(runtime, folder));
      await says(/ 0 files/);
      child.stdout?.destroy();
      const { status, stderr } = await ended;
      assert.equal([status, stderr], [0, ""]);
    }));
}

test("the digest is that of other tools", () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, "hello.txt"), "hello\n");
    const { stdout } = await job("node", folder);
    // h=$(printf 'hello\n' | sha256sum | cut -c-64); (printf 'hello.txt\0'; echo $h | xxd -r -p) | sha256sum
    assert.is(digest(stdout), "62b4bf6e329b14c187b612ee00987a675d3c39d8170fef93c32d90dcff21e852");
  }));

test("the digest of nothing is zero", () =>
  withFolder(async (folder) => {
    fillWithOthers(folder);
    assert.is(digest((await job("node", folder)).stdout), "0".repeat(64));
  }));

test("the digest depends on names and contents alone: not on the order, the run or the folder's own name", () =>
  withFolder(async (folder) => {
    const [first, second, link] = [join(folder, "first"), join(folder, "second"), join(folder, "link")];
    fill(first);
    fill(second, Object.keys(contents).reverse());
    symlinkSync(second, link);
    const digests = new Set<string>();
    for (const each of [first, first, second, `${second}/`, link]) {
      digests.add(digest((await job("node", each)).stdout));
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
      digests.add(digest((await job("node", below)).stdout));
    }
    assert.is(digests.size, variants.length);
  }));

test("without a folder it hashes the one it runs in", () =>
  withFolder(async (folder) => {
    fill(folder, ["one"]);
    const { stdout } = await start(commandLine("node"), { cwd: folder }).ended;
    assert.is(digest(stdout), expectedDigest(folder));
  }));

test("of two folders it hashes neither", () =>
  withFolder(async (folder) => {
    const { status, stdout, stderr } = await job("node", folder, "other");
    assert.equal([status, stdout], [1, ""]);
    assert.is(stderr, `Cannot hash more than one folder: "${folder}" and "other"\n`);
  }));

test("a file and a folder without permission are listed and counted, and the rest goes on", () =>
  withFolder(async (folder) => {
    fill(folder, ["one", "a/b.txt"]);
    const whole = expectedDigest(folder);
    fill(folder, ["secret file", "secret folder/file"]);
    chmodSync(join(folder, "secret file"), 0);
    chmodSync(join(folder, "secret folder"), 0);
    const { status, stdout, stderr } = await start(unprivileged(commandLine("node", folder))).ended;
    chmodSync(join(folder, "secret folder"), 0o700);
    assert.equal([status, stderr], [0, ""]);
    assert.match(stdout, 'Cannot read "secret file": EACCES\n');
    assert.match(stdout, 'Cannot read "secret folder": EACCES\n');
    assert.is(entry(stdout, "unreadable"), "2");
    assert.is(digest(stdout), whole);
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
    const { status, stdout } = await job("node", folder);
    assert.is(status, 0);
    assert.match(stdout, /^Cannot read "u+.*\/l+": ENAMETOOLONG$/m);
    assert.is(digest(stdout), whole);
  }));

test("a Ctrl-C that comes twice at once, as npm passes it on, counts once", () =>
  withFolder(async (folder) => {
    hugeFile(join(folder, "huge"), 2 ** 40);
    const { child, says, ended } = start(commandLine("node", folder));
    await says(/^1\.\d s/m);
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 2);
    const { status, signal, stdout } = await ended;
    assert.equal([status, signal], [130, null]);
    assert.match(stdout, /^digest /m);
  }));

test("a later Ctrl-C ends it at once, whatever it is doing", async () => {
  const module = new URL("../../examples/hash-tree/interrupts.ts", import.meta.url).href;
  const program = `import { interrupts } from "${module}";
    setInterval(() => {}, 1000);
    const signals = interrupts();
    console.log("ready");
    for await (const signal of signals) console.log("first", signal);`;
  const { child, says, ended } = start([...commands.node, "--input-type=module", "--eval", program]);
  await says(/^ready$/m);
  child.kill("SIGINT");
  await says(/^first SIGINT$/m);
  await new Promise((resolve) => setTimeout(resolve, 400)); // more than one press of a key takes
  child.kill("SIGINT");
  assert.is((await ended).signal, "SIGINT");
});

test("piped, it prints plain lines: progress about once a second, then the table", () =>
  withFolder(async (folder) => {
    hugeFile(join(folder, "huge"), 2 ** 40);
    const { child, says, ended } = start(commandLine("node", folder));
    await says(/^[2-9]\.\d s/m);
    child.kill("SIGINT");
    const { stdout } = await ended;
    assert.not.match(stdout, /[^\P{Cc}\n]/u);
    const [title, first, second, heading] = stdout.split("\n");
    assert.is(title, `Hashing "${folder}"`);
    const progress = /^\d\.\d s {2}0 files {2}\d+\.\d MB {2}\d+\.\d MB\/s {2}files 0\/64 {2}results \d+\/16$/;
    assert.match(first ?? "", progress);
    assert.match(second ?? "", progress);
    assert.match(heading ?? "", /^interrupted/);
    assert.match(stdout, /^channel {9}capacity {12}peak {2}senders waited\nfiles {17}64 {15}\d {15}\d\nresults /m);
  }));

if (hasTerminals()) {
  test("on a terminal it draws in place, and Ctrl-C leaves the table alone", () =>
    withFolder(async (folder) => {
      fill(folder, ["one"]);
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0xff)]), "");
      hugeFile(join(folder, "huge"), 2 ** 40);
      const { status, stdout } = await inTerminal(folder, { columns: 60 });
      assert.is(status, 130);
      assert.match(stdout, "\x1b[3A");
      assert.match(stdout, "\x1b[36m");
      assert.not.match(stdout, "\x1b[?25l"); // the cursor is never hidden
      seen(stdout.slice(stdout.indexOf("\n"), stdout.indexOf("interrupted")), 60); // nothing wraps
      const lines = seen(stdout, 200);
      assert.equal(lines.slice(0, 2), [`Hashing "${folder}"`, 'Cannot read "\ufffd": ENOENT']);
      assert.match(lines[2] ?? "", /^interrupted/);
      assert.equal(lines.slice(-2), [`digest        ${digest(stdout)}`, ""]);
      assert.not.ok(lines.some((line) => /[█░]/.test(line)));
    }));

  test("on a terminal NO_COLOR keeps the drawing and drops the colour", () =>
    withFolder(async (folder) => {
      hugeFile(join(folder, "huge"), 2 ** 40);
      const { stdout } = await inTerminal(folder, { columns: 90, env: { NO_COLOR: "1" } });
      assert.match(stdout, "\x1b[3A");
      assert.match(stdout, "░");
      assert.not.ok(stdout.replaceAll(/\x1b\[(3A|J|K)/g, "").includes("\x1b"));
    }));
}

test(`50,000 files take less than ${MEGABYTES} MB`, () =>
  withFolder(async (folder) => {
    for (let each = 0; each < 50; each++) {
      mkdirSync(join(folder, `${each}`));
      for (let file = 0; file < 1000; file++) writeFileSync(join(folder, `${each}`, `${file}`), `${file}`);
    }
    const { status, stdout } = await job("node", folder);
    assert.is(status, 0);
    assert.is(entry(stdout, "files"), "50000");
    assert.ok(parseFloat(entry(stdout, "peak memory")) < MEGABYTES, entry(stdout, "peak memory"));
  }), { within: 60_000 });

test(`a file of 2 GB takes less than ${MEGABYTES} MB`, () =>
  withFolder(async (folder) => {
    hugeFile(join(folder, "huge"), 2 ** 31);
    const { status, stdout } = await job("node", folder);
    assert.is(status, 0);
    assert.match(entry(stdout, "bytes"), /^2147483648 /);
    assert.ok(parseFloat(entry(stdout, "peak memory")) < MEGABYTES, entry(stdout, "peak memory"));
  }), { within: 60_000 });

test.run();
