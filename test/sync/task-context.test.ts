import * as assert from "uvu/assert";
import { CallContext } from "../../src/sync/task-context.ts";
import { suite } from "../support/test.ts";

const test = suite("task-context");

test("a context has the signal that it was made with (G2)", () => {
  const { signal } = new AbortController();
  assert.is(new CallContext(signal).signal, signal);
});

test("a context without a signal makes one of its own on first use, and keeps it (G2)", () => {
  const [context, another] = [new CallContext(undefined), new CallContext(undefined)];
  const { signal } = context;
  assert.instance(signal, AbortSignal);
  assert.is(context.signal, signal);
  assert.is.not(another.signal, signal);
});

test("a context makes no signal before it is read: an engine without AbortController can make contexts (G2)", () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    const context = new CallContext(undefined);
    assert.throws(() => context.signal, /signal requires AbortController/);
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test.run();
