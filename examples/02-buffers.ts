// Lesson 2: the buffer says what "full" means.
//
// You learn: a number is a capacity, and senders wait when it is full. Other buffers give something up instead: the
// oldest value, the newest, or all but the latest of each key. What is given up is counted, and can be looked at.
import { type Buffer, channel, conflating, dropping, sliding } from "sluice";

interface Price {
  readonly of: string;
  readonly is: number;
}

const prices: Price[] = [{ of: "tea", is: 1 }, { of: "rum", is: 2 }, { of: "tea", is: 3 }, { of: "tea", is: 4 }];

async function show(title: string, buffer: Buffer<Price>) {
  const ch = channel(buffer);
  await ch.sendAll(prices); // none of these three buffers ever waits
  ch.close();
  const left: string[] = [];
  for await (const price of ch) left.push(`${price.of} ${price.is}`);
  console.log(`${title}: ${left.join(", ")}; ${ch.stats.dropped} dropped`);
}

const plain = channel<Price>(2);
const fitting = prices.filter((price) => plain.trySend(price)); // `send` would wait where `trySend` says no
console.log(`2: ${fitting.length} go in, ${prices.length - fitting.length} would wait`);
await show("sliding(2)", sliding(2));
await show("dropping(2)", dropping(2));
await show("conflating by name", conflating({ keyOf: (price: Price) => price.of }));

// Output:
// 2: 2 go in, 2 would wait
// sliding(2): tea 3, tea 4; 2 dropped
// dropping(2): tea 1, rum 2; 2 dropped
// conflating by name: tea 4, rum 2; 2 dropped
