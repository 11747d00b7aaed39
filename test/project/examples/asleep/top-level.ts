// The main module itself waits for ever.
import { channel } from "sluice";
import { reportDeadlocks } from "sluice/trace";

reportDeadlocks();
const jobs = channel<number>(0, { name: "jobs" });
console.log("waiting");
await jobs.receive();
