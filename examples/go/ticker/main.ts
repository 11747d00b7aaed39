import { ticker } from "sluice";

const begun = Date.now();
using ticks = ticker(20);
let seen = 0;
for await (const _ of ticks) { // _ counts them, those that were missed included
  seen++;
  console.log("tick", seen);
  if (seen === 3) break;
}
console.log("not too early:", Date.now() - begun >= 60);
