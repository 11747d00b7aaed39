import { channel } from "sluice";

const jobs = channel<string>();
console.log("sending");
await jobs.send("sweep"); // waits for a receiver, and there is none
console.log("sent");
