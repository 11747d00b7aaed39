// What to do when it is too much: what is inferred, and what is refused.
import {
  type Case,
  type Got,
  type Governor,
  type Permit,
  pipeline,
  type RateLimiter,
  rateLimiter,
  Semaphore,
  throttle,
} from "sluice";
import { holds, type Same, use } from "./expect.ts";

export async function aLimiterIsAGovernor(limiter: RateLimiter): Promise<void> {
  use<Governor>(limiter);
  use<number>(await limiter.with(() => 1, { signal: undefined }));
  const call = limiter.wrap((text: string) => text.length);
  holds<Same<typeof call, (text: string) => Promise<number>>>();
  holds<Same<ReturnType<typeof limiter.acquiring>, Case<Got<Permit>>>>();
  use<boolean>(limiter.tryAcquire(2));
  // @ts-expect-error: a semaphore is no rate limiter
  use<RateLimiter>(new Semaphore(1));
  // @ts-expect-error: a limit is needed
  rateLimiter({ interval: 1000 });
  rateLimiter({ limit: 1, interval: undefined, burst: undefined });
}

export function throttleTakesWhatComes(limiter: RateLimiter): void {
  const flow = pipeline([1, 2], throttle(limiter), throttle({ limit: 1 }));
  use<AsyncIterable<number>>(flow);
  // @ts-expect-error: a rate is a limiter, or options
  throttle(5);
}
