// Imports a file and prints what that took, in nanoseconds of processor time.
import process from "node:process";

const from = process.cpuUsage();
await import(process.argv[2]);
const { user, system } = process.cpuUsage(from);
console.log((user + system) * 1_000);
