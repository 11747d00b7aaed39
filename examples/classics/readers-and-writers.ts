// After Courtois, Heymans and Parnas, "Concurrent Control with Readers and Writers" (1971).
//
// It shows weights: a reader takes one permit and a writer takes them all, so that readers share and writers do not. The
// line is served in order, and so neither kind starves the other, as one of them does in both solutions of the paper.
import { group, Semaphore } from "sluice";

const readers = 4; // at once
const room = new Semaphore(readers);
const log: string[] = [];
let [page, reading] = [0, 0];

async function read(name: string) {
  using _seat = await room.acquire();
  reading++;
  log.push(`${name} reads ${page}, ${reading} at once`);
  await turn();
  reading--;
}

async function write(name: string) {
  using _room = await room.acquire({ weight: readers });
  const before = page;
  await turn();
  page = before + 1; // nothing is lost between the two
  log.push(`${name} writes ${page}, beside ${reading} readers`);
}

await group((g) => {
  for (const name of ["Ann", "Bob"]) g.go(() => read(name));
  g.go(() => write("Cid"));
  g.go(() => read("Dan")); // there is a seat, but Cid was first
  g.go(() => write("Eve"));
  for (const name of ["Fay", "Guy", "Hal"]) g.go(() => read(name));
});
console.log(log.join("\n"));

function turn() {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

// Output:
// Ann reads 0, 1 at once
// Bob reads 0, 2 at once
// Cid writes 1, beside 0 readers
// Dan reads 1, 1 at once
// Eve writes 2, beside 0 readers
// Fay reads 2, 1 at once
// Guy reads 2, 2 at once
// Hal reads 2, 3 at once
