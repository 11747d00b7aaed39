// What users install: the files that npm would pack, in a project of their own.
import * as assert from "uvu/assert";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { json, root } from "../support/project.ts";
import { suite } from "../support/test.ts";

const test = suite("package");
const execute = promisify(execFile);

const entries = Object.keys(json("deno.json").exports).map((key) => key === "." ? "sluice" : `sluice/${key.slice(2)}`);

/** The paths that `npm pack` would pack; nothing is built or written. */
async function packed(): Promise<string[]> {
  const npm = process.env["npm_execpath"];
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const words = [...first, "pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await execute(command ?? "npm", words, { cwd: root });
  // npm 11 gives a list, other versions an object with a key for each package.
  const [report] = Object.values<{ files: { path: string }[] }>(JSON.parse(stdout));
  return report?.files.map(({ path }) => path) ?? [];
}

/** Calls `body` with the folder of a project that has the package installed. */
async function installed(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-"));
  try {
    const modules = join(folder, "node_modules");
    for (const path of await packed()) {
      await mkdir(dirname(join(modules, "sluice", path)), { recursive: true });
      await cp(join(root, path), join(modules, "sluice", path));
    }
    await cp(join(root, "node_modules", "tslib"), join(modules, "tslib"), { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs Node in a folder and gives what it printed; a failure brings that along. */
async function node(folder: string, ...words: string[]): Promise<string> {
  try {
    return (await execute(process.execPath, words, { cwd: folder })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`Node failed: ${stdout}${stderr}`);
  }
}

test("the package holds the code, its types, their maps and the source, and no tests", async () => {
  const files = await packed();
  for (
    const file of [
      "package.json",
      "README.md",
      "LICENSE",
      "dist/mod.js",
      "dist/mod.d.ts",
      "dist/mod.js.map",
      "src/mod.ts",
    ]
  ) {
    assert.ok(files.includes(file), `${file} is missing`);
  }
  assert.equal(files.filter((file) => !/^(dist|src)\/|^[^/]+$/.test(file)), []);
});

test("every entry point can be imported, and what several have is the same in all", () =>
  installed(async (folder) => {
    const main = `
      const entries = await Promise.all(${JSON.stringify(entries)}.map((entry) => import(entry)));
      const names = new Set(entries.flatMap(Object.keys));
      const versions = (name) => new Set(entries.map((entry) => entry[name]).filter(Boolean)).size;
      console.log([...names].filter((name) => versions(name) > 1).length, names.has("channel"));
    `;
    await writeFile(join(folder, "main.js"), main);
    assert.is((await node(folder, "main.js")).trim(), "0 true");
  }));

test("a strict project type-checks against the declarations, libraries included", () =>
  installed(async (folder) => {
    const lines = entries.map((entry, index) => `export * as entry${index} from "${entry}";`);
    const use = `import { channel } from "sluice";\nexport const size: number = channel<string>(1).size;\n`;
    await writeFile(join(folder, "main.ts"), use + lines.join("\n"));
    const options = {
      target: "ES2022",
      module: "NodeNext",
      lib: ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
      types: [],
      strict: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["main.ts"] }));
    await node(folder, join(root, "node_modules", "typescript", "bin", "tsc"), "--project", folder);
  }));

test("an import of nothing costs a bundle nothing", () =>
  installed(async (folder) => {
    const { build } = await import("esbuild");
    await writeFile(join(folder, "main.js"), `import "sluice";`);
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: ["main.js"],
      bundle: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    assert.is(outputFiles[0]?.text.replace(/^\/\/.*$/gm, "").replace(/^\(\(\) => \{\s*\}\)\(\);$/m, "").trim(), "");
  }));

test.run();
