import { channel } from "sluice";

const numbers = channel<number>(1);
await numbers.send(1);
numbers.close();

const first = await numbers.receive();
console.log(first.value, !first.done);
const second = await numbers.receive();
console.log("more:", !second.done);

try {
  await numbers.send(2); // rejects, and the error has the 2
} catch {
  console.log("refused");
}
