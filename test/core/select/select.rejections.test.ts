// Apart from the others, because bare engines do not tell which rejections nobody has handled.
import * as assert from "uvu/assert";
import { channel, select } from "sluice";
import { expectUncaught, suite } from "../../support/test.ts";

const test = suite("select: unhandled rejections");

test("a select that fails and that nobody awaits is one unhandled rejection, and no more (C21)", async () => {
  const reasons = [new Error("at once"), new Error("later")];
  const errors = await expectUncaught(() => {
    const [closed, open] = [channel<string>(), channel<string>()];
    closed.close(reasons[0]);
    select({ closed });
    select({ open, stop: new AbortController().signal });
    open.close(reasons[1]);
  });
  assert.equal(errors, reasons);
});

test.run();
