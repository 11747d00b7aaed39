import CircuitBreaker from "opossum";

let healthy = false;

function service(id: number): Promise<string> {
  return healthy ? Promise.resolve(`#${id}`) : Promise.reject(new Error("down"));
}

const breaker = new CircuitBreaker(service, { errorThresholdPercentage: 50, volumeThreshold: 4, resetTimeout: 20 });

for (let id = 1; id <= 6; id++) await breaker.fire(id).catch((error) => console.log(error.message));
healthy = true;
await new Promise((resolve) => setTimeout(resolve, 40));
console.log(await breaker.fire(7), breaker.opened ? "open" : "closed");
breaker.shutdown();

// Output:
// down
// down
// down
// down
// Breaker is open
// Breaker is open
// #7 closed
