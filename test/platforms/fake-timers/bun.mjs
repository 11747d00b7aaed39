// The timers of `bun:test`, which are there only under `bun test`.
import { jest, test } from "bun:test";
import { addFacts } from "./facts.ts";

addFacts(test, {
  install: () => jest.useFakeTimers(),
  pass: (milliseconds) => jest.advanceTimersByTime(milliseconds),
  uninstall: () => jest.useRealTimers(),
});
