import { circuitBreaker, retry } from "sluice";

let calls = 0;

function service(): Promise<string> {
  return Promise.reject(new Error(`down, call ${++calls}`));
}

const breaker = circuitBreaker({ failures: 3, cooldown: 60_000 });
using changes = breaker.state.subscribe();
await changes.receive(); // the current state: closed
const opened = changes.receive().then(({ value }) => console.log(value));

await retry(() => breaker.with(service), { attempts: 3, delay: 1 }).catch((error) => console.log(error.message));
await breaker.with(service).catch((error) => console.log("refused:", error.name === "CircuitOpenError"));
await opened;

// Output:
// open
// down, call 3
// refused: true
