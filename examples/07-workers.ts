// Lesson 7: several loops share a channel.
//
// You learn: each value goes to one of them, to whoever is free first: so a few loops over one channel are a pool of
// workers. A slow job holds up its own worker alone, and never are more jobs begun than there are workers.
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
    await jobs.sendAll([600, 10, 60, 120]); // the first holds one worker; the others go on
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
