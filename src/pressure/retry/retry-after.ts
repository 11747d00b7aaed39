/** What a failure says itself about when to come again. */
import { headerOf, read, responsesOf } from "../response.ts";

/**
 * In how many milliseconds a thrown value wants to be tried again: its `retryAfter` in milliseconds, or the `Retry-After`
 * of a response that it is or has, in seconds or as a date (RFC 9110, 10.2.3). `undefined` if it says nothing that can be
 * read and understood.
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
  if (!/^[A-Z][a-z]{2}/.test(text)) return undefined; // `Date.parse` finds dates in nearly everything
  const date = / \d{4}$/.test(text) ? `${text} GMT` : text; // asctime() names no zone, and means UTC (RFC 9110, 5.6.7)
  const ms = Date.parse(date) - globalThis.Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
