// Lesson 2: the buffer says what "full" means.
//
// You learn: a number is a capacity, and senders wait when it is full. Other buffers give something up instead: the
// oldest value, the newest, or all but the latest of each key. What is given up is counted, and can be looked at.
import { type Buffer, channel, conflating, dropping, sliding } from "sluice";

const prices = ["tea 1", "rum 2", "tea 3", "tea 4"];
const nameOf = (price: string) => price.split(" ")[0];

async function show(title: string, buffer: Buffer<string>) {
  const seen = channel(buffer);
  await seen.sendAll(prices); // none of these three buffers ever waits
  seen.close();
  const left: string[] = [];
  for await (const price of seen) left.push(price);
  console.log(`${title}: ${left.join(", ")}; ${seen.stats.dropped} dropped`);
}

const plain = channel<string>(2);
const fitting = prices.filter((price) => plain.trySend(price)); // where `trySend` says no, `send` would wait
console.log(`2: ${fitting.join(", ")}; ${prices.length - fitting.length} would wait`);
await show("sliding(2)", sliding(2));
await show("dropping(2)", dropping(2));
await show("conflating by name", conflating({ keyOf: nameOf }));

// Output:
// 2: tea 1, rum 2; 2 would wait
// sliding(2): tea 3, tea 4; 2 dropped
// dropping(2): tea 1, rum 2; 2 dropped
// conflating by name: tea 4, rum 2; 2 dropped
