// Lesson 10: limits for rates, concurrency and failures.
//
// You learn: a governor makes calls wait. `rateLimiter` limits how often calls start, a `Semaphore` how many run at
// once, and they nest. `retry` repeats failed calls; a circuit breaker stops calls to a service that is down.
import { circuitBreaker, rateLimiter, retry, Semaphore } from "sluice";

const limiter = rateLimiter({ limit: 100, burst: 2 }); // two at once, then one every 10 ms
const twoAtOnce = new Semaphore(2);
const polite = twoAtOnce.wrap(limiter.wrap((name: string) => Promise.resolve(`${name} is well`)));

const begun = Date.now();
const patients = ["Ann", "Bob", "Cid", "Dan", "Eve"];
console.log((await Promise.all(patients.map((name) => polite(name)))).join(", "));
console.log("it took at least 20 ms:", Date.now() - begun >= 20);

let calls = 0;
const answer = await retry(({ attempt }) => {
  calls++;
  if (attempt < 3) throw new Error("line is busy");
  return "hello";
}, { attempts: 5, delay: 1 });
console.log(answer, "after", calls, "calls");

const breaker = circuitBreaker({ failures: 2, cooldown: 60_000 });
const call = breaker.wrap(() => Promise.reject(new Error("nobody there")));
for (let count = 0; count < 3; count++) await call().catch((error) => console.log(error.message));

// Output:
// Ann is well, Bob is well, Cid is well, Dan is well, Eve is well
// it took at least 20 ms: true
// hello after 3 calls
// nobody there
// nobody there
// Cannot call: the circuit is open
