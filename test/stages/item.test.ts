import * as assert from "uvu/assert";
import { Item } from "../../src/stages/item.ts";
import { suite } from "../support/test.ts";

const test = suite("item");
const enough = { reason: "enough", failed: false };

/** How many controllers `body` makes. */
function controllers(body: () => void): number {
  const { AbortController } = globalThis;
  let count = 0;
  globalThis.AbortController = class extends AbortController {
    constructor() {
      super();
      count++;
    }
  };
  try {
    body();
  } finally {
    globalThis.AbortController = AbortController;
  }
  return count;
}

test("an item knows how many came before it (P2)", () => {
  assert.is(new Item(0).index, 0);
  assert.is(new Item(7).index, 7);
});

test("an item makes its signal when it is first asked for, and once", () => {
  const item = new Item(0);
  const other = new Item(1);
  assert.is(controllers(() => Item.abort(other, enough)), 0);
  assert.is(controllers(() => assert.is(item.signal, item.signal)), 1);
  assert.not(item.signal.aborted);
});

test("a signal asked for before the abort is aborted with the reason (P3)", () => {
  const item = new Item(0);
  const { signal } = item;
  const heard: unknown[] = [];
  signal.addEventListener("abort", () => heard.push(signal.reason));
  Item.abort(item, enough);
  assert.equal(heard, ["enough"]);
});

test("a signal asked for after the abort is aborted from the start, with the reason (P3)", () => {
  const item = new Item(0);
  Item.abort(item, enough);
  assert.ok(item.signal.aborted);
  assert.is(item.signal.reason, "enough");
});

test("an abort without a reason has that of the platform", () => {
  const [before, after] = [new Item(0), new Item(1)];
  const { signal } = before;
  for (const item of [before, after]) Item.abort(item, { reason: undefined, failed: false });
  assert.is(signal.reason.name, "AbortError");
  assert.is(after.signal.reason.name, "AbortError");
});

test("an item shows users its index and its signal, and nothing else", () => {
  const item = new Item(0);
  assert.equal(Object.keys(item), ["index"]);
  const { signal } = item;
  assert.equal([Object.keys(item), signal.aborted], [["index"], false]);
});

test.run();
