// Many items with random delays, beside what an array would give, and the accounts of P1 to P6 at every moment.
import * as assert from "uvu/assert";
import { filter, type ItemContext, map, pipeline, type Stage, tap, type WorkOptions } from "sluice";
import { type CrowdKind, every, upTo } from "../../support/crowds.ts";
import { Counted } from "../../support/driven.ts";
import { effort } from "../../support/host.ts";
import { seeded } from "../../support/dice.ts";
import { rest } from "../../support/jobs.ts";
import { suite, ticks, turn } from "../../support/test.ts";

const test = suite("concurrent: model");
const count = Math.max(250, 1000 * effort());

/** What becomes of an item; the rest of the run is chance. */
type Fate = "good" | "refused" | "bad" | "worse";

interface Plan {
  readonly kind: CrowdKind;
  readonly fates: readonly Fate[];
  readonly random: () => number;
  /** With `onError`; the worse ones make it fail, too. */
  readonly catching: boolean;
  /** The consumer leaves after so many values. */
  readonly leaveAfter: number;
}

/** One run of a plan, and the accounts of it. */
class Run {
  readonly taken: number[] = [];
  readonly letters: number[] = [];
  /** The items that failed for good, in order of time, and what the consumer got. */
  readonly failed: number[] = [];
  error: unknown = undefined;
  readonly source: Counted<number>;
  private readonly plan: Plan;
  private begun = 0;
  /** Those of them that `filter` does not let pass. */
  private skipped = 0;
  private running = 0;
  private ended = false;
  private readonly signals = new Map<AbortSignal, "running" | "done">();

  constructor(plan: Plan) {
    this.plan = plan;
    this.source = new Counted(upTo(plan.fates.length));
  }

  async go(make: Make): Promise<this> {
    const { kind, catching, leaveAfter } = this.plan;
    const options: WorkOptions<number> = catching ? { ...kind.options(), onError: this.onError } : kind.options();
    const flow = pipeline(this.source, make(this.work, options));
    try {
      for await (const value of flow) {
        this.taken.push(value);
        this.check();
        if (this.taken.length === leaveAfter) break;
        await this.delay(4);
      }
    } catch (error) {
      this.error = error;
    }
    this.ended = true;
    assert.is(this.running, 0, "every task has settled");
    await rest();
    assert.is(this.source.returned, this.whole ? 0 : 1, "the source is released once, or has ended");
    return this;
  }

  /** The source was read to its end. */
  get whole(): boolean {
    return this.source.asked > this.plan.fates.length;
  }

  private readonly work = async (item: number, { index, signal }: ItemContext): Promise<boolean> => {
    assert.not(this.ended, "nothing starts after the end");
    assert.is(index, item);
    assert.not(signal.aborted);
    this.begun++;
    if (this.plan.fates[item] === "refused") this.skipped++;
    this.running++;
    this.signals.set(signal, "running");
    signal.addEventListener("abort", () => assert.is(this.signals.get(signal), "running", "aborted while it ran"));
    this.check();
    await this.delay(12);
    this.running--;
    ticks(3).then(() => this.signals.set(signal, "done")); // when the stage has heard of it
    const fate = this.plan.fates[item];
    if (fate === "bad" || fate === "worse") {
      if (!signal.aborted && !this.plan.catching) this.failed.push(item);
      throw item;
    }
    return fate === "good";
  };

  private readonly onError = async (error: unknown, item: number): Promise<void> => {
    assert.not(this.ended);
    assert.is(error, item);
    this.letters.push(item);
    this.running++;
    await this.delay(12);
    this.running--;
    if (this.plan.fates[item] !== "worse") return;
    this.failed.push(item);
    throw error;
  };

  /** With one who takes each value as it comes, all that was begun and not taken or skipped is in hand. */
  private check(): void {
    const { width, hand } = this.plan.kind;
    assert.ok(this.running <= Math.max(width, hand), `${this.running} run`);
    const gone = this.taken.length + this.letters.length + this.skipped;
    assert.ok(this.begun - gone <= hand, `${this.begun - gone} are in hand`);
  }

