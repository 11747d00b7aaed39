// Lesson 7: several loops share a channel.
//
// You learn: each value goes to one loop, the first that is free. So several loops over one channel form a pool of
// workers. A slow job holds up only its own worker, and never more jobs run at once than there are workers.
import { channel, group, sleep } from "sluice";

const jobs = channel<number>();
let [running, most] = [0, 0];

async function work() {
  for await (const ms of jobs) {
    most = Math.max(most, ++running);
    await sleep(ms);
    running--;
    console.log(`${ms} ms of work are done`);
  }
}

await group((g) => {
  for (let worker = 0; worker < 3; worker++) g.go(work);
  g.go(async function assign() {
    await jobs.sendAll([600, 10, 60, 120]); // the first job occupies one worker; the others continue
    jobs.close();
  });
});
console.log("at most at once:", most);

// Output:
// 10 ms of work are done
// 60 ms of work are done
// 120 ms of work are done
// 600 ms of work are done
// at most at once: 3
