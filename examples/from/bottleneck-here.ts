import { rateLimiter, Semaphore, sleep } from "sluice";

let [running, most] = [0, 0];

async function ask(id: number) {
  most = Math.max(most, ++running);
  await sleep(20);
  running--;
  return `#${id}`;
}

const limiter = rateLimiter({ limit: 1, interval: 5, burst: 1 });
const politely = new Semaphore(2).wrap(limiter.wrap(ask));

const began = Date.now();
console.log((await Promise.all([1, 2, 3, 4].map((id) => politely(id)))).join(" "));
console.log("at most", most, "at once; at least 15 ms:", Date.now() - began >= 15);

// Output:
// #1 #2 #3 #4
// at most 2 at once; at least 15 ms: true
