// Lesson 2: the buffer decides what "full" means.
//
// You learn: a number is a capacity: senders wait when the buffer is full. Other buffers drop a value instead: the
// oldest, the newest, or all but the latest of each key. Dropped values are counted, and can be inspected.
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
const fitting = prices.filter((price) => plain.trySend(price)); // where `trySend` returns false, `send` would wait
console.log(`2: ${fitting.join(", ")}; ${prices.length - fitting.length} would wait`);
await show("sliding(2)", sliding(2));
await show("dropping(2)", dropping(2));
await show("conflating by name", conflating({ keyOf: nameOf }));

// Output:
// 2: tea 1, rum 2; 2 would wait
// sliding(2): tea 3, tea 4; 2 dropped
// dropping(2): tea 1, rum 2; 2 dropped
// conflating by name: tea 4, rum 2; 2 dropped
