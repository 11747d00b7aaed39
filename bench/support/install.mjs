// Installs what the benchmark needs, when it is missing or older than its lock file.
import { folderOf } from "../../tools/runtimes.mjs";
import { setup } from "../../tools/setup.mjs";

/** The project's packages, the runtimes, and those of the benchmark. */
export async function install() {
  await setup(folderOf("deno"), folderOf("bun"), "bench");
}
