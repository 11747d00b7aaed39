import { channel } from "sluice";

const numbers = channel<number>(0, { name: "numbers" });

async function count() {
  for (let n = 0;; n++) await numbers.send(n); // rejects when the reader has left
}

count(); // its rejection reaches no handler
for await (const n of numbers.consume()) if (n === 3) break;
console.log("read enough");