  private delay(most: number): Promise<void> | undefined {
    const { random } = this.plan;
    const throwOf = random();
    if (throwOf < 0.02) return turn();
    return throwOf < 0.3 ? undefined : ticks(Math.floor(random() * most));
  }
}

type Work = (item: number, context: ItemContext) => Promise<boolean>;

/** So many items, of which these parts meet each fate. */
function fates(random: () => number, { refused = 0, bad = 0, worse = 0 }): Fate[] {
  const one = worse > 0 ? Math.floor(random() * count) : -1; // chance may spare them all
  return upTo(count).map((n) => {
    const chance = random();
    if (n === one || chance < worse) return "worse";
    if (chance < worse + bad) return "bad";
    return chance < worse + bad + refused ? "refused" : "good";
  });
}

type Make = (work: Work, options: WorkOptions<number>) => Stage<number, number>;

const keep: Make = (work, options) => filter(work, options);
const look: Make = (work, options) => tap(work, options);
const turnOver: Make = (work, options) => map((item, context) => work(item, context).then(() => item), options);

function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

const never = Infinity;

for (const [index, kind] of every.entries()) {
  const random = seeded(index + 1);
  const plan = (parts: Parameters<typeof fates>[1], catching: boolean, leaveAfter: number): Plan => {
    return { kind, fates: fates(random, parts), random, catching, leaveAfter };
  };

  test(`with ${kind.name}, map, filter and tap give what an array gives (P1, P2)`, async () => {
    for (const stage of [keep, look, turnOver]) {
      const all = plan(stage === keep ? { refused: 0.3 } : {}, false, never);
      const { taken } = await new Run(all).go(stage);
      const expected = upTo(count).filter((n) => all.fates[n] === "good");
      assert.equal(kind.ordered ? taken : sorted(taken), expected);
    }
  });

  test(`with ${kind.name}, each item is given, refused or handed to onError (P6)`, async () => {
    const all = plan({ refused: 0.2, bad: 0.2 }, true, never);
    const { taken, letters } = await new Run(all).go(keep);
    assert.equal(kind.ordered ? taken : sorted(taken), upTo(count).filter((n) => all.fates[n] === "good"));
    assert.equal(sorted(letters), upTo(count).filter((n) => all.fates[n] === "bad"));
  });

  test(`with ${kind.name}, an error comes after what was before it, and when all has settled (P3)`, async () => {
    for (const catching of [false, true]) {
      for (let round = 0; round < 10; round++) {
        const all = plan({ refused: 0.1, worse: 0.03, bad: catching ? 0.1 : 0 }, catching, never);
        const { taken, failed, error } = await new Run(all).go(keep);
        assert.is(error, kind.ordered ? Math.min(...failed) : failed[0]);
        const good = upTo(count).filter((n) => all.fates[n] === "good");
        if (kind.ordered) assert.equal(taken, good.filter((n) => n < (error as number)));
        else assert.ok(taken.every((n) => good.includes(n)) && new Set(taken).size === taken.length);
      }
    }
  });

  test(`with ${kind.name}, one who leaves has what came before, and all stops (P4)`, async () => {
    for (let round = 0; round < 10; round++) {
      const leaveAfter = 1 + Math.floor(random() * 50);
      const all = plan({ refused: 0.1, bad: 0.1 }, true, leaveAfter);
      const { taken, error } = await new Run(all).go(keep);
      const good = upTo(count).filter((n) => all.fates[n] === "good");
      assert.equal([taken.length, error], [leaveAfter, undefined]);
      if (kind.ordered) assert.equal(taken, good.slice(0, leaveAfter));
      else assert.ok(taken.every((n) => good.includes(n)) && new Set(taken).size === taken.length);
    }
  });
}

test.run();
