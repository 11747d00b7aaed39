// The packed package on Hermes, the engine of React Native: today's compiler takes it as it is; that of React Native 0.83 and
// older, which has no classes and no async functions, takes it lowered to ES5, and the engine runs it.
import * as assert from "uvu/assert";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { json, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { installed, patient, run } from "./installed.ts";
import { script } from "./lowered.ts";

const test = suite("packed, on Hermes");

const places: Partial<Record<string, { readonly folder: string; readonly ending: string }>> = {
  linux: { folder: "linux64-bin", ending: "" },
  darwin: { folder: "osx-bin", ending: "" },
  win32: { folder: "win64-bin", ending: ".exe" },
};
const { folder: place, ending } = places[process.platform] ?? { folder: "", ending: "" };
const modules = join(root, "test", "platforms", "packed", "hermes", "node_modules");
const compiler = join(modules, "hermes-compiler", "hermesc", place, `hermesc${ending}`);
const olderCompiler = join(modules, "hermes-engine-cli", place, `hermesc${ending}`);
const olderEngine = join(modules, "hermes-engine-cli", place, `hermes${ending}`);
const today = `Hermes ${json("test/platforms/packed/hermes/package.json").devDependencies["hermes-compiler"]}`;
const older = `Hermes ${json("test/platforms/packed/hermes/package.json").devDependencies["hermes-engine-cli"]}`;

const everything = ["core", "web", "trace"].map((entry) => `import * as ${entry} from "sluice/${entry}";`).join("\n");
const all = `import * as sluice from "sluice";\n${everything}\nglobalThis.all = [sluice, core, web, trace];\n`;

/** Compiles a script, and returns the bytecode; a failure says what the compiler said. */
async function compiled(path: string, code: string): Promise<Uint8Array> {
  const { folder, write } = await installed();
  await write("hermes.js", code);
  await run(path, ["-emit-binary", "-O", "-w", "-out", "hermes.hbc", "hermes.js"], folder);
  return await readFile(join(folder, "hermes.hbc"));
}

/** Whether bytecode begins as that of Hermes does. */
function assertBytecode(bytes: Uint8Array): void {
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  assert.is(magic, 0x1f1903c103bc1fc6n);
  assert.ok(bytes.length > 50_000, `${bytes.length} bytes`);
}

test(`the compiler of ${today} takes all of it as it is`, async () => {
  const { folder } = await installed();
  assertBytecode(await compiled(compiler, await script(all, folder)));
}, patient);

test(
  `the compiler of ${older} refuses what has classes, and takes all of it lowered with the helpers of tslib`,
  async () => {
    const { folder } = await installed();
    const refused = await compiled(olderCompiler, await script(all, folder)).then(String, String);
    assert.match(refused, "error: ");
    const lowered = await script(all, folder, { lower: true });
    assert.match(lowered, "function __extends(");
    assertBytecode(await compiled(olderCompiler, lowered));
  },
  patient,
);

/** What an app on that engine has to bring. */
const missing = `
Object.defineProperty(Symbol, "asyncIterator", { value: Symbol("Symbol.asyncIterator") });
Object.defineProperty(Array.prototype, "at", {
  value: function (index) { return this[index < 0 ? this.length + index : index]; },
});
`;

const program = `
import { after, channel, map, pipeline, select, sending, sliding } from "sluice";

async function* numbers() {
  for (let number = 1; number <= 3; number++) yield number;
}

async function main() {
  const jobs = channel(2);
  jobs.sendAll(["a", "b", "c"]).then(() => jobs.close());
  const received = [];
  for await (const job of jobs) received.push(job);
  print(received.join(" "));

  const prices = channel(sliding(1));
  await prices.sendAll([1, 2, 3]);
  const first = await select({ price: prices, late: after(1000) });
  const second = await select({ price: prices, late: after(5) });
  const third = await select({ price: prices, out: sending(channel(1), "sent") });
  print(first.key, first.value, second.key, third.key, prices.stats.dropped);

  print((await pipeline(numbers(), map(async (n) => n * 2, { concurrency: 2 })).toArray()).join(" "));

  jobs.send("d").catch((error) => print(error.name, error.message));
}

main().catch((error) => print(error));
`;

test(`${older} runs a lowered program of channels, select, time and a pipeline`, async () => {
  const { folder, write } = await installed();
  await write("program.js", `${missing}\n${await script(program, folder, { lower: true })}`);
  const output = await run(olderEngine, ["-O", "-w", "-Xmicrotask-queue", "program.js"], folder);
  assert.equal(output.trim().split("\n"), [
    "a b c",
    "price 3 late out 2",
    "2 4 6",
    "ChannelClosedError Cannot send: the channel is closed",
  ]);
}, patient);

const refused = `
import { channel, ChannelClosedError, OverflowError } from "sluice";

const jobs = channel();
jobs.close();
jobs.send("late").catch((error) => {
  console.log(error instanceof ChannelClosedError, error instanceof OverflowError, error instanceof Error);
});
`;

// Not on Hermes 0.12: its instanceof does not ask Symbol.hasInstance.
test("lowered to ES5, where no class can extend Error, instanceof still tells the errors, on Node (C27)", async () => {
  const { folder, write, node } = await installed();
  await write("refused.cjs", await script(refused, folder, { lower: true }));
  assert.is((await node("refused.cjs")).trim(), "true false true");
}, patient);

test.run();
