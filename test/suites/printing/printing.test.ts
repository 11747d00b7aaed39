import * as assert from "uvu/assert";
import * as sluice from "sluice";
import * as sluiceNode from "sluice/node";
import * as sluiceTrace from "sluice/trace";
import * as sluiceWeb from "sluice/web";
import { suite } from "../../support/test.ts";
import { front } from "./front.ts";
import { node } from "./node.ts";
import { assertPrints, type Entry, inspections } from "./prints.ts";
import { traces } from "./trace.ts";
import { web } from "./web.ts";

const test = suite("printing");

const entryPoints: readonly (readonly [string, object, Readonly<Record<string, Entry>>])[] = [
  ["sluice", sluice, front],
  ["sluice/web", sluiceWeb, web],
  ["sluice/node", sluiceNode, node],
  ["sluice/trace", sluiceTrace, traces],
];

for (const [name, exported, entries] of entryPoints) {
  test(`every export of ${name} says here how it prints itself (C29)`, () => {
    assert.equal(Object.keys(entries).sort(), Object.keys(exported).sort());
  });

  for (const [key, entry] of Object.entries(entries)) {
    test(`${key} makes what prints itself in one line (C29)`, async () => await assertPrints(entry));
  }
}

test("an object inside of another prints itself there, too (C29)", () => {
  for (const text of inspections({ seats: new sluice.Semaphore(2) })) assert.match(text, "Semaphore 0/2");
});

test.run();
