// A service whose calls take 20 ms, with eight machines for the first calls and then with forty. `elastic` sets how many run at once.
import { elastic, map, pipeline, Semaphore, sleep } from "sluice";

const [eight, forty] = [new Semaphore(8), new Semaphore(40)];
const took: number[] = [];
const ends: number[] = [];

async function call(id: number) {
  const start = Date.now();
  await (id < 4000 ? eight : forty).with(() => sleep(20));
  took[id] = Date.now() - start;
  ends[id] = Date.now();
}

const ids = Array.from({ length: 12_000 }, (_, id) => id);
await pipeline(ids, map(call, { concurrency: elastic(), ordered: false })).run();

report("with eight machines", 2000, 4000);
report("with forty machines", 8000, 12_000);

function report(when: string, from: number, to: number) {
  const sorted = took.slice(from, to).sort((a, b) => a - b);
  const seconds = ((ends[to - 1] ?? 0) - (ends[from] ?? 0)) / 1000;
  console.log(`${when}, calls a second: ${Math.round((to - from) / seconds)}`);
  console.log(`${when}, 99 of 100 calls took at most: ${sorted[Math.floor(sorted.length * 0.99)]} ms`);
}
