// Where an editor leads to from a use of the packed package, and what a stack trace says.
import * as assert from "uvu/assert";
import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { readFile } from "node:fs/promises";
import { read, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { installed, patient } from "./installed.ts";

const test = suite("packed, in an editor");

const program = `import { channel, map, pipeline, retry } from "sluice";
const jobs = channel(2);
void jobs.send(1);
const flow = pipeline(jobs, map((n) => n));
void retry(async () => flow);
`;
const words = ["channel(", "send(", "pipeline(", "map(", "retry("];

interface Place {
  readonly file: string;
  readonly start: { readonly line: number };
}

interface Response {
  readonly type: string;
  readonly request_seq: number;
  readonly body?: unknown;
}

/** Asks a language server where each of these words leads to, and returns the file and the text from there on. */
async function leadsTo(command: "definition" | "findSourceDefinition"): Promise<{ file: string; text: string }[]> {
  const { folder, write } = await installed();
  await write("editor/tsconfig.json", JSON.stringify({ compilerOptions: { module: "nodenext", target: "es2022" } }));
  await write("editor/program.ts", program);
  const file = join(folder, "editor", "program.ts");
  const tsserver = join(root, "test/platforms/packed/node_modules/typescript/lib/tsserver.js");
  const server = spawn(process.execPath, [tsserver, "--disableAutomaticTypingAcquisition"], { cwd: folder });
  try {
    const ask = (seq: number, command: string, given: object) =>
      server.stdin.write(`${JSON.stringify({ seq, type: "request", command, arguments: { file, ...given } })}\n`);
    ask(0, "open", {});
    const lines = program.split("\n");
    for (const [index, word] of words.entries()) {
      const line = lines.findIndex((text) => text.includes(word));
      ask(index + 1, command, { line: line + 1, offset: lines[line]!.indexOf(word) + 1 });
    }
    const found: { file: string; text: string }[] = [];
    for await (const line of createInterface({ input: server.stdout })) {
      if (!line.startsWith("{")) continue;
      const { type, request_seq: seq, body } = JSON.parse(line) as Response;
      if (type !== "response" || !Array.isArray(body)) continue;
      const [first] = body as Place[];
      const text = first === undefined ? "" : await readFile(first.file, "utf8");
      found[seq - 1] = {
        file: first === undefined ? "nowhere" : relative(join(folder, "node_modules", "sluice"), first.file),
        text: text.split("\n").slice((first?.start.line ?? 1) - 1).join("\n"),
      };
      if (seq === words.length) break;
    }
    return found;
  } finally {
    server.kill();
  }
}

test("go to definition leads to the declaration, which has the documentation above it", async () => {
  const found = await leadsTo("definition");
  assert.equal(found.map(({ file }) => file), [
    "dist/core/channel/channel.d.ts",
    "dist/core/types.d.ts",
    "dist/flow/pipeline.d.ts",
    "dist/stages/map.d.ts",
    "dist/pressure/retry/retry.d.ts",
  ]);
  const { folder } = await installed();
  for (const { file, text } of found) {
    const [before = ""] = (await readFile(join(folder, "node_modules/sluice", file), "utf8")).split(text);
    assert.match(before, /\*\/\s*$/, file);
  }
}, patient);

test("go to source definition leads to the code of a function or a method, in one step", async () => {
  const found = await leadsTo("findSourceDefinition");
  const code = [
    /^function channel\(/,
    /^ {2}send\(value/,
    /^const pipeline = /,
    /^function map\(/,
    /^async function retry\(/,
  ];
  for (const [index, { file, text }] of found.entries()) {
    assert.match(file, /^dist\/chunks\/.*\.js$/);
    assert.match(text, code[index]!);
  }
}, patient);

test(
  "a stack trace names the file and the line of the source, and shows it",
  async () => {
    const { write, node } = await installed();
    await write("thrown.js", `import { channel } from "sluice"; channel("1");`);
    const output = await node("--enable-source-maps", "thrown.js").catch((error: Error) => error.message);
    const [, file = "", line = ""] = /\(?\S*sluice\/(src\/[\w/-]+\.ts):(\d+):\d+/.exec(output) ?? [];
    assert.match(read(file).split("\n")[Number(line) - 1] ?? "", /throw new TypeError/, output);
    assert.match(output, /throw new TypeError/);
  },
  patient,
);

test.run();
