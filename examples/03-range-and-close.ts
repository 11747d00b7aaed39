// Lesson 3: `for await` receives values until the channel is closed.
//
// You learn: `close()` is for the sender: values already sent are still delivered. Leaving a loop does not close the
// channel, so another loop can continue. Use `consume()` for the loop that owns the channel.
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
