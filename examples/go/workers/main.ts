import { channel, group, type Receiver, type Sender, sleep } from "sluice";

async function worker(jobs: Receiver<number>, results: Sender<number>) {
  for await (const n of jobs) {
    await sleep(1);
    await results.send(n * n);
  }
}

const jobs = channel<number>();
const results = channel<number>();
group((g) => {
  for (let i = 0; i < 3; i++) g.go(() => worker(jobs, results));
  g.go(async () => {
    for (let n = 1; n <= 9; n++) await jobs.send(n);
    jobs.close();
  });
}).then(() => results.close());
let sum = 0;
for await (const square of results) sum += square;
console.log("sum of squares:", sum);
