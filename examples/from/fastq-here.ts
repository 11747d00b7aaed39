import { pool } from "sluice";

const squares = pool((n: number) => Promise.resolve(n * n), { concurrency: 2 });

console.log((await Promise.all([1, 2, 3].map((n) => squares.run(n)))).join(" "));
await squares.drain();
console.log("idle:", squares.stats.running === 0);

// Output:
// 1 4 9
// idle: true
