import * as assert from "uvu/assert";
import * as sluice from "sluice";
import * as core from "sluice/core";
import { suite } from "../support/test.ts";
import { front } from "./front.ts";
import { sweep } from "./sweep.ts";

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

test.run();
