// After Rob Pike, "Go Concurrency Patterns" (Google I/O, 2012): the daisy chain of a hundred thousand gophers.
//
// It shows what a task and a channel cost: a hundred thousand of both stand in a row, each waiting for its right
// neighbour, to pass on one more than it heard.
import { channel, type Receiver, type Sender } from "sluice";

const gophers = 100_000;

async function whisper(left: Sender<number>, right: Receiver<number>) {
  const { value = 0 } = await right.receive();
  await left.send(1 + value);
}

const leftmost = channel<number>();
let right = leftmost;
for (let count = 0; count < gophers; count++) {
  const left = right;
  right = channel<number>();
  whisper(left, right);
}
right.send(1);
console.log((await leftmost.receive()).value);

// Output:
// 100001
