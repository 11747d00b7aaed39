import { channel, type Receiver } from "sluice";

function count(to: number): Receiver<number> {
  const numbers = channel<number>();
  (async () => {
    using _ = numbers; // closes it
    for (let n = 1; n <= to; n++) await numbers.send(n);
  })();
  return numbers;
}

const numbers = count(5);
for await (const n of numbers) {
  console.log("first loop:", n);
  if (n === 2) break;
}
for await (const n of numbers) console.log("second loop:", n);
