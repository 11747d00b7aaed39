import { channel } from "sluice";

const jobs = channel<string>(2);
await jobs.send("one");
await jobs.send("two"); // neither waits: there is room
console.log(jobs.size, "of", jobs.capacity);
(async () => {
  await jobs.send("three"); // waits for room
  jobs.close();
})();
for await (const job of jobs) console.log(job);
