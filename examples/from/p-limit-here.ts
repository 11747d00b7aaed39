import { map, pipeline, Semaphore, sleep } from "sluice";

let [running, most] = [0, 0];

async function load(id: number) {
  most = Math.max(most, ++running);
  await sleep(2);
  running--;
  return `#${id}`;
}

const seats = new Semaphore(2);
console.log((await Promise.all([1, 2, 3].map((id) => seats.with(() => load(id))))).join(" "));
console.log((await pipeline([4, 5, 6], map(load, { concurrency: 2 })).toArray()).join(" "));
console.log("at most", most);

// Output:
// #1 #2 #3
// #4 #5 #6
// at most 2
