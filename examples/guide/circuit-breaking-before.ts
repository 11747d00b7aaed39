// A request every 10 ms. The service answers in 10 ms over ten connections; then it hangs for four seconds, and each
// call takes 500 ms to time out.
import { Semaphore, sleep } from "sluice";

const connections = new Semaphore(10);
const began = Date.now();
const waits: number[] = [];
let [failed, vain, inTime] = [0, 0, 0];

async function service() {
  const down = Date.now() - began >= 1000 && Date.now() - began < 5000;
  await sleep(down ? 500 : 10);
  if (down) throw new Error(`Timed out, ${++vain} times now`);
}

const call = connections.wrap(service);

async function request() {
  const start = Date.now();
  const ok = await call().then(() => true, () => false);
  const wait = Date.now() - start;
  waits.push(wait);
  if (!ok) failed++;
  else if (wait <= 300) inTime++;
}

const requests: Promise<void>[] = [];
for (let count = 0; count < 600; count++) {
  requests.push(request());
  await sleep(10);
}
await Promise.all(requests);

waits.sort((a, b) => a - b);
console.log(`a request takes, median: ${waits[300]} ms`);
console.log(`a request takes, 99 of 100: ${waits[594]} ms`);
console.log(`calls to a service that hangs: ${vain}`);
console.log(`requests that failed: ${failed}`);
console.log(`requests answered within 300 ms: ${inTime}`);
