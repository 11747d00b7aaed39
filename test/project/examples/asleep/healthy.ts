// All values arrive, and nobody waits at the end.
import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks();
const jobs = channel<number>(1, { name: "jobs" });

async function main() {
  const sending = jobs.sendAll([1, 2, 3]).then(() => jobs.close());
  for await (const job of jobs) console.log(job);
  await sending;
}

main();
