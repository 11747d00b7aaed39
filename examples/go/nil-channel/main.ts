import { channel, type Receiver, select } from "sluice";

function from(...numbers: number[]): Receiver<number> {
  const out = channel<number>();
  out.sendAll(numbers).then(() => out.close());
  return out;
}

let odd: Receiver<number> | null = from(1, 3, 5);
let even: Receiver<number> | null = from(2, 4);
let sum = 0;
while (odd !== null || even !== null) {
  const hit = await select({ odd, even });
  if (!hit.done) sum += hit.value;
  else if (hit.key === "odd") odd = null; // never ready again
  else even = null;
}
console.log("sum:", sum);
