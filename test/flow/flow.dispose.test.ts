import { pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Numbers } from "../support/numbers.ts";
import { suite } from "../support/test.ts";

const test = suite("flow, disposed");

test("disposing a flow stops the pipeline (P4)", async () => {
  const numbers = new Numbers();
  const flow = pipeline(numbers);
  await flow.next();
  await flow[Symbol.asyncDispose]();
  assert.is(numbers.released, 1);
  assert.equal(await flow.next(), { done: true, value: undefined });
});

test("`await using` stops the pipeline at the end of its block (P4)", async () => {
  const numbers = new Numbers();
  {
    await using flow = pipeline(numbers);
    await flow.next();
    assert.is(numbers.released, 0);
  }
  assert.is(numbers.released, 1);
});

test("`await using` waits until the pipeline has stopped, and passes on what releasing throws (P4)", async () => {
  const broken = new Error("In return()");
  const numbers = new Numbers({
    return: () => {
      throw broken;
    },
  });
  let caught: unknown;
  try {
    await using flow = pipeline(numbers);
    await flow.next();
  } catch (error) {
    caught = error;
  }
  assert.is(caught, broken);
});

test.run();
