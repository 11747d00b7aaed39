/** A client that asks no more of a server than that can do. */
import { checkCount, checkFunction, checkOptions, membersOf, shown, signalOf } from "../../core/engine/arguments.ts";
import { ignore } from "../../flow/link.ts";
import { limiterOf } from "../../pressure/limit/limiter-of.ts";
import type { RateLimiter, RateLimiterOptions } from "../../pressure/limit/rate-limiter.ts";
import { read, saysOverload } from "../../pressure/response.ts";
import { retry } from "../../pressure/retry/retry.ts";
import { policyOf, type RetryOptions } from "../../pressure/retry/retry-options.ts";
import { Pace } from "./learned-rate.ts";

/** Options of {@linkcode politeFetch}. */
export interface PoliteFetchOptions {
  /** How many requests are on the way at once, until their headers come: a positive integer or `Infinity`. Default 8. */
  readonly concurrency?: number | undefined;
  /** How often requests may begin; one that several share is held for all of them. Default: as the server allows. */
  readonly limiter?: RateLimiterOptions | RateLimiter | undefined;
  /** How what fails is tried again, at most 3 attempts by default. `when` may narrow that down: it gets the error, or the
   * `Response` that is a refusal. */
  readonly retry?: Omit<RetryOptions, "signal"> | undefined;
}

/**
 * A `fetch` that is polite to the server. At most `concurrency` requests are on the way. A 429 or 503 with `Retry-After`
 * closes the gate for all for so long; then they pass at the rate that went well before, which grows step by step.
 *
 * 429 and 503 are tried again, with any method, and so are network errors if the method is idempotent; what has a
 * stream as its body never is, nor what may have one: any `Request` in Firefox but those of GET and HEAD. The body of a
 * `Request` is always a stream, whatever it was made of: give texts and bytes as `fetch(url, { body })`. Without
 * `Retry-After` that request alone backs off. An error that `fetch` throws is a refusal, too, if it has such
 * a status where clients put it (`response.status`, `statusCode`, … as for `elastic`). When the attempts are used up, it
 * resolves with the last `Response`, or rejects with the last error; bodies of those before are cancelled. The `signal` of a request ends it at once, also while it waits. Throws a
 * `TypeError` or `RangeError` for wrong arguments.
 *
 * @example
 * ```ts
 * import { politeFetch } from "sluice/web";
 *
 * let answers = 0;
 * const busy = () => {
 *   const headers = { "Retry-After": "0" };
 *   return Promise.resolve(answers++ === 0 ? new Response(null, { status: 429, headers }) : new Response("done"));
 * };
 * const ask = politeFetch(busy); // politeFetch(fetch)
 * console.log(await (await ask("http://localhost/")).text(), answers); // done 2
 * ```
 */
export function politeFetch(
  fetch: typeof globalThis.fetch | ((input: RequestInfo | URL, init?: RequestInit) => Promise<Response>),
  options?: PoliteFetchOptions,
): typeof globalThis.fetch {
  checkFunction("fetch", fetch);
  checkOptions(options);
  const { concurrency = 8, limiter, retry: policy } = options ?? {};
  checkCount("options.concurrency", concurrency, 1, "allowed");
  policyOf(policy); // throws now, if ever
  const { when = always } = policy ?? {};
  const pace = new Pace(concurrency, limiter === undefined ? undefined : limiterOf("options.limiter", limiter));
  const polite = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { method, again, signal } = described(input, init);
    let refusal: Response | undefined; // by identity: a fetch of a package may have a `Response` of its own
    const attempt = async () => {
      const response = await pace.run(() => fetch(input, init), signal);
      if (!saysOverload(response) || !again) return response;
      throw refusal = response; // `retry` finds its `Retry-After`
    };
    try {
      return await retry(attempt, {
        ...policy,
        signal,
        when(error, count) {
          if (!again || !(saysOverload(error) || IDEMPOTENT.includes(method)) || !when(error, count)) return false;
          if (error === refusal) discard(refusal?.body);
          else discard(bodyOf(error));
          return true;
        },
      });
    } catch (error) {
      if (error === refusal && refusal !== undefined) return refusal;
      discard(refusal?.body);
      throw error;
    }
  };
  return polite as typeof globalThis.fetch;
}

/** That of the response that a client has put into an error. */
function bodyOf(error: unknown): Body {
  return read(read(error, "response"), "body") as Body;
}

type Body = (Partial<ReadableStream> & { destroy?(): void }) | null | undefined;

/** Lets go of what nobody will read. A fetch of a package may give a stream of Node's. */
function discard(body: Body): void {
  try {
    if (body?.cancel === undefined) body?.destroy?.();
    else Promise.resolve(body.cancel()).catch(ignore);
  } catch {
    // the answer counts, not what becomes of this body
  }
}

/** RFC 9110, 9.2.2. */
const IDEMPOTENT: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];

interface Described {
  readonly method: string;
  /** Can it be sent more than once? */
  readonly again: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * What `init` leaves out is the request's, and so is the body if that of `init` is `null` (Fetch, 5.4). Firefox's do not
 * tell whether they have a body; GET and HEAD have none.
 */
function described(input: RequestInfo | URL, init: RequestInit | undefined): Described {
  const { method: named, body: held, signal: own } = membersOf(input); // by shape, as its Response
  checkOptions(init ?? undefined, "init");
  const { signal = own } = init ?? {};
  const body = init?.body ?? held;
  const method = checkedMethod(init?.method ?? named ?? "GET");
  const told = body !== undefined || named === undefined || method === "GET" || method === "HEAD";
  return {
    method,
    again: told && isReplayable(body),
    signal: signalOf({ signal: signal as AbortSignal ?? undefined }, "init"),
  };
}

function checkedMethod(given: unknown): string {
  if (typeof given === "string") return given.toUpperCase();
  throw new TypeError(`init.method must be a string, not ${shown(given)}`);
}

/** A stream can be read only once, and so can whatever else is iterated asynchronously. */
function isReplayable(body: unknown): boolean {
  const { getReader, [Symbol.asyncIterator]: iterate } = membersOf(body);
  return typeof getReader !== "function" && typeof iterate !== "function";
}

function always(): boolean {
  return true;
}
