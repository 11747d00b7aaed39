import Bottleneck from "bottleneck";

let [running, most] = [0, 0];

async function ask(id: number) {
  most = Math.max(most, ++running);
  await new Promise((resolve) => setTimeout(resolve, 20));
  running--;
  return `#${id}`;
}

const limiter = new Bottleneck({ maxConcurrent: 2, minTime: 5 });
const politely = limiter.wrap(ask);

const began = Date.now();
console.log((await Promise.all([1, 2, 3, 4].map((id) => politely(id)))).join(" "));
console.log("at most", most, "at once; at least 15 ms:", Date.now() - began >= 15);
await limiter.disconnect();

// Output:
// #1 #2 #3 #4
// at most 2 at once; at least 15 ms: true
