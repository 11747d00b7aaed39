// A guard that has requests wait, in a real server of workerd, which ends a request that waits for nothing it knows of.
import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { sleep } from "sluice";
import { root } from "../support/project.ts";
import { suite } from "../support/test.ts";

interface Tools {
  readonly runtimes: { readonly workerd: { readonly path: string } };
  available(name: string): boolean;
}

const { runtimes, available }: Tools = await import(new URL("../../tools/runtimes.mjs", import.meta.url).href);
const test = suite("load: guard on workerd");

const worker = `
import { sleep } from "./src/mod.ts";
import { guard } from "./src/web/mod.ts";

let running = 0;
let most = 0;
const work = async () => {
  most = Math.max(most, ++running);
  await sleep(50);
  running--;
  return new Response(String(most));
};
export default { fetch: guard(work, { concurrency: 2, capacity: 4, limiter: { limit: 1_000 } }) };
`;

function configuration(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
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

/** Calls `body` with the address of the worker, once that answers. */
async function served(body: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-workerd-"));
  const port = await freePort();
  await build({
    stdin: { contents: worker, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "esm",
    outfile: join(folder, "worker.js"),
  });
  await writeFile(join(folder, "config.capnp"), configuration(port));
  const server = spawn(runtimes.workerd.path, ["serve", join(folder, "config.capnp")], { stdio: "ignore" });
  const exited = once(server, "exit");
  try {
    const url = `http://127.0.0.1:${port}/`;
    while (!(await fetch(url).then((response) => response.text(), () => ""))) await sleep(50);
    await body(url);
  } finally {
    server.kill();
    await exited;
    await rm(folder, { recursive: true });
  }
}

if (available("workerd")) {
  test("requests that wait are answered in their turn, the others at once (W5)", () =>
    served(async (url) => {
      const answers = await Promise.all(Array.from({ length: 30 }, async () => {
        const response = await fetch(url);
        const { status, headers } = response;
        return {
          status,
          retryAfter: headers.get("Retry-After"),
          policy: headers.get("RateLimit-Policy"),
          most: Number(await response.text()),
        };
      }));
      const done = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 503);
      assert.is(done.length + refused.length, answers.length, answers.map(({ status }) => status).join());
      assert.ok(done.length >= 6 && refused.length > 0, `${done.length} were handled`);
      assert.ok(done.every(({ most }) => most <= 2));
      assert.ok(refused.every(({ retryAfter }) => Number(retryAfter) >= 1));
      assert.ok(answers.every(({ policy }) => policy === '"default";q=1000;w=1'));
    }), { within: 60_000 });
}

test.run();
