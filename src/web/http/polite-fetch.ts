/** A client that does not overload a server. */
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
  /** How many requests run at once, until their headers arrive: a positive integer or `Infinity`. Default 8. */
  readonly concurrency?: number | undefined;
  /**
   * Limits how often requests begin. After a refusal, a shared limiter is held for all who use it. Default: as fast as
   * the server allows.
   */
  readonly limiter?: RateLimiterOptions | RateLimiter | undefined;
  /**
   * How failed requests are retried; by default at most 3 attempts. `when` may retry fewer: its argument is the error,
   * or the `Response` that is a refusal.
   */
  readonly retry?: Omit<RetryOptions, "signal"> | undefined;
}

/**
 * Creates a `fetch` that backs off when the server refuses requests. At most `concurrency` requests run at once. A 429
 * or 503 with `Retry-After` holds all requests for that time; then they pass at the rate that succeeded before, which
 * grows step by step.
 *
 * Refusals (429 and 503) are retried with any method, and network errors with idempotent methods. Without
 * `Retry-After`, only the refused request backs off. A thrown error is a refusal, too, if it has such a status where
 * HTTP clients put it (`response.status`, `statusCode`, …, as for `elastic`).
 *
 * A request with a stream as its body is never retried. The body of a `Request` is always a stream, whatever it was
 * created from, so pass texts and bytes as `fetch(url, { body })`. In Firefox every `Request` may have a body, except
 * those of GET and HEAD.
 *
 * After the last attempt, it resolves with the last `Response` or rejects with the last error; the bodies of earlier
 * responses are cancelled. The `signal` of a request ends it at once, also while it waits. Throws a `TypeError` or
 * `RangeError` for wrong arguments.
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
  policyOf(policy); // validates the options at once
  const { when = always } = policy ?? {};
  const pace = new Pace(concurrency, limiter === undefined ? undefined : limiterOf("options.limiter", limiter));
  const polite = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { method, again, signal } = described(input, init);
    let refusal: Response | undefined; // compared by identity: a package's fetch may have its own `Response`
    const attempt = async () => {
      const response = await pace.run(() => fetch(input, init), signal);
      if (!saysOverload(response) || !again) return response;
      throw refusal = response; // `retry` reads its `Retry-After`
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

/** The body of the response that a client attached to an error. */
function bodyOf(error: unknown): Body {
  return read(read(error, "response"), "body") as Body;
}

type Body = (Partial<ReadableStream> & { destroy?(): void }) | null | undefined;

/** Releases a body that will not be read. A package's fetch may use a Node stream. */
function discard(body: Body): void {
  try {
    if (body?.cancel === undefined) body?.destroy?.();
    else Promise.resolve(body.cancel()).catch(ignore);
  } catch {
    // the answer counts; an error of this body does not
  }
}

/** RFC 9110, 9.2.2. */
const IDEMPOTENT: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];

interface RequestFacts {
  readonly method: string;
  /** Whether it can be sent more than once. */
  readonly again: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * The members that `init` leaves out are the request's, and so is the body if `init.body` is `null` (Fetch, 5.4). A
 * `Request` in Firefox does not show whether it has a body; GET and HEAD have none.
 */
function described(input: RequestInfo | URL, init: RequestInit | undefined): RequestFacts {
  // by shape, because the `Request` may be a package's own
  const { method: named, body: held, signal: own } = membersOf(input);
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

/** A stream can be read only once, and so can any other async iterable. */
function isReplayable(body: unknown): boolean {
  const { getReader, [Symbol.asyncIterator]: iterate } = membersOf(body);
  return typeof getReader !== "function" && typeof iterate !== "function";
}

function always(): boolean {
  return true;
}
