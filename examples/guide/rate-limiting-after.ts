// A thousand records from a server that answers 100 requests in each second, and the rest with an error: ask for 100.
import { rateLimiter, sleep } from "sluice";

let [second, answered, sent, refused] = [0, 0, 0, 0];

async function load(_id: number) {
  sent++;
  await sleep(10);
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) [second, answered] = [now, 0];
  if (++answered > 100) throw new Error(`429 Too Many Requests, ${++refused} times now`);
}

const limiter = rateLimiter({ limit: 100, burst: 1 });
const began = Date.now();
const ids = Array.from({ length: 1000 }, (_, id) => id);
await Promise.all(ids.map((id) => limiter.with(() => load(id))));

console.log(`requests sent: ${sent}`);
console.log(`of these, refused: ${refused}`);
console.log(`all of it took: ${((Date.now() - began) / 1000).toFixed(1)} s`);
