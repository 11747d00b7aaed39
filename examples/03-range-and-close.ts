// Lesson 3: `for await` takes values until the channel is closed.
//
// You learn: `close()` is the sender's "no more"; what was sent before is still delivered. Leaving a loop does not close
// anything, so that another loop can go on; `consume()` is for the loop that owns the channel.
import { channel } from "sluice";

const numbers = channel<number>(5);
await numbers.sendAll([1, 2, 3, 4, 5]);
numbers.close();

for await (const n of numbers) {
  console.log("first loop", n);
  if (n === 2) break;
}
for await (const n of numbers) console.log("second loop", n);
console.log("closed:", (await numbers.receive()).done);

const more = channel<number>(5);
await more.sendAll([1, 2, 3]);
for await (const _ of more.consume()) break;
console.log("nobody wants more:", more.closed, "dropped:", more.stats.dropped);

// Output:
// first loop 1
// first loop 2
// second loop 3
// second loop 4
// second loop 5
// closed: true
// nobody wants more: true dropped: 2
