// A thousand pages: fetching one takes 20 ms, and the database takes them one by one, 2 ms each.
import { map, Mutex, pipeline, sleep } from "sluice";

const database = new Mutex();
const ages: number[] = [];
let [held, most] = [0, 0];

async function load(id: number) {
  most = Math.max(most, ++held);
  await sleep(20);
  return { id, fetched: Date.now() };
}

async function store({ fetched }: { id: number; fetched: number }) {
  await database.with(() => sleep(2));
  ages.push(Date.now() - fetched);
  held--;
}

const began = Date.now();
const ids = Array.from({ length: 1000 }, (_, id) => id);
await pipeline(ids, map(load, { concurrency: 16 }), map(store)).run();

ages.sort((a, b) => a - b);
console.log(`pages in hand at most: ${most}`);
console.log(`from fetched to stored, median: ${ages[500]} ms`);
console.log(`from fetched to stored, 99 of 100: ${ages[990]} ms`);
console.log(`all of it took: ${Date.now() - began} ms`);
