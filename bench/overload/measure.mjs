// `node --expose-gc bench/overload/measure.mjs CONTENDER time|heap`: one contender in a process of its own. Prints JSON.
import process from "node:process";
import { contenders } from "./contenders.mjs";

const COUNT = 20_000;
const SAMPLES = 20;

const [name, what] = process.argv.slice(2);
const heap = () => (globalThis.gc(), process.memoryUsage().heapUsed);
let [made, ended, held, running, parallel, sum, most] = [0, 0, 0, 0, 0, 0, 0];

/** Jobs of 4 kB, as fast as they are asked for. */
async function* jobs() {
  for (let id = 0; id < COUNT; id++) {
    held = Math.max(held, ++made - ended);
    yield await Promise.resolve(new Array(500).fill(id));
  }
}

/** Takes the least that a timer takes: about a millisecond. */
async function work(job) {
  parallel = Math.max(parallel, ++running);
  await new Promise((resolve) => setTimeout(resolve, 1));
  running--;
  sum += job[0];
  if (what === "heap" && ended % (COUNT / SAMPLES) === 0) most = Math.max(most, heap());
  ended++;
}

await contenders[name].run([], () => {}).catch(() => {}); // what loading takes is not the subject
const before = heap();
const started = performance.now();
await contenders[name].run(jobs(), work);
const seconds = (performance.now() - started) / 1_000;
if (ended !== COUNT || sum !== COUNT * (COUNT - 1) / 2 || parallel !== 8) {
  throw new Error(`${name} is broken: ${ended} of ${COUNT} jobs, ${parallel} at a time`);
}
console.log(JSON.stringify(what === "heap" ? { held, megabytes: (most - before) / 1e6 } : { seconds }));
