// What `jest.useFakeTimers()` calls.
import { ModernFakeTimers } from "@jest/fake-timers";
import { suite } from "../../support/test.ts";
import { addFacts } from "./facts.ts";

const test = suite("fake timers: Jest");
const timers = new ModernFakeTimers({ config: { fakeTimers: {} } as never, global: globalThis });

addFacts(test, {
  install: () => timers.useFakeTimers(),
  pass: (milliseconds) => timers.advanceTimersByTimeAsync(milliseconds),
  uninstall: () => timers.useRealTimers(),
});

test.run();
