import pLimit from "p-limit";
import pMap from "p-map";

let [running, most] = [0, 0];

async function load(id: number) {
  most = Math.max(most, ++running);
  await new Promise((resolve) => setTimeout(resolve, 2));
  running--;
  return `#${id}`;
}

const limit = pLimit(2);
console.log((await Promise.all([1, 2, 3].map((id) => limit(() => load(id))))).join(" "));
console.log((await pMap([4, 5, 6], load, { concurrency: 2 })).join(" "));
console.log("at most", most);

// Output:
// #1 #2 #3
// #4 #5 #6
// at most 2
