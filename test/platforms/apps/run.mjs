// `npm run test:apps`: installs what the recipes in examples/recipes/apps need, type-checks them, and runs their tests, on
// Node 24, since `node:sqlite` is not in Node 20. The last line is `N passed, N failed`. With `--types` it only type-checks,
// for `npm run check`.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { commandLine, environment, folderOf, testRunner } from "../../../tools/runtimes.mjs";
import { root, setup } from "../../../tools/setup.mjs";

const apps = "examples/recipes/apps";

const typesOnly = process.argv.includes("--types");
await setup(...(typesOnly ? [] : [folderOf("node24")]), apps);
const files = readdirSync(join(root, "test", "platforms", "apps")).filter((file) => file.endsWith(".test.ts")).sort();

const commands = [
  [process.execPath, "node_modules/typescript/bin/tsc", "--project", apps],
  commandLine("node24", testRunner, ...files.map((file) => `test/platforms/apps/${file}`)),
];
for (const [path, ...words] of typesOnly ? commands.slice(0, 1) : commands) {
  const { status } = spawnSync(path, words, { cwd: root, stdio: "inherit", env: environment });
  if (status !== 0) process.exit(status ?? 1);
}
