// The heap while a million values pass through stages that read on, and give few of them.
import { debounce, pipeline, sample, type Stage, tap } from "sluice";
import * as assert from "uvu/assert";
import { assertFlat } from "../../support/heap.ts";
import { suite, turn } from "../../support/test.ts";

const test = suite("leaks: rates");

const PORTION = 100_000;
const ROUNDS = 10;

interface Thing {
  readonly number: number;
}

function* things(): Generator<Thing> {
  for (let number = 0;; number++) yield { number };
}

async function* thingsLater(): AsyncGenerator<Thing> {
  yield* things();
}

const rates: Record<string, () => Stage<Thing, Thing>> = {
  "sample()": () => sample(1),
  "debounce()": () => debounce(0),
  "debounce() for which it is never quiet": () => debounce(60_000),
};

for (const [title, stage] of Object.entries(rates)) {
  test(`the heap is flat over a million values that go into ${title} (P1)`, async () => {
    for (const source of [things(), thingsLater()]) {
      let read = 0;
      const flow = pipeline(source, tap(() => void read++), stage());
      const left = flow.run().catch((reason) => reason);
      try {
        await assertFlat(ROUNDS, async () => {
          for (const target = read + PORTION; read < target;) await turn();
        });
      } finally {
        await flow.cancel("enough"); // otherwise it would read on beside the tests that follow
      }
      assert.is(await left, "enough");
    }
  }, { within: 240_000 });
}

test.run();
