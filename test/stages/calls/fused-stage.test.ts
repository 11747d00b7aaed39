// Each of the first places in a link has code of its own, so what holds for one stage is tried with chains of all lengths,
// at each place.
import * as assert from "uvu/assert";
import { compose, filter, type Flow, map, pipeline, type Stage } from "sluice";
import { failure } from "../../support/failure.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("fused stage");

const LENGTHS = Array.from({ length: 10 }, (_, index) => index + 1);
/** Each place in a chain of each length. */
const PLACES = LENGTHS.flatMap((length) => LENGTHS.slice(0, length).map((place) => ({ length, place })));

/** Each stage appends its place to what it gets; at one place there is another one. All are one link. */
function chain(source: readonly string[], length: number, place = 0, other?: Stage<string, string>): Flow<string> {
  const append = (at: number) => map<string, string>((text) => `${text} ${at}`);
  const stages = LENGTHS.slice(0, length).map((at) => at === place && other !== undefined ? other : append(at));
  return pipeline(source, stages.reduce((above, below) => compose(above, below)));
}

/** What an item is when it has gone through the places after `from`, up to `to`. */
const through = (text: string, from: number, to: number) => [text, ...LENGTHS.slice(from, to)].join(" ");

test("a chain of any length calls its functions one after the other (P1, P5)", async () => {
  for (const length of LENGTHS) {
    const expected = ["a", "b"].map((text) => through(text, 0, length));
    assert.equal(await chain(["a", "b"], length).toArray(), expected);
  }
});

test("at each place an item may be skipped (P5)", async () => {
  for (const { length, place } of PLACES) {
    const flow = chain(["a", "b", "c"], length, place, filter((text) => !text.startsWith("b")));
    const expected = ["a", "c"].map((text) => through(through(text, 0, place - 1), place, length));
    assert.equal(await flow.toArray(), expected);
  }
});

test("at each place an item may have to wait, and goes on from there (P1, P5)", async () => {
  for (const { length, place } of PLACES) {
    const later = map<string, string>(async (text) => {
      await ticks(2);
      return `${text} later`;
    });
    const expected = ["a", "b"].map((text) => through(`${through(text, 0, place - 1)} later`, place, length));
    assert.equal(await chain(["a", "b"], length, place, later).toArray(), expected);
  }
});

test("at each place the function is told how many items came there before (P2)", async () => {
  for (const { length, place } of PLACES) {
    const indexes: number[] = [];
    const count = map<string, string>((text, { index }) => {
      indexes.push(index);
      return text;
    });
    await chain(["a", "b", "c"], length, place, count).run();
    assert.equal(indexes, [0, 1, 2]);
  }
});

test("at each place onError is told what the function got, and the next item goes on (P6)", async () => {
  for (const { length, place } of PLACES) {
    const failed: string[] = [];
    const picky = map<string, string>((text) => {
      if (text.startsWith("b")) throw new Error("no");
      return text;
    }, { onError: (_, text) => failed.push(text) });
    const flow = chain(["a", "b", "c"], length, place, picky);
    const expected = ["a", "c"].map((text) => through(through(text, 0, place - 1), place, length));
    assert.equal(await flow.toArray(), expected);
    assert.equal(failed, [through("b", 0, place - 1)]);
  }
});

test("at each place what the function throws fails the flow (P3)", async () => {
  for (const { length, place } of PLACES) {
    const error = new Error("no");
    const broken = map<string, string>(() => {
      throw error;
    });
    assert.is(await failure(chain(["a"], length, place, broken).run()), error);
  }
});

test.run();
