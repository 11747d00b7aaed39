import * as assert from "uvu/assert";
import * as exported from "sluice/node";
import { suite } from "../../support/test.ts";
import { node } from "./node.ts";
import { sweep } from "./sweep.ts";

const test = suite("arguments of sluice/node");

test("every export of sluice/node has its right arguments here", () => {
  assert.equal(Object.keys(node).sort(), Object.keys(exported).sort());
});

for (const [name, entry] of Object.entries(node)) {
  test(`${name} names what is wrong in words of its own (C25)`, async () => {
    assert.is((await sweep(name, Reflect.get(exported, name), entry)).join("\n"), "");
  });
}

test.run();
