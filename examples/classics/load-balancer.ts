// After Rob Pike, "Concurrency is not Parallelism" (Heroku Waza, 2012): the load balancer.
//
// It shows a request that carries the channel for its answer, so that the balancer passes it on and never sees the
// result; and workers that say on one channel that they are done, so that the least loaded gets the next one.
import { channel, type Receiver, select, type Sender } from "sluice";
import { seeded } from "../seeded.ts";

interface Request {
  readonly fn: () => number;
  readonly answer: Sender<number>;
}

interface Worker {
  readonly requests: Sender<Request>;
  pending: number;
  served: number;
}

const random = seeded(2012);

function worker(done: Sender<Worker>): Worker {
  const requests = channel<Request>(100);
  const self = { requests, pending: 0, served: 0 };
  (async () => {
    for await (const { fn, answer } of requests) {
      await Promise.resolve(); // it works
      await answer.send(fn());
      await done.send(self);
    }
  })();
  return self;
}

async function balance(work: Receiver<Request>, done: Receiver<Worker>, pool: readonly Worker[]) {
  for (let open = true; open || pool.some(({ pending }) => pending > 0);) {
    const hit = await select({ work: open && work, done });
    if (hit.key === "done") {
      if (!hit.done) hit.value.pending--;
    } else if (hit.done) open = false;
    else {
      const least = pool.reduce((a, b) => b.pending < a.pending ? b : a);
      least.pending++;
      least.served++;
      await least.requests.send(hit.value);
    }
  }
}

/** Asks, and goes on asking. */
async function requester(work: Sender<Request>, questions: number): Promise<number> {
  const answer = channel<number>();
  let sum = 0;
  for (let count = 0; count < questions; count++) {
    const n = Math.floor(random() * 10);
    await work.send({ fn: () => n * n, answer });
    sum += (await answer.receive()).value ?? 0;
  }
  return sum;
}

const [work, done] = [channel<Request>(), channel<Worker>(100)];
const pool = Array.from({ length: 4 }, () => worker(done));
const balancing = balance(work, done, pool);
const sums = await Promise.all(Array.from({ length: 20 }, () => requester(work, 50)));
work.close();
await balancing;
for (const { requests } of pool) requests.close();
const served = pool.map(({ served }) => served);
console.log("sum of squares:", sums.reduce((a, b) => a + b));
console.log("served:", served.reduce((a, b) => a + b), "by all of them:", served.every((count) => count > 50));

// Output:
// sum of squares: 28390
// served: 1000 by all of them: true
