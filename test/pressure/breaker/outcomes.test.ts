import * as assert from "uvu/assert";
import { Outcomes } from "../../../src/pressure/breaker/outcomes.ts";
import { seeded } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";

const test = suite("outcomes");

test("an outcome counts as long as it is within the window (R2)", () => {
  const outcomes = new Outcomes(10);
  outcomes.add(0, true);
  outcomes.add(0, false);
  outcomes.add(10, true);
  assert.equal([outcomes.calls, outcomes.failures], [3, 2]);
  outcomes.add(11, false);
  assert.equal([outcomes.calls, outcomes.failures], [2, 1]);
  outcomes.add(100, false);
  assert.equal([outcomes.calls, outcomes.failures], [1, 0]);
});

test("the counts are those of a list of all outcomes (R2)", () => {
  const random = seeded(1);
  const outcomes = new Outcomes(20);
  const all: { readonly at: number; readonly failed: boolean }[] = [];
  for (let now = 0; now < 500; now += Math.floor(random() * 4)) {
    const failed = random() < 0.3;
    all.push({ at: now, failed });
    outcomes.add(now, failed);
    const inside = all.filter(({ at }) => at >= now - 20);
    assert.equal([outcomes.calls, outcomes.failures], [
      inside.length,
      inside.filter(({ failed }) => failed).length,
    ]);
  }
});

test.run();
