import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks(); // before the channels are made

const jobs = channel<string>(0, { name: "jobs" });

async function main() {
  console.log("sending");
  await jobs.send("sweep"); // waits for a receiver, and there is none
  console.log("sent");
}

main();
