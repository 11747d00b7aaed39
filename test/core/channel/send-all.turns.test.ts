import * as assert from "uvu/assert";
import { channel, unbounded } from "sluice";
import { operationsLeft } from "../../../src/core/engine/event-loop.ts";
import { breathe } from "../../support/hot-loop.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("sendAll: turns");

test("sendAll() of an array counts as many operations as it has values, however many could go (C23)", async () => {
  const ch = channel<number>(unbounded());
  await turn();
  while (operationsLeft() < 9) await (breathe() ?? turn());
  const before = operationsLeft();
  const sent = ch.sendAll([1, 2, 3]);
  assert.is(before - operationsLeft(), 4); // its end is one, too
  assert.is(await sent, 3);
});

test.run();
