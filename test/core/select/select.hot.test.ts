import { channel, select, selectLoop, strict } from "sluice";
import * as assert from "uvu/assert";
import { breathes } from "../../support/breathes.ts";
import { suite } from "../../support/test.ts";

const test = suite("hot loops that never send");

test("selects on promises that are settled already leave the event loop its turn (C23)", async () => {
  assert.ok(await breathes(() => select({ now: Promise.resolve(1) })));
  const loop = selectLoop({ now: () => Promise.resolve(1) });
  assert.ok(await breathes(() => loop.next()));
});

test("refused operations leave the event loop its turn: a retry loop ends (C23)", async () => {
  const full = channel<number>(strict(1));
  full.trySend(1);
  assert.ok(await breathes(() => full.send(2)));
  const broken = channel<number>();
  broken.close("broken");
  assert.ok(await breathes(() => broken.receive()));
  assert.ok(await breathes(() => broken[Symbol.asyncIterator]().next()));
  assert.ok(await breathes(() => select({ broken })));
});

test("what is no object of cases is refused by what it is (C25, S6)", async () => {
  const refused = (cases: unknown) => select(cases as never).catch((error) => `${error.name}: ${error.message}`);
  const message = "TypeError: cases must be an object or an array of cases, not ";
  assert.is(await refused(channel()), `${message}a channel`);
  assert.is(await refused(null), `${message}null`);
  assert.is(await refused(5), `${message}5`);
});

test.run();
