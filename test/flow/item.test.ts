import * as assert from "uvu/assert";
import { Item, type Worker } from "../../src/flow/item.ts";
import { suite } from "../support/test.ts";

const test = suite("item");

/** A worker at that item, who notes for which ones signals were asked for. */
function worker(index = 0): Worker & { readonly asked: number[]; index: number } {
  const asked: number[] = [];
  return {
    index,
    asked,
    signalOf(index) {
      asked.push(index);
      return new AbortController().signal;
    },
  };
}

test("an item knows how many came before it, also when its worker has gone on (P2)", () => {
  const busy = worker(7);
  const item = new Item(busy);
  busy.index++;
  assert.equal([item.index, new Item(busy).index], [7, 8]);
});

test("an item asks its worker for its signal when it is first asked for it, and once", () => {
  const busy = worker(3);
  const item = new Item(busy);
  busy.index++;
  assert.equal(busy.asked, []);
  assert.is(item.signal, item.signal);
  assert.equal(busy.asked, [3]);
});

test("an item shows users its index and its signal, and nothing else", () => {
  const item = new Item(worker());
  assert.equal(Object.keys(item), ["index"]);
  const { signal } = item;
  assert.equal([Object.keys(item), signal.aborted], [["index"], false]);
});

test.run();
