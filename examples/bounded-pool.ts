// Indexes documents with p-queue, whose `add` accepts every job, and with a pool, whose `add` waits for room
// (https://github.com/sindresorhus/p-queue/issues/87). Compares how many documents each holds, and their memory.
import process from "node:process";
import PQueue from "p-queue";
import { pool } from "sluice";

type Document = readonly number[];

/** Documents of 50 kB, as from a file or a database: one after another, when a consumer asks. */
async function* documents() {
  for (let id = 0; id < 3000; id++) yield await Promise.resolve(new Array<number>(6250).fill(id));
}

/** Indexing one takes a turn of the event loop. */
const index = (document: Document) => new Promise<number>((resolve) => setTimeout(() => resolve(document.length)));

/** Adds all documents. Returns how many were held at most, and the growth of the heap in MB. */
async function measured(add: (document: Document) => unknown, queued: () => number) {
  const before = process.memoryUsage().heapUsed;
  const heap: number[] = [];
  let [count, most] = [0, 0];
  for await (const document of documents()) {
    await add(document);
    most = Math.max(most, queued());
    if (++count % 20 === 0) heap.push(process.memoryUsage().heapUsed);
  }
  const held = Math.min(...heap.slice(-75)); // the lowest of the last readings: the others include garbage
  return { most, grown: Math.max(1, (held - before) / 1e6) };
}

const indexing = pool(index, { concurrency: 4, capacity: 16 });
const ours = await measured((document) => indexing.add(document), () => indexing.stats.queued);
await indexing.close();

const queue = new PQueue({ concurrency: 4 });
const theirs = await measured((document) => void queue.add(() => index(document)), () => queue.size);
await queue.onIdle();

console.log("the pool held at most", ours.most);
console.log("p-queue held more than 2000:", theirs.most > 2000);
console.log("in at least three times the memory:", theirs.grown > 3 * ours.grown);

// Output:
// the pool held at most 16
// p-queue held more than 2000: true
// in at least three times the memory: true
