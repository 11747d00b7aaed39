// A server of Deno's, whose last lines are those of a page.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/project.ts";

interface Tools {
  readonly environment: Record<string, string>;
  readonly runtimes: { readonly deno: { readonly path: string; readonly arguments: string[] } };
}

const { environment, runtimes }: Tools = await import(new URL("../../../tools/runtimes.mjs", import.meta.url).href);

/** Requests take a while, so that those behind them must wait or be refused. */
const world = `
import { sleep } from "sluice";
import { guard } from "sluice/web";

const handle = async (_request: Request) => {
  await sleep(300);
  return new Response("done");
};
`;

/** Calls `body` with the address of a server that runs `code`. */
export async function served(code: string, body: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-deno-"));
  const file = join(folder, "server.ts");
  await writeFile(file, `${world}${code}`);
  const { path, arguments: words } = runtimes.deno;
  const server = spawn(path, [...words, "--config", join(root, "deno.json"), file], {
    env: { ...environment, DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(server, "exit");
  try {
    await body(await address(server));
  } finally {
    server.kill();
    await exited;
    await rm(folder, { recursive: true });
  }
}

/** Deno says where it listens. */
async function address(
  { stdout, stderr }: { readonly stdout: AsyncIterable<unknown>; readonly stderr: AsyncIterable<unknown> },
) {
  let said = "";
  const found = async (output: AsyncIterable<unknown>) => {
    for await (const text of output) {
      said += text;
      const url = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
      if (url !== undefined) return `${url}/`;
    }
    return await new Promise<string>(() => {});
  };
  return await Promise.race([found(stdout), found(stderr)]);
}
