/** A handler of HTTP requests that takes on no more than it can do. */
import { checkCount, checkFunction, isRevoked, isSignal, membersOf, shown } from "../../core/engine/arguments.ts";
import { completed } from "../../core/engine/event-loop.ts";
import { isLimiter, limiterOf } from "../../pressure/limit/limiter-of.ts";
import type { RateLimiter, RateLimiterOptions } from "../../pressure/limit/rate-limiter.ts";
import { Semaphore } from "../../sync/semaphore.ts";
import { ignore } from "../../flow/link.ts";
import { checkDuration, Stopwatch, Timer } from "../../time/timers.ts";
import { Allowances } from "./limiter-by-key.ts";

/** Options of {@linkcode guard}. */
export interface GuardOptions<Rest extends unknown[]> {
  /** How many requests are handled at once: a positive integer or `Infinity`. */
  readonly concurrency: number;
  /**
   * How many may wait for that: a whole number, or `Infinity`. Default 0, or `Infinity` with `maxWait`. A rule of thumb:
   * how many requests are served in a second, times the seconds that a client is to wait at most.
   */
  readonly capacity?: number | undefined;
  /**
   * How long one may wait for that, in milliseconds: a finite number of at least 0. A request that would wait longer is
   * refused at once, by a moving average of how long requests take. Until the first has been served nothing is known, and
   * `capacity` alone bounds the queue. Default: as long as it takes.
   */
  readonly maxWait?: number | undefined;
  /** What each key may have, or a limiter that is one for all, whoever it is that asks. */
  readonly limiter?: RateLimiterOptions | RateLimiter | undefined;
  /** Who it is that asks, such as an address or a token, by the parameters that the handler has. Default: all are one. */
  readonly keyOf?: ((request: Request, ...rest: Rest) => unknown) | undefined;
}

/**
 * A handler that runs at most `concurrency` requests at once and has at most `capacity` wait, in order. For `Deno.serve`,
 * `Bun.serve`, workers, and Node through a fetch adapter such as `srvx`.
 *
 * When the queue is full, or the wait would exceed `maxWait`, it answers 503, and 429 when a key has used up its rate: both at once, with a `Retry-After` in
 * whole seconds, which is computed from how long requests take, or from the rate. With a limiter every response has the
 * headers `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers). The rate of a key is forgotten once
 * it is whole again. A client that leaves while it waits frees its place, and its request is never handled. Throws a
 * `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { guard } from "sluice/web";
 *
 * const handle = guard(() => new Response("done"), { concurrency: 10, limiter: { limit: 1 } });
 * const request = new Request("http://localhost/");
 * console.log((await handle(request)).status, (await handle(request)).status); // 200 429
 * ```
 */
export function guard<Rest extends unknown[]>(
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  options: GuardOptions<Rest>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  checkFunction("handler", handler);
  if (Object(options) !== options || isRevoked(options)) {
    throw new TypeError(`options must be an object, not ${shown(options)}`);
  }
  const { concurrency, maxWait, capacity = maxWait === undefined ? 0 : Infinity, limiter, keyOf = everyone } = options;
  checkCount("options.concurrency", concurrency, 1, "allowed");
  checkCount("options.capacity", capacity, 0, "allowed");
  if (maxWait !== undefined) checkDuration("options.maxWait", maxWait, 0);
  checkFunction("options.keyOf", keyOf);
  const queue = new Queue(concurrency, capacity, maxWait);
  if (limiter === undefined) {
    return breathing((request, ...rest) => queue.run(request, () => handler(request, ...rest)));
  }
  const allowances = new Allowances(limitersOf(limiter));
  const identify = isLimiter(limiter) ? everyone : keyOf; // keys of one that is never whole would be kept for ever
  return breathing(async (request, ...rest) => {
    const key = identify(request, ...rest);
    const allowance = allowances.of(key);
    const wait = allowance.retryAfter();
    const run = () => handler(request, ...rest);
    const answer = wait > 0 ? refusal(429, wait) : await queue.run(request, run, () => allowance.tryAcquire());
    return allowances.marked(answer, key);
  });
}

