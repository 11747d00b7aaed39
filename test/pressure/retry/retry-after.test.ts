import * as assert from "uvu/assert";
import { retryAfterOf } from "../../../src/pressure/retry/retry-after.ts";
import { suite } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("retry after");

const seconds = (text: unknown) => retryAfterOf({ headers: { "retry-after": text } });

test("a thrown value may say retryAfter, in milliseconds (R3)", () => {
  assert.is(retryAfterOf(Object.assign(new Error(), { retryAfter: 1500 })), 1500);
  assert.is(retryAfterOf({ retryAfter: 0, headers: { "retry-after": "5" } }), 0);
  for (const retryAfter of [-1, NaN, Infinity, "5", () => 5]) assert.is(retryAfterOf({ retryAfter }), undefined);
});

test("headers say it in seconds: those of fetch, or a plain object in whatever case (R3)", () => {
  assert.is(retryAfterOf(new Response("", { status: 429, headers: { "Retry-After": "3" } })), 3000);
  assert.is(retryAfterOf({ response: { headers: new Headers([["retry-after", "0"]]) } }), 0);
  assert.is(retryAfterOf({ response: { headers: { "Retry-After": " 7 " } } }), 7000);
  assert.is(retryAfterOf({ headers: {}, response: { headers: { "RETRY-AFTER": 2 } } }), 2000);
});

test("or as a date; one that is over is now (R3)", () =>
  withTimers((timers) => {
    const now = Date.now();
    timers.pass(1000 - now % 1000); // dates have no milliseconds
    const date = (ms: number) => new Date(Date.now() + ms).toUTCString();
    assert.is(seconds(date(90_000)), 90_000);
    assert.is(seconds(date(-90_000)), 0);
    assert.is(seconds("Sunday, 06-Nov-94 08:49:37 GMT"), 0);
  }));

test("a date as asctime() writes it is in UTC, wherever the program runs (R3)", () =>
  withTimers((timers) => {
    timers.pass(Date.UTC(1994, 10, 6, 8, 49, 30) - Date.now());
    const { env } = (globalThis as { process?: { env: { TZ?: string | undefined } } }).process ?? { env: {} };
    const { TZ } = env;
    try {
      for (const zone of ["America/New_York", "Asia/Tokyo"]) {
        env.TZ = zone; // where the runtime hears of it
        for (const form of ["Sun Nov  6 08:49:37 1994", "Sunday, 06-Nov-94 08:49:37 GMT"]) {
          assert.is(seconds(form), 7_000, `${form} in ${zone}`);
        }
      }
    } finally {
      if (TZ === undefined) delete env.TZ;
      else env.TZ = TZ;
    }
  }));

test("what cannot be understood says nothing (R3)", () => {
  for (const text of ["", "soon", "-5", "1.5", "5 s", "2030-01-01", "Soon", null, undefined]) {
    assert.is(seconds(text), undefined, `${text}`);
  }
  for (const thrown of [undefined, null, "text", 5, {}, { headers: 5 }, { response: null }, new Error("x")]) {
    assert.is(retryAfterOf(thrown), undefined);
  }
});

test("what cannot be read, since a getter or get() of it throws, says nothing (R3)", () => {
  const broken = () => {
    throw new Error("It cannot be read");
  };
  const unreadable = Object.defineProperty(new Error("failed"), "headers", { get: broken });
  for (const thrown of [unreadable, { response: unreadable }, { headers: { get: broken } }]) {
    assert.is(retryAfterOf(thrown), undefined);
  }
});

test("a number of seconds beyond all bounds is still a number (R3)", () => {
  assert.is(seconds("9".repeat(400)), Number.MAX_SAFE_INTEGER);
});

test.run();
