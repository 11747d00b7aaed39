// A price every 5 ms, and a screen that takes 40 ms to draw one.
import { channel, sleep, unbounded } from "sluice";

const prices = channel<{ at: number }>(unbounded());
const ages: number[] = [];

async function market() {
  for (let count = 0; count < 400; count++) {
    prices.trySend({ at: Date.now() });
    await sleep(5);
  }
  prices.cancel(); // closing time: the screen is switched off
}

async function screen() {
  for await (const { at } of prices) {
    await sleep(40);
    ages.push(Date.now() - at);
  }
}

await Promise.all([market(), screen()]);
ages.sort((a, b) => a - b);
console.log(`prices drawn: ${ages.length}`);
console.log(`age of what is on the screen, median: ${ages[Math.floor(ages.length / 2)]} ms`);
console.log(`the oldest: ${ages.at(-1)} ms`);
console.log(`prices held at most: ${prices.stats.peak}`);
console.log(`prices never shown: ${prices.stats.dropped}`);
