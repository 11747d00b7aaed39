/** When a failure asks to be retried. */
import { headerOf, read, responsesOf } from "../response.ts";

/**
 * Returns how many milliseconds a thrown value asks to wait: its `retryAfter` in milliseconds, or the `Retry-After` of
 * a response that it is or has, in seconds or as a date (RFC 9110, 10.2.3). Returns `undefined` if it has none that can
 * be read and understood.
 */
export function retryAfterOf(thrown: unknown): number | undefined {
  const retryAfter = read(thrown, "retryAfter");
  if (typeof retryAfter === "number" && retryAfter >= 0 && retryAfter < Infinity) return retryAfter;
  for (const response of responsesOf(thrown)) {
    const value = headerOf(response, "retry-after") ?? "";
    const ms = parsed(String(value).trim());
    if (ms !== undefined) return ms;
  }
  return undefined;
}

function parsed(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined; // `Date.parse` accepts dates in nearly any text
  // asctime() dates have no zone, and mean UTC (RFC 9110, 5.6.7)
  const date = / \d{4}$/.test(text) ? `${text} GMT` : text;
  const ms = Date.parse(date) - globalThis.Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
