import * as assert from "uvu/assert";
import * as exported from "sluice/web";
import { suite } from "../support/test.ts";
import { web } from "./web.ts";
import { sweep } from "./sweep.ts";

const test = suite("arguments of sluice/web");

test("every export of sluice/web has its right arguments here", () => {
  assert.equal(Object.keys(web).sort(), Object.keys(exported).sort());
});

for (const [name, entry] of Object.entries(web)) {
  test(`${name} names what is wrong in words of its own (C25)`, async () => {
    assert.is((await sweep(name, Reflect.get(exported, name), entry)).join("\n"), "");
  });
}

test.run();
