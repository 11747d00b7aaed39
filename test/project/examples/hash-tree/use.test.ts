// What a user types, sees and presses.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as assert from "uvu/assert";
import { root } from "../../../support/project.ts";
import { suite } from "../../../support/test.ts";
import { fill, unspeakable, withFolder, writeHuge } from "./folders.ts";
import { commandLine, commands, digest, job, runtimes, start } from "./job.ts";
import { hasTerminals, inTerminal, seen } from "./terminal.ts";

const test = suite("hash-tree: use");

for (const runtime of runtimes) {
  test(`no such folder, or a file: status 1 and a message that names it, on ${runtime}`, () =>
    withFolder(async (folder) => {
      const [missing, file] = [join(folder, "missing"), join(folder, "file")];
      writeFileSync(file, "");
      const expected = { status: 1, signal: null, stdout: "" };
      assert.equal(await job(runtime, [missing]), {
        ...expected,
        stderr: `Cannot hash "${missing}": no such folder\n`,
      });
      assert.equal(await job(runtime, [file]), { ...expected, stderr: `Cannot hash "${file}": not a folder\n` });
    }));
}

test("of two folders it hashes neither", () =>
  withFolder(async (folder) => {
    const { status, stdout, stderr } = await job("node", [folder, "other"]);
    assert.equal([status, stdout], [1, ""]);
    assert.is(stderr, `Cannot hash more than one folder: "${folder}" and "other"\n`);
  }));

test("the table says in a sentence who waited for whom, and what memory that took", () =>
  withFolder(async (folder) => {
    fill(folder, ["one"]);
    const { stdout } = await job("node", [folder]);
    assert.match(
      stdout,
      /^The walk never had to wait for the hashers: of 1 path, at most [01] stood in the buffer at once\.$/m,
    );
    assert.match(
      stdout,
      /^Hashing 0\.0 MB took \d+\.\d MB of memory, the runtime included; a larger folder takes no more\.$/m,
    );
  }));

const npmStart = ["npm", "start", "--"];

test("npm start -- --help says how to use it, and does nothing else", async () => {
  const { status, stdout } = await start([...npmStart, "--help"], { cwd: root }).ended;
  assert.is(status, 0);
  assert.match(stdout, /^npm start \[-- FOLDER\]$/m);
  assert.not.match(stdout, /^Hashing "/m);
}, { within: 60_000 });

test("without a folder npm start says what it hashes", async () => {
  const { child, says, ended } = start(npmStart, { cwd: root, detached: true });
  await says(/^No folder was named, so this is node_modules; .*\nHashing ".*node_modules"$/m);
  process.kill(-Number(child.pid), "SIGKILL");
  await ended;
}, { within: 60_000 });

test(
  "the signals of a terminal, and SIGTERM to npm alone, end the job that npm start runs",
  () =>
    withFolder(async (folder) => {
      writeHuge(folder);
      for (const [signal, group] of [["SIGINT", true], ["SIGTERM", false]] as const) {
        const { child, says, ended } = start([...npmStart, folder], { cwd: root, detached: true });
        await says(/^1\.\d s/m);
        process.kill(group ? -Number(child.pid) : Number(child.pid), signal);
        const { stdout } = await ended; // when the last process that could print has ended
        assert.is(/^interrupted/m.test(stdout), signal === "SIGINT");
      }
    }),
  { within: 60_000 },
);

test("a Ctrl-C that comes twice at once, as npm passes it on, counts once", () =>
  withFolder(async (folder) => {
    writeHuge(folder);
    const { child, says, ended } = start(commandLine("node", [folder]));
    await says(/^1\.\d s/m);
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 2);
    const { status, signal, stdout } = await ended;
    assert.equal([status, signal], [130, null]);
    assert.match(stdout, /^digest /m);
  }));

test("a later Ctrl-C ends it at once, whatever it is doing", async () => {
  const module = new URL("../../../../examples/hash-tree/interrupts.ts", import.meta.url).href;
  const program = `import { interrupts } from "${module}";
    setInterval(() => {}, 1000);
    interrupts().addEventListener("abort", () => console.log("first"));
    console.log("ready");`;
  const { child, says, ended } = start([...commands.node, "--input-type=module", "--eval", program]);
  await says(/^ready$/m);
  child.kill("SIGINT");
  await says(/^first$/m);
  await new Promise((resolve) => setTimeout(resolve, 400)); // more than one press of a key takes
  child.kill("SIGINT");
  assert.is((await ended).signal, "SIGINT");
});

test("piped, it prints plain lines: progress about once a second, then the table", () =>
  withFolder(async (folder) => {
    writeHuge(folder);
    const { child, says, ended } = start(commandLine("node", [folder]));
    await says(/^[2-9]\.\d s/m);
    child.kill("SIGINT");
    const { stdout } = await ended;
    assert.not.match(stdout, /[^\P{Cc}\n]/u);
    const [title, first, second, heading] = stdout.split("\n");
    assert.is(title, `Hashing "${folder}"`);
    const progress = /^\d\.\d s {2}0 files {2}\d+\.\d MB {2}\d+\.\d MB\/s {2}files 0\/64 {2}hashers 1\/8$/;
    assert.match(first ?? "", progress);
    assert.match(second ?? "", progress);
    assert.match(heading ?? "", /^interrupted/);
    const places =
      /^place {11}capacity {12}peak {2}senders waited\nfiles {17}64 {15}\d {15}\d\nhashers {16}8 {15}1 {15}-$/m;
    assert.match(stdout, places);
  }));

test("by select, it shows its two channels", () =>
  withFolder(async (folder) => {
    const { stdout } = await job("node", [folder], "select");
    assert.match(stdout, /^files {17}64 {15}0 {15}0\nresults {15}16 {15}0 {15}0$/m);
  }));

if (hasTerminals()) {
  test("on a terminal it draws in place, and Ctrl-C leaves the table alone", () =>
    withFolder(async (folder) => {
      fill(folder, ["one"]);
      writeFileSync(unspeakable(folder).path, "");
      writeHuge(folder);
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
      writeHuge(folder);
      const { stdout } = await inTerminal(folder, { columns: 90, env: { NO_COLOR: "1" } });
      assert.match(stdout, "\x1b[3A");
      assert.match(stdout, "░");
      assert.not.ok(stdout.replaceAll(/\x1b\[(3A|J|K)/g, "").includes("\x1b"));
    }));
}

test.run();
