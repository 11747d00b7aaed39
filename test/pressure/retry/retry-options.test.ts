import * as assert from "uvu/assert";
import { backoff, restarting, retry, type RetryOptions } from "sluice";
import { policyOf } from "../../../src/pressure/retry/retry-options.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("retry options");

const wrong: [unknown, string][] = [
  [5, "TypeError: options must be an object, not 5"],
  [{ attempts: 0 }, "RangeError: options.attempts must be an integer of at least 1, not 0"],
  [{ attempts: "3" }, 'TypeError: options.attempts must be a number, not "3"'],
  [{ delay: -1 }, "RangeError: options.delay must be a finite number of at least 0, not -1"],
  [{ maxDelay: -1 }, "RangeError: options.maxDelay must be a finite number of at least 0, not -1"],
  [{ jitter: "some" }, 'TypeError: options.jitter must be "full", "none" or a function, not "some"'],
  [{ when: true }, "TypeError: options.when must be a function, not true"],
  [{ signal: {} }, "TypeError: options.signal must be an AbortSignal, not an object"],
];

test("wrong options get an error that names them, whoever takes them (R3, C25)", async () => {
  for (const [options, message] of wrong) {
    const errors = [
      thrownBy<Error>(() => backoff(options as RetryOptions)),
      thrownBy<Error>(() => restarting(() => [], options as RetryOptions)),
      await failure<Error>(retry(() => assert.unreachable(), options as RetryOptions)),
    ];
    for (const error of errors) assert.is(`${error.name}: ${error.message}`, message);
  }
});

test("a jitter that gives no duration is found when it does (R3, C25)", async () => {
  for (const given of [NaN, -1, Infinity, "10"]) {
    const jitter = () => given as number;
    const error = thrownBy<Error>(() => [...backoff({ jitter })]);
    assert.match(error.message, /^what options\.jitter returns must be /);
    assert.is((await failure<Error>(retry(() => Promise.reject(1), { jitter }))).message, error.message);
  }
});

test("the defaults are 3 attempts, 100 ms and 30 s, and whatever fails is tried again (R3)", () => {
  const { attempts, delay, maxDelay, when, signal } = policyOf(undefined);
  assert.equal([attempts, delay, maxDelay, when(0, 1), signal], [3, 100, 30_000, true, undefined]);
});

test("with a maxDelay of Infinity the delays have no cap (R3)", () => {
  const delays = [...backoff({ attempts: 12, delay: 1000, maxDelay: Infinity, jitter: "none" })];
  assert.is(delays.at(-1), 1_024_000);
});

test("with a maxDelay of Infinity each delay is finite all the same, and retry rejects with the last error (R3)", async () => {
  const options = { attempts: 1100, maxDelay: Infinity };
  assert.is([...backoff({ ...options, jitter: "none" })].at(-1), Number.MAX_VALUE);
  const error = new Error("down");
  let last = 0;
  const jitter = (ms: number) => (last = ms) % 1;
  assert.is(
    await failure(retry(() => Promise.reject(error), { attempts: 3, delay: 1e308, maxDelay: Infinity, jitter })),
    error,
  );
  assert.is(last, Number.MAX_VALUE);
});

test.run();
