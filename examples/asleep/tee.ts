// Two branches of a `tee`, read one after the other: the first cannot go on before the second takes its values.
//
// You see: the report names the branch that holds them up. The cure is to read both side by side (`Promise.all`).
import { channel, tee } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks();

async function count(to: { send(n: number): Promise<void> }) {
  for (const n of [1, 2, 3]) await to.send(n);
}

async function main() {
  const numbers = channel<number>(0, { name: "numbers" });
  const [first, second] = tee(numbers);
  const counting = count(numbers);
  console.log(await first.toArray());
  console.log(await second.toArray());
  await counting;
}

main();

// Report:
// All tasks are asleep: nothing is left that could wake them.
// 1 operation waits:
//   count waits to send 2 to numbers at tee.ts:10; the channel was made at tee.ts:14
// A flow was split at tee.ts:15, and a branch that is not read holds up the others:
//   branch 1 waits for a value
//   branch 2 holds an unread value
