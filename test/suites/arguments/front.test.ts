import * as assert from "uvu/assert";
import * as sluice from "sluice";
import { circuitBreaker, group, select, Semaphore, type WaitOptions } from "sluice";
import * as core from "sluice/core";
import { suite } from "../../support/test.ts";
import { front } from "./front.ts";
import { type Entry, sweep } from "./sweep.ts";

const test = suite("arguments of sluice");

test("every export of sluice has its right arguments here, and sluice/core exports the same things", () => {
  assert.equal(Object.keys(front).sort(), Object.keys(sluice).sort());
  for (const [name, exported] of Object.entries(core)) assert.is(exported, (sluice as Record<string, unknown>)[name]);
});

for (const [name, exported] of Object.entries(sluice)) {
  test(`${name} names what is wrong in words of its own (C25)`, async () => {
    const entry = front[name];
    assert.ok(entry, `${name} is not in front.ts`);
    assert.is((await sweep(name, exported, entry)).join("\n"), "");
  });
}

/** What is reached only through another function. */
const inner: Readonly<Record<string, readonly [(...given: never[]) => unknown, Entry]>> = {
  "g.go": [(task: () => number) => group((g) => g.go(task)), { args: () => ({ task: () => 1 }) }],
  "permit.release": [
    async (error: unknown) => (await new Semaphore(1).acquire()).release(error),
    { args: () => ({ error: new Error("failed") }) },
  ],
  "state.subscribe": [
    (options: WaitOptions) => circuitBreaker().state.subscribe(options),
    { args: (signal) => ({ options: { signal } }) },
  ],
  "select with cases in an array": [
    (...cases: never[]) => select(cases, { priority: true }),
    { args: (signal) => ({ "cases[0]": Promise.resolve(1), "cases[1]": signal }) },
  ],
};

for (const [name, [call, entry]] of Object.entries(inner)) {
  test(`${name} names what is wrong in words of its own (C25)`, async () => {
    assert.is((await sweep(name, call, entry)).join("\n"), "");
  });
}

test.run();
