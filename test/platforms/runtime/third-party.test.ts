// Stages of other packages, as their READMEs show them, in a pipeline of ours: no cast, and no harm when it is left.
import * as assert from "uvu/assert";
import itBatch from "it-batch";
import itMap from "it-map";
import { batch as batches, filter as passing, parallelMap, pipeline as theirs, transform } from "streaming-iterables";
import { batch, type Flow, map, pipeline, take } from "sluice";
import { suite } from "../../support/test.ts";

const test = suite("third party");

/** 0, 1, 2, …, and whether it was released. */
class Naturals implements AsyncIterable<number> {
  released = 0;

  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, undefined> {
    try {
      for (let n = 0;; n++) yield await Promise.resolve(n);
    } finally {
      this.released++;
    }
  }
}

test("functions of it-* packages are stages, between ours and without a cast", async () => {
  const naturals = new Naturals();
  const flow: Flow<string[]> = pipeline(
    naturals,
    map((n) => n + 1),
    (input) => itMap(input, async (n) => await Promise.resolve(`#${n}`)),
    (input) => itBatch(input, 2),
    take(2),
  );
  assert.equal(await flow.toArray(), [["#1", "#2"], ["#3", "#4"]]);
  assert.is(naturals.released, 1);
});

test("the curried functions of streaming-iterables are stages as they are", async () => {
  const naturals = new Naturals();
  const flow: Flow<number[]> = pipeline(
    naturals,
    passing((n: number) => n % 2 === 0),
    batches(2),
    map((pair) => pair.map((n) => n * 10)),
    take(2),
  );
  assert.equal(await flow.toArray(), [[0, 20], [40, 60]]);
  assert.is(naturals.released, 1);
});

test("their parallel maps may stand in the middle, and are left with the pipeline", async () => {
  const double = (n: number) => Promise.resolve(n * 2);
  for (const stage of [parallelMap(3, double), transform(3, double)]) {
    const flow = pipeline([1, 2, 3, 4, 5, 6], map((n) => n), stage, batch(2), take(2));
    assert.equal(await flow.toArray(), [[2, 4], [6, 8]]);
  }
});

test("our stages are functions that theirs can call", async () => {
  const doubled = theirs(() => new Naturals(), map((n: number) => n * 2), take<number>(3));
  const seen: number[] = [];
  for await (const n of doubled) seen.push(n);
  assert.equal(seen, [0, 2, 4]);
});

test.run();
