import * as assert from "uvu/assert";
import {
  circuitBreaker,
  filter,
  flatMap,
  type ItemContext,
  map,
  Mutex,
  pipeline,
  rateLimiter,
  Semaphore,
  type Stage,
  tap,
} from "sluice";
import { checkWork } from "../../../src/stages/calls/working.ts";
import { naturals } from "../../support/driven.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("working");

type Make = (fn: (value: number, context: ItemContext) => unknown, options?: object) => Stage<number, unknown>;

/** The stages that work for each item, and the name of their first argument. */
const stages: readonly (readonly [Make, string])[] = [
  [map as Make, "fn"],
  [filter as Make, "test"],
  [flatMap as Make, "fn"],
  [tap as Make, "fn"],
];

/** What each of the stages throws for these arguments. */
function refusals(...given: unknown[]): string[] {
  return stages.map(([make]) => {
    const { name, message } = thrownBy<Error>(() => Reflect.apply(make, undefined, given));
    return `${name}: ${message}`;
  });
}

function refused(options: unknown, message: string): void {
  assert.equal(refusals(() => [], options), stages.map(() => message));
}

test("a function that is none is a TypeError at once, not at the first pull (C25)", () => {
  assert.equal(refusals(), stages.map(([, name]) => `TypeError: ${name} must be a function, not undefined`));
  assert.equal(refusals("x"), stages.map(([, name]) => `TypeError: ${name} must be a function, not "x"`));
});

test("options that are none are a TypeError (C25)", () => {
  refused(5, "TypeError: options must be an object, not 5");
  refused(null, "TypeError: options must be an object, not null");
});

test("a concurrency that is no positive integer is a RangeError (P2, C25)", () => {
  for (const concurrency of [0, -1, 1.5, NaN, -Infinity]) {
    refused(
      { concurrency },
      `RangeError: options.concurrency must be an integer of at least 1, not ${concurrency}`,
    );
  }
});

test("a concurrency that is neither a number nor a governor is a TypeError (P2, C25)", () => {
  const given: [unknown, string][] = [["3", '"3"'], [null, "null"], [true, "true"], [3n, "3n"]];
  for (const [concurrency, shown] of given) {
    refused({ concurrency }, `TypeError: options.concurrency must be a number, not ${shown}`);
  }
  const message = "TypeError: options.concurrency must be a number, or a governor that has acquire(), not an object";
  for (const concurrency of [{}, { acquire: 5 }, { with: () => {}, wrap: () => {} }]) refused({ concurrency }, message);
});

test("a rate limiter and a circuit breaker, which bound no concurrency, are TypeErrors (P2, R6, C25)", () => {
  const governors = { "rate limiter": rateLimiter({ limit: 1 }), "circuit breaker": circuitBreaker() };
  for (const [what, concurrency] of Object.entries(governors)) {
    refused(
      { concurrency },
      `TypeError: options.concurrency must bound how much runs at once, which a ${what} does not`,
    );
  }
});

test("an order that is no boolean is a TypeError (C25)", () => {
  refused({ ordered: 1 }, "TypeError: options.ordered must be a boolean, not 1");
  refused({ ordered: null }, "TypeError: options.ordered must be a boolean, not null");
});

test("an onError that is no function is a TypeError (C25)", () => {
  refused({ onError: "log" }, 'TypeError: options.onError must be a function, not "log"');
  refused({ onError: null }, "TypeError: options.onError must be a function, not null");
});

test("by default one item is in work at a time, in order, and errors fail (P2)", () => {
  const defaults = { concurrency: 1, ordered: true, onError: undefined };
  assert.equal(checkWork(undefined), defaults);
  assert.equal(checkWork({}), defaults);
  assert.equal(checkWork({ concurrency: undefined, ordered: undefined, onError: undefined }), defaults);
});

test("a number from 1 to Infinity, a semaphore, a mutex, and what looks like a governor are taken (P2)", () => {
  const governor = { acquire: () => Promise.resolve({ release() {} }) };
  for (const concurrency of [1, 3, 2 ** 40, Infinity, new Semaphore(0), new Mutex(), governor]) {
    assert.is(checkWork({ concurrency: concurrency as number }).concurrency, concurrency);
    for (const [make] of stages) assert.type(make(() => [], { concurrency }), "function");
  }
});

test("a stage that is never used calls nothing (P1)", () => {
  const source = naturals();
  for (const [make] of stages) pipeline(source, make(() => assert.unreachable()));
  assert.equal([source.asked, source.returned], [0, 0]);
});

test("index counts from 0 for each run, also when one stage is used several times (P2)", async () => {
  for (const [make] of stages) {
    for (const options of [{}, { concurrency: 2 }, { concurrency: 2, ordered: false }, { concurrency: new Mutex() }]) {
      const seen: [number, number][] = [];
      const stage = make((value, { index }) => {
        seen.push([value, index]);
        return [true];
      }, options);
      await pipeline([5, 6, 7], stage).run();
      await pipeline([8], stage).run();
      assert.equal(seen, [[5, 0], [6, 1], [7, 2], [8, 0]]);
    }
  }
});

test("one stage used in two pipelines at once works for each by itself (P2)", async () => {
  const seen: number[] = [];
  const stage = map(async (value: number, { index }) => {
    seen.push(index);
    return await Promise.resolve(value);
  }, { concurrency: 2 });
  const [one, other] = [pipeline([1, 2], stage), pipeline([3, 4, 5], stage)];
  assert.equal(await Promise.all([one.toArray(), other.toArray()]), [[1, 2], [3, 4, 5]]);
  assert.equal(seen.sort(), [0, 0, 1, 1, 2]);
});

test.run();
