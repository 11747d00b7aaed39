/** A handler of HTTP requests that refuses requests beyond its capacity. */
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
   * How many requests may wait: an integer of at least 0, or `Infinity`. Default 0, or `Infinity` with `maxWait`. Rule
   * of thumb: the requests served in a second, times the seconds that a client should wait at most.
   */
  readonly capacity?: number | undefined;
  /**
   * How long a request may wait, in milliseconds: a finite number of at least 0. A request that would wait longer is
   * refused at once; the wait is predicted from a moving average of the handling times. Until the first request has
   * been served, `capacity` alone bounds the queue. Default: any wait is accepted.
   */
  readonly maxWait?: number | undefined;
  /** The rate of each key, as options, or one limiter shared by all keys. */
  readonly limiter?: RateLimiterOptions | RateLimiter | undefined;
  /**
   * Returns the key of a client, such as an address or a token, from the parameters of the handler. Default: all
   * clients share one key.
   */
  readonly keyOf?: ((request: Request, ...rest: Rest) => unknown) | undefined;
}

/**
 * Wraps a handler so that at most `concurrency` requests run at once and at most `capacity` wait, in order. For
 * `Deno.serve`, `Bun.serve`, workers, and Node through a fetch adapter such as `srvx`.
 *
 * A request is answered with 503 when the queue is full or the wait would exceed `maxWait`, and with 429 when its key
 * has used up its rate. Both answers are sent at once, with a `Retry-After` in whole seconds, computed from the
 * handling times or from the rate.
 *
 * With a limiter, every response has the headers `RateLimit-Policy` and `RateLimit`
 * (draft-ietf-httpapi-ratelimit-headers). The limiter of a key is forgotten once its full burst is available again.
 *
 * A client that disconnects while it waits frees its place, and its request is never handled. Throws a `TypeError` or
 * `RangeError` for wrong arguments.
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
  const queue = new RequestQueue(concurrency, capacity, maxWait);
  if (limiter === undefined) {
    return breathing((request, ...rest) => queue.run(request, () => handler(request, ...rest)));
  }
  const allowances = new Allowances(limitersOf(limiter));
  // a shared limiter under constant load would keep its keys for ever
  const identify = isLimiter(limiter) ? everyone : keyOf;
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
 * Yields to the runtime, because neither a handler nor a refusal need wait for anything. It declares a parameter,
 * because Deno passes no request to a handler without one.
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

/** Returns a function that creates the limiter of a new key. */
function limitersOf(limiter: RateLimiterOptions | RateLimiter): () => RateLimiter {
  const make = () => limiterOf("options.limiter", limiter);
  const first = make(); // validates the options at once
  return isLimiter(limiter) ? () => first : make;
}

const DAY = 86_400_000;

/**
 * The requests that run and wait. Holds: at most `concurrency` run, and at most `capacity` wait; no request has joined
 * the queue with a predicted wait beyond `maxWait`.
 */
class RequestQueue {
  private readonly concurrency: number;
  private readonly capacity: number;
  private readonly maxWait: number;
  private readonly places: Semaphore;
  private readonly clock = new Stopwatch();
  private waiting = 0;
  /** A moving average of the handling times, in milliseconds. */
  private pace = 0;
  /** When a request last began or ended. */
  private moved = 0;

  constructor(concurrency: number, capacity: number, maxWait = Infinity) {
    this.concurrency = concurrency;
    this.capacity = capacity;
    this.maxWait = maxWait;
    this.places = new Semaphore(concurrency);
  }

  /** Handles the request in its turn, if there is a place. `entered` is called when the request begins or is queued. */
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

  /** Whether one more request cannot wait. Asked while all places are taken. */
  private get isFull(): boolean {
    return this.waiting >= this.capacity || this.turnIn() > this.maxWait;
  }

  /**
   * The predicted wait of the next request, in milliseconds. While no request begins or ends, handling times are longer
   * than their average.
   */
  private turnIn(): number {
    const pace = Math.max(this.pace, this.clock.elapsed - this.moved);
    return pace * (this.waiting + 1) / this.concurrency;
  }

  /** Waits with a timer that never fires: workerd cancels a request that waits for nothing else, as one that hangs. */
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

  /** In how many milliseconds all present requests will have been served, by Little's law. */
  private drainedIn(): number {
    return this.pace * (this.waiting + this.concurrency) / this.concurrency;
  }
}

function refusal(status: 429 | 503, ms: number): Response {
  const headers = { "Retry-After": `${Math.max(1, Math.ceil(ms / 1000))}` };
  return new Response(status === 429 ? "Too Many Requests" : "Service Unavailable", { status, headers });
}

/** The response to a client that has disconnected, with the status that nginx logs. It is never read. */
function left(): Response {
  return new Response(null, { status: 499 });
}
