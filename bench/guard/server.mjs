// `node server.mjs HANDLER guarded|as-it-is`: a server of node:http, by way of srvx; prints its port.
import { createHash } from "node:crypto";
import process from "node:process";
import { serve } from "srvx";
import { Semaphore, sleep } from "../dist/sluice/mod.js";
import { guard } from "../dist/sluice/web/mod.js";

const [name, how] = process.argv.slice(2);

/** The least work that takes so many milliseconds, as a number of hashes. */
const hashes = (ms) => {
  for (let count = 256;; count *= 1.25) {
    const times = Array.from({ length: 5 }, () => timed(() => hash(count)));
    if (Math.min(...times) >= ms) return count;
  }
};

function hash(count) {
  for (let n = 0; n < count; n++) createHash("sha256").update("some work").digest();
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const count = hashes(2);
const connections = new Semaphore(4);

const { handle, ...limits } = {
  cpu: {
    concurrency: 8, // enough to compute for one while others wait
    capacity: 8,
    async handle() {
      await sleep(5);
      hash(count);
      return new Response("done");
    },
  },
  pool: {
    concurrency: 4,
    capacity: 4,
    async handle() {
      await connections.with(() => sleep(10));
      return new Response("done");
    },
  },
}[name];

const server = serve({
  port: 0,
  hostname: "127.0.0.1",
  silent: true,
  fetch: how === "guarded" ? guard(handle, limits) : handle,
});
await server.ready();
console.log(new URL(server.url).port);
