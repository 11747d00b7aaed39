// Lesson 9: cancellation reaches the producer.
//
// You learn: cancellation travels upstream. When the consumer leaves, a waiting `send` rejects and the producer's
// `signal` aborts, so its `fetch` or timer stops, too. The loop ends once the producer has cleaned up.
import { produce, type Sender, sleep, type TaskContext } from "sluice";

async function tick(out: Sender<number>, { signal }: TaskContext) {
  console.log("producer: begins at the first pull");
  try {
    for (let n = 1;; n++) {
      await out.send(n);
      await sleep(n === 3 ? 60_000 : 1, { signal }); // like fetch(url, { signal })
    }
  } finally {
    console.log("producer: cleaned up");
  }
}

const ticks = produce(tick);
console.log("nothing has happened yet");
for await (const n of ticks) {
  console.log("tick", n);
  if (n === 3) break;
}
console.log("left");

// Output:
// nothing has happened yet
// producer: begins at the first pull
// tick 1
// tick 2
// tick 3
// producer: cleaned up
// left
