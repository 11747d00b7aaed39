import { pool, sleep } from "sluice";

const letters = pool(send, { concurrency: 2, capacity: 2 });
const sent: string[] = [];

async function send(letter: string) {
  await sleep(2);
  sent.push(letter);
}

for (const letter of ["a", "b", "c", "d", "e", "f"]) {
  await letters.add(letter); // waits while two are queued
}
console.log("queued:", letters.stats.queued);
await letters.drain();
console.log("sent:", sent.join(" "));

// Output:
// queued: 2
// sent: a b c d e f
