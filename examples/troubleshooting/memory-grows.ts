import { channel, sleep, unbounded } from "sluice";

const jobs = channel<number>(unbounded());

async function work() {
  for await (const _job of jobs) await sleep(1000); // slower than the sender
}

work();
for (let job = 1; job <= 30_000; job++) {
  await jobs.send(job); // never waits
  if (job % 10_000 === 0) console.log("sent:", job, "held:", jobs.size);
}
jobs.cancel();
