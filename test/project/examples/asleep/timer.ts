// The receiver waits for a value that a timer brings, and for nothing after it was told that there is no more.
import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks();
const jobs = channel<number>(0, { name: "jobs" });

async function main() {
  for await (const job of jobs) console.log(job);
}

main();
setTimeout(() => jobs.send(1), 50);
setTimeout(() => jobs.close(), 100);
