import { channel, type Sender, sleep } from "sluice";

async function count(numbers: Sender<number>, signal: AbortSignal) {
  for (let n = 1;; n++) await numbers.send(n, { signal });
}

const controller = new AbortController();
const numbers = channel<number>();
const stopped = count(numbers, controller.signal).catch((reason) => reason);
console.log((await numbers.receive()).value);
console.log((await numbers.receive()).value);
controller.abort("seen enough");
console.log("stopped:", await stopped);

try {
  await sleep(60_000, { signal: AbortSignal.timeout(20) });
} catch (error) {
  console.log("timed out:", error instanceof DOMException && error.name === "TimeoutError");
}
