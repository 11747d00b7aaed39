/**
 * Where HTTP clients put the response of a call; this file alone knows. A member whose getter throws is treated as
 * absent.
 */

/** Whether a value, or a response attached to it, signals overload. */
export function saysOverload(value: unknown): boolean {
  return responsesOf(value).some(isOverloaded);
}

/** The possible responses: the value itself, and what clients attach to an error. */
export function responsesOf(value: unknown): readonly unknown[] {
  // axios, got, ky: `response`; the SDK of AWS: `$response`, and `$metadata`; undici: the error itself
  return [value, read(value, "response"), read(value, "$response"), read(value, "$metadata")];
}

/** Too Many Requests, Service Unavailable (RFC 6585, RFC 9110). */
export function isOverloaded(response: unknown): boolean {
  return STATUSES.some((key) => {
    const status = read(response, key);
    return status === 429 || status === 503;
  });
}

const STATUSES: readonly string[] = ["status", "statusCode", "httpStatusCode"];

/** One header of a response, for any representation of headers. */
export function headerOf(response: unknown, name: string): unknown {
  const headers = read(response, "headers");
  const get = read(headers, "get");
  try {
    const value = typeof get === "function" ? get.call(headers, name) : find(Object(headers), name);
    return Array.isArray(value) ? value[0] : value;
  } catch {
    return undefined;
  }
}

/** Clients represent headers as an object, as pairs, or as alternating names and values, with names in any case. */
function find(headers: object, name: string): unknown {
  const entries = Array.isArray(headers) ? pairs(headers) : Object.entries(headers);
  return entries.find(([key]) => String(key).toLowerCase() === name)?.[1];
}

function pairs(headers: readonly unknown[]): (readonly unknown[])[] {
  if (headers.every(Array.isArray)) return headers as readonly unknown[][] as unknown[][];
  return headers.map((key, index) => index % 2 === 0 ? [key, headers[index + 1]] : []);
}

export function read(object: unknown, key: string): unknown {
  try {
    return Object(object)[key];
  } catch {
    return undefined;
  }
}
