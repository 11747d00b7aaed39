import * as assert from "uvu/assert";
import * as exported from "sluice/trace";
import { withGlobals } from "../../support/globals.ts";
import { suite } from "../../support/test.ts";
import { trace } from "./trace.ts";
import { sweep } from "./sweep.ts";

const test = suite("arguments of sluice/trace");

test("every export of sluice/trace has its right arguments here", () => {
  assert.equal(Object.keys(trace).sort(), Object.keys(exported).sort());
});

/** `reportDeadlocks` has no way to stop listening to the process. The others get the real one, which `task` keeps. */
const globalsFor = (name: string) => name === "reportDeadlocks" ? { process: { on() {} } } : {};

for (const [name, entry] of Object.entries(trace)) {
  test(`${name} names what is wrong in words of its own (C25)`, async () => {
    await withGlobals(globalsFor(name), async () => {
      assert.is((await sweep(name, Reflect.get(exported, name), entry)).join("\n"), "");
    });
  });
}

test.run();
