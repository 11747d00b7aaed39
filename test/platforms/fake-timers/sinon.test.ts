// Sinon's timers, which Vitest and Jest use, too.
import { type Clock, install } from "@sinonjs/fake-timers";
import { suite } from "../../support/test.ts";
import { addFacts } from "./facts.ts";

const test = suite("fake timers: Sinon");
let clock: Clock;

addFacts(test, {
  install() {
    clock = install();
  },
  pass: (milliseconds) => clock.tickAsync(milliseconds),
  uninstall: () => clock.uninstall(),
});

test.run();
