// What docs/adapters.md shows is a program that compiles, with its imports, also where it is not run as it is.
import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "../../support/project.ts";
import { suite } from "../../support/test.ts";
import { Page } from "./page.ts";

const test = suite("page: programs");

/** What other platforms and compilers bring along, and React, which brings no types. */
const platforms = `
declare module "react" {
  export function useEffect(effect: () => () => void, dependencies: unknown[]): void;
}
declare function $effect(effect: () => () => void): void;
declare const Deno: {
  serve(handler: (request: Request, info: { remoteAddr: { hostname: string } }) => Response | Promise<Response>): object;
};
`;

/** Compiles programs, each a module of its own. Returns what the compiler says, by the names 1.ts, 2.ts and so on. */
function complaints(programs: readonly string[]): string {
  const cache = join(root, "test/project/pages/node_modules/.cache"); // Vue is installed there
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "programs-"));
  try {
    const files = programs.map((_, index) => `${index + 1}.ts`);
    for (const [index, file] of files.entries()) writeFileSync(join(folder, file), programs[index] ?? "");
    writeFileSync(join(folder, "platforms.d.ts"), platforms);
    const compilerOptions = { moduleDetection: "force", skipLibCheck: true, noUnusedLocals: false };
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions,
      files: [...files, "platforms.d.ts"],
      include: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const { stdout, stderr } = spawnSync(process.execPath, [compiler, "--project", folder], { encoding: "utf8" });
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("each block of docs/adapters.md compiles, with its imports", () => {
  const { programs } = new Page("docs/adapters.md");
  assert.ok(programs.length >= 16);
  assert.is(complaints(programs), "");
}, { within: 120_000 });

test("a block that lacks an import does not compile", () => {
  assert.match(complaints([`export {};\npipeline([1]);`]), /1\.ts\(2,1\): error TS2304: Cannot find name 'pipeline'/);
}, { within: 120_000 });

test.run();
