// When there is nothing left to do, a listener that was added later sends the last job and closes.
import process from "node:process";
import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks();
const jobs = channel<string>(0, { name: "jobs" });

async function main() {
  for await (const job of jobs) console.log(job);
}

async function flush() {
  await jobs.send("the last");
  jobs.close();
}

main();
process.once("beforeExit", flush);
