// The timers of `node:test`, which Deno and Bun have, too. With its `setImmediate` Deno would stop the harness as well.
import { mock } from "node:test";
import { suite } from "../../support/test.ts";
import { addFacts } from "./facts.ts";

const test = suite("fake timers: node:test");

addFacts(test, {
  install: () => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }),
  pass: (milliseconds) => mock.timers.tick(milliseconds),
  uninstall: () => mock.timers.reset(),
});

test.run();
