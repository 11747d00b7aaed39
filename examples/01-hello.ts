// Lesson 1: a channel passes values from one task to another.
//
// You learn: a call of an async function is a task. `send` waits for a receiver, and `receive` waits for a value. So
// two tasks meet without a lock, a callback or an event, and neither runs ahead of the other.
import { channel } from "sluice";

const words = channel<string>();

async function speak() {
  for (const word of ["hello", "world"]) await words.send(word); // each waits for the receiver
}

const speaking = speak(); // runs up to the first `await`
console.log("waiting to be heard:", words.stats.waitingSenders);
for (let count = 0; count < 2; count++) {
  const { value } = await words.receive();
  console.log("heard:", value);
}
await speaking;
console.log("waiting to be heard:", words.stats.waitingSenders);

// Output:
// waiting to be heard: 1
// heard: hello
// heard: world
// waiting to be heard: 0
