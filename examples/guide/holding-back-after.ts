// A queue of orders, each to be delivered by a call of 10 ms, four at once. The service is down from the first second to the
// fifth: then a call fails after 20 ms.
import { circuitBreaker, map, pipeline, retry, sleep } from "sluice";

const breaker = circuitBreaker({ failures: 5, cooldown: 500, whenOpen: "wait" });
const began = Date.now();
let [delivered, vain, lost] = [0, 0, 0];

async function deliver(_order: number) {
  const down = Date.now() - began >= 1000 && Date.now() - began < 5000;
  await sleep(down ? 20 : 10);
  if (down) throw new Error(`Service unavailable, ${++vain} times now`);
  delivered++;
}

const orders = Array.from({ length: 2000 }, (_, id) => id);
const call = (order: number) => retry(() => breaker.with(() => deliver(order)), { attempts: 20 });
await pipeline(orders, map(call, { concurrency: 4, onError: () => lost++ })).run();

console.log(`calls to a service that is down: ${vain}`);
console.log(`orders delivered: ${delivered}`);
console.log(`orders lost: ${lost}`);
