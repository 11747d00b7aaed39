import { channel, select, selectLoop, strict } from "sluice";
import * as assert from "uvu/assert";
import { suite, turn } from "../support/test.ts";

const test = suite("hot loops that never send");

/** Does the event loop get its turn while this goes on and on? */
async function breathes(operation: () => Promise<unknown>): Promise<boolean> {
  let turned = false;
  turn().then(() => turned = true);
  const until = Date.now() + 1000;
  while (!turned && Date.now() < until) await operation();
  return turned;
}

test("selects on promises that are settled already leave the event loop its turn (C23)", async () => {
  assert.ok(await breathes(() => select({ now: Promise.resolve(1) })));
  const loop = selectLoop({ now: () => Promise.resolve(1) });
  assert.ok(await breathes(() => loop.next()));
});

test("refused operations leave the event loop its turn: a retry loop ends (C23)", async () => {
  const full = channel<number>(strict(1));
  full.trySend(1);
  assert.ok(await breathes(() => full.send(2).catch(() => {})));
  const broken = channel<number>();
  broken.close("broken");
  assert.ok(await breathes(() => broken.receive().catch(() => {})));
  assert.ok(await breathes(() => broken[Symbol.asyncIterator]().next().catch(() => {})));
  assert.ok(await breathes(() => select({ broken }).catch(() => {})));
});

test("what is no object of cases is refused by what it is (C25, S6)", async () => {
  const refused = (cases: unknown) => select(cases as never).catch((error) => `${error.name}: ${error.message}`);
  const message = "TypeError: cases must be an object or an array of cases, not ";
  assert.is(await refused(channel()), `${message}a channel`);
  assert.is(await refused(null), `${message}null`);
  assert.is(await refused(5), `${message}5`);
});

test.run();
