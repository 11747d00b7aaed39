// throttle in the contract of all stages: where no item waits, and where each one waits for some hops.
import { type Permit, type RateLimiter, rateLimiter, throttle } from "sluice";
import { stageContract } from "../../suites/contracts/stage.ts";

/** Lets everyone pass, but nobody at once. */
const hesitant: RateLimiter = {
  ...rateLimiter({ limit: 1 }),
  tryAcquire: () => false,
  acquire: async (options) => {
    await undefined;
    options?.signal?.throwIfAborted();
    return { release() {}, [Symbol.dispose]() {} } satisfies Permit;
  },
  retryAfter: () => 0,
};

const test = stageContract(
  { title: "throttle(options)", make: () => throttle({ limit: 1_000_000 }) },
  { title: "throttle(limiter)", make: () => throttle(hesitant) },
);

test.run();
