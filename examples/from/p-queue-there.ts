import PQueue from "p-queue";

const queue = new PQueue({ concurrency: 2 });
const sent: string[] = [];

async function send(letter: string) {
  await new Promise((resolve) => setTimeout(resolve, 2));
  sent.push(letter);
}

for (const letter of ["a", "b", "c", "d", "e", "f"]) {
  await queue.onSizeLessThan(2); // or the queue grows as long as this loop runs
  queue.add(() => send(letter));
}
console.log("queued:", queue.size);
await queue.onIdle();
console.log("sent:", sent.join(" "));

// Output:
// queued: 2
// sent: a b c d e f
