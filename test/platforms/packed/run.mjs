// `npm run test:packed`: packs the package, installs it in an empty project and looks at it as its users would. The last
// line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { commandLine, environment, folderOf } from "../../../tools/runtimes.mjs";
import { root, setup } from "../../../tools/setup.mjs";

await setup(
  ...["node22", "node24", "node26", "deno"].map(folderOf),
  "test/platforms/packed",
  "test/platforms/packed/hermes",
);
const files = readdirSync(join(root, "test", "platforms", "packed")).filter((file) => file.endsWith(".test.ts")).sort();

for (
  const [path, ...words] of [
    [process.execPath, "tools/build.mjs"],
    commandLine("node", "test/support/run.ts", ...files.map((file) => `test/platforms/packed/${file}`)),
  ]
) {
  const { status } = spawnSync(path, words, { cwd: root, stdio: "inherit", env: environment });
  if (status !== 0) process.exit(status ?? 1);
}
