import * as assert from "uvu/assert";
import { type Sweepable, sweepLater } from "../../../src/core/engine/sweep.ts";
import { suite, ticks, turn } from "../../support/test.ts";

const test = suite("sweep");

test("sweepLater() sweeps in the next turn of the event loop, in order, and once", async () => {
  const swept: string[] = [];
  const broom = (name: string): Sweepable => ({ sweep: () => void swept.push(name) });
  sweepLater(broom("first"));
  sweepLater(broom("second"));
  await ticks(10);
  assert.equal(swept, []);
  await turn();
  await turn();
  assert.equal(swept, ["first", "second"]);
});

test("what is left while others are swept has its own turn", async () => {
  const swept: string[] = [];
  const later: Sweepable = { sweep: () => void swept.push("later") };
  sweepLater({
    sweep: () => {
      sweepLater(later);
      swept.push("now");
    },
  });
  await turn();
  await turn();
  await turn();
  assert.equal(swept, ["now", "later"]);
});

test.run();
