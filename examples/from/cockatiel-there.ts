import {
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  isBrokenCircuitError,
  retry,
  wrap,
} from "cockatiel";

let calls = 0;

function service(): Promise<string> {
  return Promise.reject(new Error(`down, call ${++calls}`));
}

const breaker = circuitBreaker(handleAll, { halfOpenAfter: 60_000, breaker: new ConsecutiveBreaker(3) });
const retries = retry(handleAll, { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 1 }) });
breaker.onBreak(() => console.log("open"));

await wrap(retries, breaker).execute(service).catch((error) => console.log(error.message));
await breaker.execute(service).catch((error) => console.log("refused:", isBrokenCircuitError(error)));

// Output:
// open
// down, call 3
// refused: true
