// The declarations of the packed package, in projects that check them, too (`skipLibCheck: false`).
import * as assert from "uvu/assert";
import { join } from "node:path";
import { json, root } from "../support/project.ts";
import { suite } from "../support/test.ts";
import { installed, patient } from "./installed.ts";

const test = suite("packed, types");

/** The newest, the last one that was written in TypeScript, and the oldest that the README promises. */
const compilers = [
  "node_modules/typescript",
  "test/packed/node_modules/typescript",
  "test/packed/node_modules/typescript-oldest",
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

/** That nothing has become `any`: each line is an error. */
const misuse = [
  `import { channel, type Sender } from "sluice";`,
  `export const size: string = channel<string>(1).size;`,
  `export const sender: Sender<number> = channel<string>();`,
  `channel<number>().send("text");`,
];

for (const place of compilers) {
  const title = `TypeScript ${json(`${place}/package.json`).version}`;
  for (const [resolution, how] of Object.entries(resolutions)) {
    for (const lib of libraries) {
      const name = `${title} takes them with ${resolution} and lib ${lib.join(", ")}, and finds wrong use`;
      test(name, async () => {
        const { folder, write, node } = await installed();
        const options = {
          ...how,
          lib,
          target: "es2022",
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        };
        await write("use.ts", use);
        await write("misuse.ts", misuse.join("\n"));
        const compiler = join(root, place, "bin", "tsc");
        await write(
          "tsconfig.json",
          JSON.stringify({ compilerOptions: options, files: ["use.ts", "misuse.ts"] }),
        );
        const output = await node(compiler, "--project", folder, "--pretty", "false").catch((error) => error.message);
        const errors = [...output.matchAll(/^(\S+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`);
        assert.equal(errors, ["misuse.ts:2", "misuse.ts:3", "misuse.ts:4"], output);
      }, patient);
    }
  }
}

test.run();
