// Prints what sending and iterating costs, in nanoseconds of processor time, the best of several runs: pass.mjs BUILD CAPACITY.
import process from "node:process";
import { builds, pass } from "./breather.mjs";

const ROUNDS = 6;
const [build, capacity] = process.argv.slice(2);
const contender = await builds[build]();
let best = Infinity;
for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await pass(contender, Number(capacity)));
console.log(best);
process.exit();
