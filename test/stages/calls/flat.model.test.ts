// Many sources of random kinds, lengths and delays, beside what an array's flatMap gives, and the accounts of P1 to P6.
import * as assert from "uvu/assert";
import { flatMap, type ItemContext, pipeline, type Source, type WorkOptions } from "sluice";
import { type CrowdKind, every, upTo } from "../../support/crowds.ts";
import { seeded } from "../../support/dice.ts";
import { Counted } from "../../support/driven.ts";
import { effort } from "../../support/host.ts";
import { rest } from "../../support/jobs.ts";
import { suite, ticks, turn } from "../../support/test.ts";

const test = suite("flat: model");
const count = Math.max(100, 200 * effort());

/** How many values an item gives, and whether it then fails. */
interface Fate {
  readonly length: number;
  readonly fails: boolean;
}

interface Plan {
  readonly kind: CrowdKind;
  readonly fates: readonly Fate[];
  readonly random: () => number;
  readonly catching: boolean;
  readonly leaveAfter: number;
}

type Value = readonly [item: number, place: number];

/** One run of a plan, and the accounts of it. */
class Run {
  readonly taken: Value[] = [];
  readonly letters: number[] = [];
  readonly failed: number[] = [];
  error: unknown = undefined;
  private readonly plan: Plan;
  private ended = false;
  /** Inner sources that were opened, and not ended, failed or released. */
  private readonly open = new Set<number>();
  private most = 0;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  async go(): Promise<this> {
    const { kind, catching, leaveAfter, fates } = this.plan;
    const onError = (error: unknown, item: unknown) => {
      assert.is(error, item);
      this.letters.push(item as number);
      return this.delay(9);
    };
    const options: WorkOptions<unknown> = catching ? { ...kind.options(), onError } : kind.options();
    const outer = new Counted(upTo(fates.length));
    try {
      for await (const value of pipeline(outer, flatMap(this.fn, options))) {
        this.taken.push(value);
        if (this.taken.length === leaveAfter) break;
        await this.delay(4);
      }
    } catch (error) {
      this.error = error;
    }
    this.ended = true;
    // Nobody waits for an async generator that is asked; it is released when it answers.
    for (let round = 0; round < 20 && this.open.size > 0; round++) await rest();
    assert.equal([...this.open], [], "all sources have ended or are released");
    assert.ok(this.most <= kind.hand, `${this.most} were open`);
    assert.is(outer.returned, outer.asked > fates.length ? 0 : 1);
    return this;
  }

  private readonly fn = async (item: number, { index }: ItemContext): Promise<Source<Value>> => {
    assert.not(this.ended, "nothing starts after the end");
    assert.is(index, item);
    await this.delay(9);
    const chance = this.plan.random();
    if (chance < 0.3) return this.steps(item);
    const source = this.promised(item);
    return chance < 0.7 ? source : pipeline(source);
  };

  /** Notes that the source of this item is open. */
  private begin(item: number): void {
    assert.not(this.ended);
    this.open.add(item);
    this.most = Math.max(this.most, this.open.size);
  }

  private *steps(item: number): Generator<Value, void, undefined> {
    this.begin(item);
    const { length, fails } = this.plan.fates[item] as Fate;
    try {
      for (const place of upTo(length)) yield [item, place];
      if (fails) throw this.fail(item);
    } finally {
      this.open.delete(item);
    }
  }

  private async *promised(item: number): AsyncGenerator<Value, void, undefined> {
    this.begin(item);
    const { length, fails } = this.plan.fates[item] as Fate;
    try {
      for (const place of upTo(length)) {
        await this.delay(6);
        yield [item, place];
      }
      await this.delay(6);
      if (fails) throw this.fail(item);
    } finally {
      this.open.delete(item);
    }
  }

  private fail(item: number): number {
    this.failed.push(item);
    return item;
  }

  private delay(most: number): Promise<void> | undefined {
    const { random } = this.plan;
    const chance = random();
    if (chance < 0.02) return turn();
    return chance < 0.3 ? undefined : ticks(Math.floor(random() * most));
  }
}

/** The values of these items. */
function valuesOf(fates: readonly Fate[], items: readonly number[]): Value[] {
  return items.flatMap((item) => upTo(fates[item]?.length ?? 0).map((place): Value => [item, place]));
}

/** Values as they came, and all that come from one item in their order. */
function assertFromEach(taken: readonly Value[], fates: readonly Fate[]): void {
  const next = new Map<number, number>();
  for (const [item, place] of taken) {
    assert.is(place, next.get(item) ?? 0, `item ${item}`);
    next.set(item, place + 1);
    assert.ok(place < (fates[item]?.length ?? 0));
  }
}

for (const [index, kind] of every.entries()) {
  const random = seeded(1000 + index);
  const plan = (failing: number, catching: boolean, leaveAfter = Infinity): Plan => {
    const one = failing > 0 ? Math.floor(random() * count) : -1; // chance may spare them all
    const fates = upTo(count).map((n) => ({
      length: Math.floor(random() * 8),
      fails: n === one || random() < failing,
    }));
    return { kind, fates, random, catching, leaveAfter };
  };

  test(`with ${kind.name}, flatMap gives what an array's does (P1, P2)`, async () => {
    for (const _ of upTo(5)) {
      const all = plan(0, false);
      const { taken } = await new Run(all).go();
      if (kind.ordered) assert.equal(taken, valuesOf(all.fates, upTo(count)));
      assert.is(taken.length, valuesOf(all.fates, upTo(count)).length);
      assertFromEach(taken, all.fates);
    }
  });

  test(`with ${kind.name}, a failing source gives what it has, and goes to onError (P6)`, async () => {
    for (const _ of upTo(5)) {
      const all = plan(0.2, true);
      const { taken, letters, failed } = await new Run(all).go();
      if (kind.ordered) assert.equal(taken, valuesOf(all.fates, upTo(count)));
      assert.is(taken.length, valuesOf(all.fates, upTo(count)).length);
      assertFromEach(taken, all.fates);
      assert.equal([...letters].sort(), [...failed].sort());
      assert.is(letters.length, all.fates.filter(({ fails }) => fails).length);
    }
  });

  test(`with ${kind.name}, a failure comes when all has settled, after what is before it (P3)`, async () => {
    for (const _ of upTo(20)) {
      const all = plan(0.05, false);
      const { taken, failed, error } = await new Run(all).go();
      if (kind.ordered) {
        assert.is(error, all.fates.findIndex(({ fails }) => fails));
        assert.equal(taken, valuesOf(all.fates, upTo((error as number) + 1)));
      } else {
        assert.ok(failed.includes(error as number));
        assertFromEach(taken, all.fates);
      }
    }
  });

  test(`with ${kind.name}, one who leaves has what came before, and all is released (P4)`, async () => {
    for (const _ of upTo(20)) {
      const leaveAfter = 1 + Math.floor(random() * 60);
      const all = plan(0.1, true, leaveAfter);
      const { taken, error } = await new Run(all).go();
      assert.equal([taken.length, error], [leaveAfter, undefined]);
      if (kind.ordered) assert.equal(taken, valuesOf(all.fates, upTo(count)).slice(0, leaveAfter));
      assertFromEach(taken, all.fates);
    }
  });
}

test.run();