/**
 * The same, but it lets the runtime breathe: neither a handler nor a refusal need wait for anything. It names a parameter,
 * since Deno gives none to a handler that has none.
 */
function breathing<Rest extends unknown[]>(handle: Handler<Rest>): Handler<Rest> {
  return async (request, ...rest) => {
    if (!isSignal(membersOf(request).signal)) {
      throw new TypeError(`request must be a Request, not ${shown(request)}`);
    }
    try {
      return await handle(request, ...rest);
    } finally {
      await completed();
    }
  };
}

type Handler<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Promise<Response>;

function everyone(): undefined {}

/** What makes the limiter of a new key. */
function limitersOf(limiter: RateLimiterOptions | RateLimiter): () => RateLimiter {
  const make = () => limiterOf("options.limiter", limiter);
  const first = make(); // throws now, if ever
  return isLimiter(limiter) ? () => first : make;
}

const DAY = 86_400_000;

/** Holds: at most `concurrency` run, and at most `capacity` wait; of those that wait, none joined to wait beyond `maxWait`. */
class Queue {
  private readonly concurrency: number;
  private readonly capacity: number;
  private readonly maxWait: number;
  private readonly places: Semaphore;
  private readonly clock = new Stopwatch();
  private waiting = 0;
  /** How long a request takes, in milliseconds: a moving average. */
  private pace = 0;
  /** When a request began or ended last. */
  private moved = 0;

  constructor(concurrency: number, capacity: number, maxWait = Infinity) {
    this.concurrency = concurrency;
    this.capacity = capacity;
    this.maxWait = maxWait;
    this.places = new Semaphore(concurrency);
  }

  /** Handles the request in its turn, if there is a place. `entered` is called when it has got one, or one in the queue. */
  async run(request: Request, handle: () => Response | Promise<Response>, entered?: () => void): Promise<Response> {
    const { signal } = request;
    if (signal.aborted) return left();
    let permit = this.places.tryAcquire();
    if (permit === undefined && this.isFull) return refusal(503, this.drainedIn());
    entered?.();
    try {
      permit ??= await this.wait(signal);
    } catch {
      return left();
    }
    const start = this.moved = this.clock.elapsed;
    try {
      return await handle();
    } finally {
      permit.release();
      const end = this.moved = this.clock.elapsed;
      this.pace += (end - start - this.pace) / (this.pace === 0 ? 1 : 8);
    }
  }

  /** For one more: the places are taken. */
  private get isFull(): boolean {
    return this.waiting >= this.capacity || this.turnIn() > this.maxWait;
  }

  /** In how many milliseconds it is the next one's turn. While nothing moves, requests take longer than they did. */
  private turnIn(): number {
    const pace = Math.max(this.pace, this.clock.elapsed - this.moved);
    return pace * (this.waiting + 1) / this.concurrency;
  }

  /** With a timer, though it is never due: workerd takes a request that waits for nothing else for one that hangs. */
  private async wait(signal: AbortSignal): ReturnType<Semaphore["acquire"]> {
    const alive = new Timer(ignore);
    this.waiting++;
    alive.arm(DAY);
    try {
      return await this.places.acquire({ signal });
    } finally {
      alive.disarm();
      this.waiting--;
    }
  }

  /** In how many milliseconds all who are here will have been served: Little's law. */
  private drainedIn(): number {
    return this.pace * (this.waiting + this.concurrency) / this.concurrency;
  }
}

function refusal(status: 429 | 503, ms: number): Response {
  const headers = { "Retry-After": `${Math.max(1, Math.ceil(ms / 1000))}` };
  return new Response(status === 429 ? "Too Many Requests" : "Service Unavailable", { status, headers });
}

/** For a client that has gone, as nginx logs it; nobody will read it. */
function left(): Response {
  return new Response(null, { status: 499 });
}
