// `node bench/guard/bursts.mjs`: what `guard` makes of bursts, by `capacity` and by `maxWait`, in one process. Needs `dist/`.
import process from "node:process";
import { Semaphore, sleep } from "../../dist/mod.js";
import { guard } from "../../dist/web/mod.js";
import { markdown } from "../support/table.mjs";

const [SIZE, EVERY, COUNT] = [200, 1_000, 5];
const limits = [{ capacity: 8 }, { capacity: 200 }, { maxWait: 500 }, { maxWait: 250 }];

/** Bursts of requests that each take 10 ms of one of 4 connections. */
async function bursts(options) {
  const connections = new Semaphore(4);
  const handle = guard(() =>
    connections.with(async () => {
      await sleep(10);
      return new Response("done");
    }), { concurrency: 4, ...options });
  const times = [];
  let refused = 0;
  const ask = async () => {
    const start = performance.now();
    const { status } = await handle(new Request("http://localhost/"));
    if (status === 200) times.push(performance.now() - start);
    else refused++;
  };
  await ask(); // a service that has just begun knows nothing
  for (let burst = 0; burst < COUNT; burst++) {
    const all = Array.from({ length: SIZE }, ask);
    await Promise.all([...all, sleep(EVERY)]);
  }
  times.sort((a, b) => a - b);
  const at = (part) => `${Math.round(times[Math.floor(times.length * part)])} ms`;
  return [JSON.stringify(options), times.length, refused, at(0.5), at(0.99)];
}

const rows = [["options", "served", "refused", "p50", "p99"]];
for (const options of limits) rows.push(await bursts(options));
console.log(`Node ${process.versions.node}, ${COUNT} bursts of ${SIZE} requests, one each ${EVERY} ms`);
console.log(markdown(rows).join("\n"));
