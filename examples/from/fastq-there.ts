import fastq from "fastq";

const squares = fastq.promise((n: number) => Promise.resolve(n * n), 2);

console.log((await Promise.all([1, 2, 3].map((n) => squares.push(n)))).join(" "));
await squares.drained();
console.log("idle:", squares.idle());

// Output:
// 1 4 9
// idle: true
