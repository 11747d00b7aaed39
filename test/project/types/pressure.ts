// What to do when it is too much: what is inferred, and what is refused.
import {
  backoff,
  type Case,
  type CircuitBreaker,
  circuitBreaker,
  type CircuitState,
  type Elastic,
  elastic,
  type Flow,
  type Got,
  type Governor,
  type Permit,
  pipeline,
  type Pool,
  pool,
  type RateLimiter,
  rateLimiter,
  restarting,
  retry,
  type RetryOptions,
  Semaphore,
  throttle,
} from "sluice";
import { holds, type Same, some, use } from "./expect.ts";

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

export async function retryGivesWhatTheFunctionGives(): Promise<void> {
  const text = await retry(({ attempt, signal }) => {
    holds<Same<typeof attempt, number>>();
    holds<Same<typeof signal, AbortSignal>>();
    return Promise.resolve("text");
  }, { signal: some<AbortSignal | undefined>(), jitter: (ms) => ms, when: (error) => error instanceof Error });
  holds<Same<typeof text, string>>();
  await retry(() => fetch("http://localhost/"), some<RetryOptions | undefined>());
  // @ts-expect-error: jitter has two names
  await retry(() => 1, { jitter: "half" });
  const [delay] = backoff({ attempts: 2 });
  holds<Same<typeof delay, number | undefined>>();
  // @ts-expect-error: delays wait for nobody
  backoff({ signal: new AbortController().signal });
}

export function restartingGivesAFlow(): void {
  const flow = restarting(() => [1, 2], { attempts: Infinity });
  holds<Same<typeof flow, Flow<number>>>();
  use<Flow<Uint8Array>>(restarting<Uint8Array>(() => some<ReadableStream<Uint8Array>>()));
  // @ts-expect-error: a string is no source
  restarting(() => "text");
}

export async function aPoolKnowsItsItemsAndResults(workers: Pool<string, number>): Promise<void> {
  const lengths = pool((text: string, { signal }) => {
    holds<Same<typeof signal, AbortSignal>>();
    return Promise.resolve(text.length);
  }, { concurrency: new Semaphore(2), capacity: 3 });
  holds<Same<typeof lengths, Pool<string, number>>>();
  const { result } = await lengths.add("text", { signal: undefined });
  holds<Same<typeof result, Promise<number>>>();
  use<Pool<"a" | "b", number | string>>(workers);
  use<AsyncDisposable>(workers);
  // @ts-expect-error: it takes strings only
  await workers.run(5);
  // @ts-expect-error: one for strings cannot take whatever comes
  use<Pool<unknown, number>>(workers);
}

export function anElasticGovernorTellsItsLimit(): void {
  const budget: Elastic = elastic({ min: 2, max: undefined });
  use<Governor>(budget);
  holds<Same<typeof budget.limit, number>>();
  // @ts-expect-error: it finds its limit by itself
  budget.limit = 5;
}

export async function aBreakerIsAGovernorWhoseStateIsRead(): Promise<void> {
  const breaker: CircuitBreaker = circuitBreaker({ failures: { rate: 0.5, calls: 10 }, whenOpen: "wait" });
  use<Governor>(breaker);
  holds<Same<typeof breaker.state.value, CircuitState>>();
  for await (const state of breaker.state.subscribe()) holds<Same<typeof state, CircuitState>>();
  // @ts-expect-error: it is not set from outside
  breaker.state.set("open");
  // @ts-expect-error: a rate needs a number of calls
  circuitBreaker({ failures: { rate: 0.5 } });
}
