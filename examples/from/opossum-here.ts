import { circuitBreaker, sleep } from "sluice";

let healthy = false;

function service(id: number): Promise<string> {
  return healthy ? Promise.resolve(`#${id}`) : Promise.reject(new Error("down"));
}

const breaker = circuitBreaker({ failures: { rate: 0.5, calls: 4 }, cooldown: 20 });
const fire = breaker.wrap(service);

for (let id = 1; id <= 6; id++) await fire(id).catch((error) => console.log(error.message));
healthy = true;
await sleep(40);
console.log(await fire(7), breaker.state.value);

// Output:
// down
// down
// down
// down
// Cannot call: the circuit is open
// Cannot call: the circuit is open
// #7 closed
