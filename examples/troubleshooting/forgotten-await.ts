import { channel } from "sluice";

const jobs = channel<number>(16, { name: "jobs" });

for (let job = 0; job <= 65_552; job++) jobs.send(job); // `await` is missing
console.log("sent");
