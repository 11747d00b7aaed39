// `npm run test:clients`: real HTTP clients against a real server. The last line is `N passed, N failed`.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { commandLine, environment } from "../../../tools/runtimes.mjs";
import { root, setup } from "../../../tools/setup.mjs";

await setup("test/platforms/clients");
const [path, ...words] = commandLine("node", "test/support/run.ts", "test/platforms/clients/overload.test.ts");
const { status } = spawnSync(path, words, { cwd: root, stdio: "inherit", env: environment });
process.exit(status ?? 1);
