// The declarations of the packed package, in projects that check them, too (`skipLibCheck: false`).
import * as assert from "uvu/assert";
import { join } from "node:path";
import { json, root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { installed, patient, run } from "./installed.ts";

const test = suite("packed, types");

const { runtimes } = await import(new URL("../../../tools/runtimes.mjs", import.meta.url).href);
const deno: string = runtimes.deno.path;

/** The newest, the last one that was written in TypeScript, and the oldest that the README promises. */
const compilers = [
  "node_modules/typescript",
  "test/platforms/packed/node_modules/typescript",
  "test/platforms/packed/node_modules/typescript-oldest",
];
const resolutions = {
  nodenext: { module: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};
const libraries = [["ES2022"], ["ES2022", "DOM"], ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"]];

const use = `
import { type Channel, channel, group, map, pipeline, type Receiver, select, type Sender, sending } from "sluice";
import * as core from "sluice/core";

const jobs: Channel<string> = channel<string>(1);
const out: Sender<string> = jobs;
const receiver: Receiver<string> = core.channel<string>();

export async function main(): Promise<number> {
  const hit = await select({ job: receiver, out: sending(out, "text") });
  if (hit.key === "job" && !hit.done) return hit.value.length;
  const lengths: number[] = await pipeline(["a", "bc"], map((text) => text.length)).toArray();
  jobs[Symbol.dispose]();
  return await group(async (g) => await g.go(() => lengths.length));
}
`;

/** That nothing has become `any`, and not everything is a signal: each line but the first is an error. */
const misuse = [
  `import { channel, select, type Sender, sleep } from "sluice";`,
  `export const size: string = channel<string>(1).size;`,
  `export const sender: Sender<number> = channel<string>();`,
  `channel<number>().send("text");`,
  `select({ x: 5 });`,
  `select({ x: {} });`,
  `sleep(1, { signal: 5 });`,
  `sleep(1, { signal: {} });`,
];

/** What a platform's own declarations let a program do with a signal. */
const signals = `
import { sleep } from "sluice";

const controller = new AbortController();
export const slept: Promise<void> = sleep(1, { signal: controller.signal });
export const aborted: boolean = controller.signal.aborted;
controller.signal.throwIfAborted();
controller.signal.addEventListener("abort", (event) => event.type);
`;

/** Compiles the files with those that are misuse, and holds that each wrong line is found, and nothing else. */
async function assertFound(place: string, options: object, files: Readonly<Record<string, string>>): Promise<void> {
  const { write, node } = await installed();
  const all = { ...files, "misuse.ts": misuse.join("\n") };
  for (const [file, text] of Object.entries(all)) await write(file, text);
  const compilerOptions = {
    target: "es2022",
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  };
  // Not `tsconfig.json`, which Deno would read, too.
  await write("compile.json", JSON.stringify({ compilerOptions, files: Object.keys(all) }));
  const compiler = join(root, place, "bin", "tsc");
  const output = await node(compiler, "--project", "compile.json", "--pretty", "false").catch((error) => error.message);
  assert.equal(errorsIn(output), wrongLines, output);
}

const wrongLines = misuse.slice(1).map((_, index) => `misuse.ts:${index + 2}`);

function errorsIn(output: string): string[] {
  return [...output.matchAll(/^(\S+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`);
}

const titleOf = (place: string) => `TypeScript ${json(`${place}/package.json`).version}`;

for (const place of compilers) {
  for (const [resolution, how] of Object.entries(resolutions)) {
    for (const lib of libraries) {
      test(
        `${titleOf(place)} takes them with ${resolution} and lib ${lib.join(", ")}, and finds wrong use`,
        () => assertFound(place, { ...how, lib }, { "use.ts": use }),
        patient,
      );
    }
  }
}

/** The declarations of platforms, each with its own AbortSignal, and the compilers that take them. */
const platforms = [
  { name: "the web", lib: ["ES2022", "DOM"], types: [], places: compilers },
  { name: "web workers", lib: ["ES2022", "WebWorker"], types: [], places: compilers },
  { name: "Node", lib: ["ES2022"], types: ["node_modules/@types/node"], places: compilers },
  {
    name: "Node and the web",
    lib: ["ES2022", "DOM"],
    types: ["test/platforms/packed/node_modules/@types/node"],
    places: compilers.slice(0, 2),
  },
  {
    name: "Bun",
    lib: ["ES2022"],
    types: ["test/platforms/packed/node_modules/bun-types"],
    places: compilers.slice(0, 2),
  },
  {
    name: "workerd",
    lib: ["ES2022"],
    types: ["test/platforms/packed/node_modules/@cloudflare/workers-types"],
    places: compilers,
  },
];

for (const { name, lib, types, places } of platforms) {
  for (const place of places) {
    test(`${titleOf(place)} takes them with the declarations of ${name}, whose signals are signals`, async () => {
      const options = { ...resolutions.bundler, lib, types: types.map((path) => join(root, path)) };
      await assertFound(place, options, { "use.ts": use, "signals.ts": signals });
    }, patient);
  }
}

test("Deno takes them with its own declarations, and finds wrong use", async () => {
  const { folder, write } = await installed();
  for (const [file, text] of Object.entries({ "use.ts": use, "signals.ts": signals, "misuse.ts": misuse.join("\n") })) {
    await write(file, text);
  }
  await run(deno, ["check", "use.ts", "signals.ts"], folder);
  const said = await run(deno, ["check", "misuse.ts"], folder).then(String, (error) => error.message);
  // A failed command says the same twice: in its message, and in what it wrote.
  const lines = new Set([...said.matchAll(/misuse\.ts:(\d+):\d+/g)].map(([, line]) => `misuse.ts:${line}`));
  assert.equal([...lines], wrongLines, said);
}, patient);

test.run();
