// Apart from the others, because bare engines do not tell which rejections nobody has handled.
import * as assert from "uvu/assert";
import { channel, dropping } from "sluice";
import { report } from "../../../src/core/engine/hooks.ts";
import { withGlobals } from "../../support/globals.ts";
import { expectUncaught, suite } from "../../support/test.ts";

const test = suite("hooks");

test("a hook that rejects is no business of the channel, but an unhandled rejection (C21)", async () => {
  const broken = new Error("In the hook");
  const ch = channel<number>(dropping(0), { onUndelivered: () => Promise.reject(broken) });
  const errors = await expectUncaught(() => ch.send(1));
  assert.equal(errors, [broken]);
});

test("an error without a caller is an unhandled rejection, where there is no queueMicrotask either (C21)", async () => {
  const broken = new Error("In the hook");
  let errors: unknown[] = [];
  await withGlobals({ reportError: undefined, queueMicrotask: undefined }, async () => {
    errors = await expectUncaught(() => report(broken));
  });
  assert.equal(errors, [broken]);
});

test.run();
