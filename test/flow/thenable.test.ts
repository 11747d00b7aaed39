import * as assert from "uvu/assert";
import { isThenable, promised } from "../../src/flow/thenable.ts";
import { suite } from "../support/test.ts";

const test = suite("thenable");

test("what `await` would wait for is a thenable", () => {
  const callable = Object.assign(() => {}, { then: () => {} });
  const given: unknown[] = [Promise.resolve(), { then: () => {} }, callable];
  for (const thenable of given) assert.ok(isThenable(thenable));
});

test("anything else is none", () => {
  for (const given of [undefined, null, 0, "then", {}, [], () => {}, { then: true }]) assert.not(isThenable(given));
});

test("a primitive is none, whatever its prototype has", () => {
  const prototype = Number.prototype as { then?: unknown };
  prototype.then = () => {};
  try {
    assert.not(isThenable(1));
  } finally {
    delete prototype.then;
  }
});

test("what is promised by a promise is promised by the same one", () => {
  const promise = Promise.resolve(1);
  assert.is(promised(promise), promise);
});

test("what a thenable promises is told once and later, also if that is a promise whose `then` is another", async () => {
  const then = (told: (value: number) => void) => {
    told(1);
    told(2);
  };
  for (const hasty of [{ then }, Object.assign(Promise.resolve(0), { then })] as PromiseLike<number>[]) {
    const seen: number[] = [];
    const told = promised(hasty).then((value) => void seen.push(value));
    assert.equal(seen, []);
    await told;
    assert.equal(seen, [1]);
  }
});

test.run();
