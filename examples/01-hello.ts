// Lesson 1: a channel hands values from one task to another.
//
// You learn: `send` waits until somebody takes the value, and `receive` until there is one. So two tasks meet in a
// channel without a lock, a callback or an event; without a capacity neither runs ahead of the other.
import { channel } from "sluice";

const words = channel<string>();

async function speak() {
  for (const word of ["hello", "world"]) await words.send(word);
}

const speaking = speak();
console.log(`one waits to be heard: ${words.stats.waitingSenders}`);
for (let count = 0; count < 2; count++) {
  const { value } = await words.receive();
  console.log(value);
}
await speaking;
console.log(words);

// Output:
// one waits to be heard: 1
// hello
// world
// Channel 0/0
