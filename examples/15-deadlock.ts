// Lesson 15: a report names the tasks of a deadlock.
//
// You learn: in a deadlock each task waits for another, and JavaScript ends such a program without a message. Call
// `reportDeadlocks`: it names the tasks and the channels, and ends with status 2. The fix here: receive while you send.
import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks(); // before the channels are made

const jobs = channel<number>(0, { name: "jobs" });
const results = channel<number>(0, { name: "results" });

async function work() {
  for await (const n of jobs) await results.send(n * n); // waits until main receives
  results.close();
}

async function main() {
  work();
  console.log("sending three jobs");
  await jobs.sendAll([1, 2, 3]); // waits until the worker takes the second
  jobs.close();
  for await (const n of results) console.log(n); // never reached
}

main(); // without `await`: a deadlock in a top-level `await` is only reported on Node

// Output:
// sending three jobs
// Report:
// All tasks are asleep: nothing is left that could wake them.
// 2 operations wait:
//   main waits to send 2 to jobs at 15-deadlock.ts:21; the channel was made at 15-deadlock.ts:10
//   work waits to send 1 to results at 15-deadlock.ts:14; the channel was made at 15-deadlock.ts:11
