// Policies and limits that you already have. A policy that calls your function can be used wherever Sluice accepts a
// function. A few lines convert it to a governor, which stages and pools can share.
import { bulkhead, circuitBreaker, ConsecutiveBreaker, handleAll, retry, wrap } from "cockatiel";
import pLimit from "p-limit";
import pRetry from "p-retry";
import { type Governor, map, type Permit, pipeline, pool, rateLimiter, sleep } from "sluice";

/** Calls a function once, when its policy allows: `limit` of p-limit, or `execute` of a policy that does not retry. */
type Run = <R>(fn: () => Promise<R>) => Promise<R>;

function governor(run: Run): Governor {
  const acquire = () =>
    new Promise<Permit>((grant, refuse) => {
      const held = () =>
        new Promise<void>((succeed, fail) => {
          const release = (error?: unknown) => error === undefined ? succeed() : fail(error);
          grant({ release, [Symbol.dispose]: () => release() });
        });
      run(held).catch(refuse); // also tells the policy when the work failed
    });
  return {
    acquire,
    with: (fn, { signal = new AbortController().signal } = {}) => run(async () => await fn({ signal })),
    wrap: (fn) => (...args) => run(async () => await fn(...args)),
  };
}

let calls = 0, running = 0, most = 0;

async function load(id: number) {
  most = Math.max(most, ++running);
  await sleep(1);
  running--;
  if (++calls === 2) throw new Error("busy"); // once
  return `#${id}`;
}

// Policies of cockatiel, and p-retry, around the function of a stage.
const policy = wrap(
  retry(handleAll, { maxAttempts: 3 }),
  circuitBreaker(handleAll, { halfOpenAfter: 1000, breaker: new ConsecutiveBreaker(5) }),
);
const guarded = map((id: number) => policy.execute(() => load(id)));
console.log("cockatiel:", (await pipeline([1, 2, 3], guarded).toArray()).join(" "));
calls = 0;
const retried = map((id: number) => pRetry(() => load(id), { minTimeout: 1 }));
console.log("p-retry:", (await pipeline([1, 2, 3], retried).toArray()).join(" "));

// A limit shared with other code, as the concurrency of a stage, with a rate limiter inside.
const limit = pLimit(2);
const limiter = rateLimiter({ limit: 1000 });
most = 0;
const [shared, others] = await Promise.all([
  pipeline([4, 5, 6], map(limiter.wrap(load), { concurrency: governor(limit) })).toArray(),
  Promise.all([7, 8].map((id) => limit(() => load(id)))),
]);
console.log("p-limit:", [...shared, ...others].join(" "), "with at most", most, "at once");

// A bulkhead as the concurrency of a pool.
const seats = bulkhead(2, Infinity);
const loads = pool(load, { concurrency: governor((fn) => seats.execute(fn)) });
most = 0;
console.log("bulkhead:", (await Promise.all([9, 10, 11].map((id) => loads.run(id)))).join(" "), "with at most", most);

// Output:
// cockatiel: #1 #2 #3
// p-retry: #1 #2 #3
// p-limit: #4 #5 #6 #7 #8 with at most 2 at once
// bulkhead: #9 #10 #11 with at most 2
