// Tells with each answer how many requests have been handled at once, at most.
import { sleep } from "sluice";
import { guard } from "sluice/web";

let running = 0;
let most = 0;

async function work(): Promise<Response> {
  most = Math.max(most, ++running);
  await sleep(50);
  running--;
  return new Response(String(most));
}

export default { fetch: guard(work, { concurrency: 2, capacity: 4, limiter: { limit: 1_000 } }) };
