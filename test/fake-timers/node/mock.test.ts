// The timers of `node:test`, which Deno does not have.
import { mock } from "node:test";
import { suite } from "../../support/test.ts";
import { addFacts } from "../facts.ts";

const test = suite("fake timers: node:test");

addFacts(test, {
  install: () => mock.timers.enable(),
  pass: (milliseconds) => mock.timers.tick(milliseconds),
  uninstall: () => mock.timers.reset(),
});

test.run();
