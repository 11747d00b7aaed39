import { channel } from "sluice";
import * as assert from "uvu/assert";
import { dispose } from "../../../src/core/engine/dispose.ts";
import { copyOf } from "../../support/copies.ts";
import { suite } from "../../support/test.ts";

const test = suite("dispose");

test("disposing a channel closes it (C11)", () => {
  const ch = channel<number>(1);
  ch.trySend(1);
  ch[dispose]();
  assert.ok(ch.closed);
  assert.equal(ch.tryReceive(), { done: false, value: 1 });
  assert.equal(ch.tryReceive(), { done: true, value: undefined });
});

test("`using` closes a channel at the end of its block (C11)", () => {
  const seen: boolean[] = [];
  const open = (() => {
    using ch = channel<number>();
    seen.push(ch.closed);
    return ch;
  })();
  assert.equal([...seen, open.closed], [false, true]);
});

test("an engine without Symbol.dispose gets the symbol that compiled `using` looks for (C11)", async () => {
  const real = globalThis.Symbol;
  const bare = { for: (name: string) => real.for(name) };
  Object.assign(globalThis, { Symbol: bare });
  const loading = copyOf<{ dispose: symbol }>("core/engine/dispose", "without-symbol-dispose");
  const copy = await loading.finally(() => Object.assign(globalThis, { Symbol: real }));
  assert.is(copy.dispose, Symbol.for("Symbol.dispose"));
});

test("an engine without Symbol.asyncDispose gets the symbol that compiled `await using` looks for", async () => {
  const real = globalThis.Symbol;
  const bare = { for: (name: string) => real.for(name) };
  Object.assign(globalThis, { Symbol: bare });
  const loading = copyOf<{ asyncDispose: symbol }>("core/engine/dispose", "without-symbol-async-dispose");
  const copy = await loading.finally(() => Object.assign(globalThis, { Symbol: real }));
  assert.is(copy.asyncDispose, Symbol.for("Symbol.asyncDispose"));
});

test.run();
