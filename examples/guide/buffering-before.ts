// A copy: reading a block takes 1 ms, sending it takes 3. Between them is an array.
import { sleep } from "sluice";

const blocks: Uint8Array[] = [];
let [reading, most] = [true, 0];

async function read() {
  for (let count = 0; count < 1000; count++) {
    await sleep(1);
    blocks.push(new Uint8Array(64_000));
    most = Math.max(most, blocks.length);
  }
  reading = false;
}

async function send() {
  while (reading || blocks.length > 0) await sleep(blocks.shift() ? 3 : 1);
}

const began = Date.now();
await Promise.all([read(), send()]);
console.log(`blocks held at most: ${most}`);
console.log(`memory for them: ${(most * 64_000 / 1e6).toFixed(1)} MB`);
console.log(`the copy took: ${Date.now() - began} ms`);
