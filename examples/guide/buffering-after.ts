// A copy: reading a block takes 1 ms, sending it takes 3. Between them is a channel with room for eight.
import { channel, sleep } from "sluice";

const blocks = channel<Uint8Array>(8);

async function read() {
  for (let count = 0; count < 1000; count++) {
    await sleep(1);
    await blocks.send(new Uint8Array(64_000)); // waits while there are eight
  }
  blocks.close();
}

async function send() {
  for await (const _block of blocks) await sleep(3);
}

const began = Date.now();
await Promise.all([read(), send()]);
const most = blocks.stats.peak + 1; // and the one that waits to be let in
console.log(`blocks held at most: ${most}`);
console.log(`memory for them: ${(most * 64_000 / 1e6).toFixed(1)} MB`);
console.log(`the copy took: ${Date.now() - began} ms`);
