// A real server of workerd, for tests on Node.
import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep } from "sluice";
import { root } from "../../support/project.ts";

interface Tools {
  readonly runtimes: { readonly workerd: { readonly path: string } };
}

const { runtimes }: Tools = await import(new URL("../../../tools/runtimes.mjs", import.meta.url).href);

/** Calls `body` with the address of a server of this worker, a file of this folder, once that answers. */
export async function served(
  worker: string,
  body: (url: string) => Promise<void>,
  compatibilityDate = "2026-11-01",
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-workerd-"));
  const port = await freePort();
  await build({
    entryPoints: [join(root, "test", "platforms", "workerd", worker)],
    bundle: true,
    format: "esm",
    target: "es2022",
    alias: { sluice: join(root, "src", "mod.ts"), "sluice/web": join(root, "src", "web", "mod.ts") },
    outfile: join(folder, "worker.js"),
  });
  await writeFile(join(folder, "config.capnp"), configuration(port, compatibilityDate));
  const server = spawn(runtimes.workerd.path, ["serve", join(folder, "config.capnp")], { stdio: "ignore" });
  const exited = once(server, "exit");
  try {
    const url = `http://127.0.0.1:${port}/`;
    while (!(await fetch(url).then((response) => response.text(), () => ""))) await sleep(50);
    await body(url);
  } finally {
    server.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true });
  }
}

/** The date says as of when workerd shall behave. */
function configuration(port: number, compatibilityDate: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "${compatibilityDate}",
);
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
