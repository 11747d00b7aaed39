import { channel } from "sluice";
import * as assert from "uvu/assert";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("channel: small engines");

test("an engine without AbortController says so when a signal is asked for, and does without otherwise (C26)", async () => {
  const { AbortController } = globalThis;
  Object.assign(globalThis, { AbortController: undefined });
  try {
    const ch = channel<number>(1);
    await ch.send(1);
    assert.equal(await ch.receive(), { done: false, value: 1 });
    const error = thrownBy(() => ch.signal) as TypeError;
    assert.instance(error, TypeError);
    assert.is(error.message, "signal requires AbortController, which this engine lacks");
    ch.cancel("enough");
    assert.ok(ch.closed);
  } finally {
    Object.assign(globalThis, { AbortController });
  }
});

test.run();
