/** What a failure says itself about when to come again. */

/**
 * In how many milliseconds a thrown value wants to be tried again: its `retryAfter` in milliseconds, or the `Retry-After`
 * of its `headers`, or its `response.headers`, in seconds or as a date (RFC 9110, 10.2.3). `undefined` if it says nothing
 * that can be read and understood: a getter of it may throw.
 */
export function retryAfterOf(thrown: unknown): number | undefined {
  try {
    const { retryAfter, headers, response } = Object(thrown);
    if (typeof retryAfter === "number" && retryAfter >= 0 && retryAfter < Infinity) return retryAfter;
    return fromHeaders(headers) ?? fromHeaders(Object(response).headers);
  } catch {
    return undefined;
  }
}

/** `Headers`, or a plain object as several clients have it. */
function fromHeaders(headers: unknown): number | undefined {
  const { get } = Object(headers);
  const value = typeof get === "function" ? get.call(headers, "retry-after") : find(Object(headers));
  return parsed(String(value ?? "").trim());
}

function find(headers: object): unknown {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
}

function parsed(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined; // `Date.parse` finds dates in nearly everything
  const date = / \d{4}$/.test(text) ? `${text} GMT` : text; // asctime() names no zone, and means UTC (RFC 9110, 5.6.7)
  const ms = Date.parse(date) - globalThis.Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
