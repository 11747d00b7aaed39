// The dining philosophers once more: each holds one fork, waits for the other, and nobody ever eats.
//
// You see: with `reportDeadlocks` a program whose tasks are all asleep says who waits for what, and ends with 2.
import { channel } from "sluice";
import { reportDeadlocks, task } from "sluice/trace";

reportDeadlocks();

const names = ["Plato", "Kant", "Hume", "Marx", "Weil"];
const forks = names.map((_, seat) => channel<string>(1, { name: `fork ${seat + 1}` }));
for (const fork of forks) fork.trySend("clean");

async function dine(seat: number) {
  const left = forks[seat]!;
  const right = forks[(seat + 1) % forks.length]!;
  await left.receive();
  await right.receive();
  await Promise.all([left.send("used"), right.send("used")]);
}

async function main() {
  await Promise.all(names.map((name, seat) => task(name, () => dine(seat))));
  console.log("all have eaten");
}

main();

// Report:
// All tasks are asleep: nothing is left that could wake them.
// 5 operations wait:
//   Plato waits to receive from fork 2 at philosophers.ts:17; the channel was made at philosophers.ts:10
//   Kant waits to receive from fork 3 at philosophers.ts:17; the channel was made at philosophers.ts:10
//   Hume waits to receive from fork 4 at philosophers.ts:17; the channel was made at philosophers.ts:10
//   Marx waits to receive from fork 5 at philosophers.ts:17; the channel was made at philosophers.ts:10
//   Weil waits to receive from fork 1 at philosophers.ts:17; the channel was made at philosophers.ts:10
// These wait for each other:
//   Plato -> Kant -> Hume -> Marx -> Weil -> Plato
