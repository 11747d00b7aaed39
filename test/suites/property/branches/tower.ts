// Splits upon splits: a tree whose leaves are read side by side, so that nothing has a reason to wait for ever.
import { buffer, type Flow, map, merge, partition, pipeline, tee, zip } from "sluice";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { ticks } from "../../../support/test.ts";
import { BROKEN, type Ending, type Feed, type FeedKind, feedOf } from "./feed.ts";

export type Tree =
  | { readonly as: "leaf"; readonly pause: number; readonly leaves: number }
  | { readonly as: "tee"; readonly buffer: number; readonly below: readonly Tree[] }
  | { readonly as: "partition"; readonly buffer: number; readonly by: number; readonly below: readonly [Tree, Tree] }
  | { readonly as: "zipped" | "merged" | "slowed" | "buffered"; readonly width: number; readonly below: Tree };

export interface Tower {
  readonly source: FeedKind;
  readonly ending: Ending;
  readonly tree: Tree;
}

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; tee: Tree; partition: Tree; other: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie("leaf"), tie("tee"), tie("partition"), tie("other")),
  leaf: fc.record({
    as: fc.constant("leaf" as const),
    pause: fc.nat({ max: 9 }),
    leaves: fc.oneof(fc.constant(Infinity), fc.constant(Infinity), fc.nat({ max: 12 })),
  }),
  tee: fc.record({
    as: fc.constant("tee" as const),
    buffer: fc.constantFrom(0, 0, 1, 3, Infinity),
    below: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
  }),
  partition: fc.record({
    as: fc.constant("partition" as const),
    buffer: fc.constantFrom(0, 0, 1, 3, Infinity),
    by: fc.integer({ min: 1, max: 4 }),
    below: fc.tuple(tie("tree"), tie("tree")),
  }),
  other: fc.record({
    as: fc.constantFrom("zipped", "merged", "slowed", "buffered"),
    width: fc.integer({ min: 1, max: 3 }),
    below: tie("tree"),
  }),
}));

export const towers: fc.Arbitrary<Tower> = fc.record({
  source: fc.constantFrom("driven", "flow", "sync", "channel"),
  ending: fc.constantFrom("end", "end", "error"),
  tree,
});

const COUNT = 30;

export class TowerRun {
  private readonly feed: Feed;
  private readonly ending: Ending;
  private readonly owned: boolean;
  private readonly reading: Promise<void>[] = [];
  /** How many leaves have come to their end. */
  private over = 0;

  constructor({ source, ending, tree }: Tower) {
    this.feed = feedOf(source, ending);
    this.ending = ending;
    this.owned = source !== "channel";
    const values = Array.from({ length: COUNT }, (_, index) => index);
    this.build(pipeline(this.feed.source), tree, values, true);
  }

  /** `values` is what the flow gives; in this order, unless some of it was merged. */
  private build(flow: Flow<number>, tree: Tree, values: readonly number[], ordered: boolean): void {
    if (tree.as === "leaf") {
      this.reading.push(this.read(flow, tree.pause, tree.leaves, values, ordered).finally(() => this.over++));
    } else if (tree.as === "tee") {
      const branches = tee(flow, tree.below.length, tree.buffer);
      for (const [index, below] of tree.below.entries()) {
        this.build(branches[index] as Flow<number>, below, values, ordered);
      }
    } else if (tree.as === "partition") {
      const passes = (value: number) => value % tree.by === 0;
      const [yes, no] = partition(flow, passes, tree.buffer);
      this.build(yes, tree.below[0], values.filter(passes), ordered);
      this.build(no, tree.below[1], values.filter((value) => !passes(value)), ordered);
    } else if (tree.as === "zipped") {
      const tuples = zip(...tee(flow, tree.width));
      this.build(tuples.pipe(map((tuple) => tuple[0] as number)), tree.below, values, ordered);
    } else if (tree.as === "merged") {
      const times = values.flatMap((value) => Array<number>(tree.width).fill(value));
      this.build(merge(...tee(flow, tree.width)), tree.below, times, ordered && tree.width === 1);
    } else {
      const slow = tree.as === "slowed" ? map((value: number) => Promise.resolve(value)) : buffer<number>(tree.width);
      this.build(flow.pipe(slow), tree.below, values, ordered);
    }
  }

  private async read(
    flow: Flow<number>,
    pause: number,
    leaves: number,
    values: readonly number[],
    ordered: boolean,
  ): Promise<void> {
    const taken: number[] = [];
    let failure: unknown;
    try {
      while (taken.length < leaves) {
        const { done, value } = await flow.next();
        if (done) break;
        taken.push(value);
        await ticks(pause);
      }
      await flow.cancel();
    } catch (error) {
      failure = error;
    }
    const whole = taken.length < leaves;
    if (ordered) assert.equal(taken, values.slice(0, taken.length));
    if (whole) assert.is(failure, this.ending === "error" ? BROKEN : undefined);
    if (whole && (ordered || this.ending === "end")) {
      assert.equal(taken.sort((a, b) => a - b), [...values].sort((a, b) => a - b));
    }
  }

  start(): void {
    if (this.feed.finished) return;
    this.feed.feed(COUNT);
    this.feed.finish(this.ending);
  }

  async checkEnded(): Promise<void> {
    assert.is(this.over, this.reading.length, `${this.reading.length - this.over} leaves hang`);
    await Promise.all(this.reading);
    const { closed, released } = this.feed;
    if (closed) assert.ok(released <= 1);
    else assert.is(released, this.owned ? 1 : 0);
  }
}
