// The search of `elastic` against simulated services, and what it does when it is told this or that.
import * as assert from "uvu/assert";
import { Search } from "../../../src/pressure/elastic/search.ts";
import { effort } from "../../support/host.ts";
import { fixed, measured, type Service, simulated, times } from "../../support/service.ts";
import { suite } from "../../support/test.ts";

const test = suite("search");

/** How the limit changes at 600. */
const changes = { "stays": 1, "halves": 0.5, "doubles": 2 };

interface Verdict {
  readonly throughput: number;
  readonly p99: number;
}

/** How it compares with the best fixed number, 400 mean calls after the start or the change. */
function compared(limit: number, change: number, seed: number, service: Omit<Service, "limit">): Verdict {
  const after = limit * change;
  const from = change === 1 ? 400 : 1000;
  const changing: Service = { ...service, limit: (time) => time < 600 ? limit : after };
  const ours = measured(simulated(new Search(1, 1000), changing, from + 400, seed), from, from + 400);
  const still: Service = { ...service, limit: () => after };
  const best = measured(simulated(fixed(after), still, from + 400, seed + 1000), from, from + 400);
  return { throughput: ours.throughput / best.throughput, p99: ours.p99 / best.p99 };
}

type Trial = readonly [run: string, verdict: () => Verdict];

/** Asserts that nearly all runs are good: chance may spoil a few. Where a part is enough, only every so many are made. */
function assertGood(trials: readonly Trial[], allowed: number): void {
  const step = Math.round(1 / effort());
  const verdicts = trials.filter((_, index) => index % step === 0).map(([run, verdict]) => [run, verdict()] as const);
  const bad = verdicts.filter(([, { throughput, p99 }]) => throughput < 0.8 || p99 > 1.5);
  const shown = bad.map(([run, { throughput, p99 }]) => `${run}: ${throughput.toFixed(2)}, ${p99.toFixed(2)}`);
  assert.ok(bad.length <= allowed, `throughput and p99 as parts of the best fixed number's:\n${shown.join("\n")}`);
}

for (const [name, change] of Object.entries(changes)) {
  test(`0.8 of the best fixed number's throughput, 1.5 of its p99, when the limit ${name} (R4)`, () => {
    const trials = Object.entries(times).flatMap(([kind, times]) =>
      [[10, 1], [10, 2], [40, 1], [40, 2]].map(([limit = 0, seed = 0]) =>
        [`${kind}, limit ${limit}, seed ${seed}`, () => compared(limit, change, seed, { times })] as const
      )
    );
    assertGood(trials, 1); // of 24
  }, { within: 120_000 });

  test(`the same with services for 4 and for 200, when the limit ${name} (R4)`, () => {
    const trials = [4, 200].flatMap((limit) =>
      (["even", "exponential"] as const).map((kind) =>
        [`${kind}, limit ${limit}`, () => compared(limit, change, 3, { times: times[kind] })] as const
      )
    );
    assertGood(trials, 0);
  }, { within: 120_000 });

  test(`the same when few callers more come than it takes, or fewer, and the limit ${name} (R4)`, () => {
    const trials = (["even", "uniform", "exponential"] as const).flatMap((kind) =>
      [16, 21, 30, 50].map((callers) =>
        [
          `${kind}, ${callers} callers`,
          () => compared(20, change, 3, { times: times[kind], demand: () => callers }),
        ] as const
      )
    );
    assertGood(trials, 0);
  }, { within: 120_000 });

  test(`the same when calls too many are refused, and the limit ${name} (R4)`, () => {
    const trials = (["even", "exponential"] as const).flatMap((kind) =>
      [0.02, 0.001, 0].map((refusal) =>
        [`${kind}, ${refusal}`, () => compared(20, change, 3, { times: times[kind], full: "refuse", refusal })] as const
      )
    );
    assertGood(trials, 0);
  }, { within: 120_000 });
}

test("calls that end together, as those of a batch do, are found as many as they are (R4)", () => {
  const search = new Search(1, 1000);
  const rooms = 8;
  let running = 0;
  for (let now = 0; now < 200_000; now += 100) { // all that run end in one moment; what is beyond the room waits a turn
    const ending = Math.min(running, rooms);
    for (let call = 0; call < ending; call++) search.ended(now, 1, running > rooms ? 200 : 100);
    running -= ending;
    for (; running < search.limit; running++) search.began(now, 1);
  }
  assert.ok(search.limit >= 7 && search.limit <= 10, `the limit is ${search.limit} instead of 8`);
});

test("of the calls to a service that refuses those too many, it makes few in vain (R4)", () => {
  const service: Service = { times: times.exponential, limit: () => 20, full: "refuse" };
  const { calls, refused } = simulated(new Search(1, 1000), service, 800, 1);
  assert.ok(refused < calls.length * 0.03, `${refused} of ${calls.length}`);
});

test("bursts with pauses teach it nothing wrong: the limit is still good (R4)", () => {
  const demand = (time: number) => time % 40 < 20 ? Infinity : 2;
  const service: Service = { times: times.exponential, limit: () => 20, demand };
  const { limits } = simulated(new Search(1, 1000), service, 1600, 1);
  const late = limits.slice(800);
  const mean = late.reduce((sum, limit) => sum + limit, 0) / late.length;
  assert.ok(mean > 16 && mean < 28, `the limit is ${mean} on average`);
});

test("when a service can do less, and fewer call than its limit was, the limit comes down all the same (R4)", () => {
  for (
    const [kind, room, left, callers] of [["even", 200, 20, 60], ["exponential", 100, 20, 40], [
      "even",
      60,
      24,
      40,
    ]] as const
  ) {
    const demand = (time: number) => time < 600 ? Infinity : callers;
    const service: Service = { times: times[kind], limit: (time) => time < 600 ? room : left, demand };
    const { limits } = simulated(new Search(1, 1000), service, 1000, 1);
    assert.ok(
      limits.at(-1) as number < 1.5 * left,
      `${kind}, ${room}: the limit is ${limits.at(-1)}, and not about ${left}`,
    );
  }
});

test("it learns nothing from a quiet time, however long: the limit is there when all come back (R4)", () => {
  for (const [kind, room, seed] of [["bimodal", 100, 2], ["uniform", 20, 3], ["pareto", 100, 2]] as const) {
    const demand = (time: number) => time < 600 || time >= 2000 ? Infinity : 3;
    const { limits } = simulated(new Search(1, 1000), { times: times[kind], limit: () => room, demand }, 2000, seed);
    const [before, after] = [limits[598], limits[1998]] as [number, number];
    assert.ok(after >= 0.8 * before, `${kind}, room for ${room}: ${after} after ${before}`);
  }
});

test("as long as fewer run than might, it keeps its limit (R4)", () => {
  const service: Service = { times: times.even, limit: () => 50, demand: () => 3 };
  const { limits } = simulated(new Search(5, 1000), service, 300, 1);
  assert.equal([...new Set(limits)], [5]);
});

test("it begins with min and stays between min and max (R4)", () => {
  for (const [min, max, expected] of [[1, 6, 6], [12, 1000, 12], [7, 7, 7]] as const) {
    const search = new Search(min, max);
    assert.is(search.limit, min);
    const limit = expected === 12 ? 4 : 100;
    const { limits } = simulated(search, { times: times.exponential, limit: () => limit }, 300, 1);
    assert.ok(limits.every((limit) => limit >= min && limit <= max));
    const late = limits.slice(200);
    assert.ok(Math.abs(late.reduce((sum, limit) => sum + limit, 0) / late.length - expected) < 1);
  }
});

test("when calls get slower but no fewer at once can be had, it finds the same limit again (R4)", () => {
  let slower = 1;
  const service: Service = {
    times: () => slower,
    limit: (time) => {
      slower = time < 300 ? 1 : 3;
      return 20;
    },
  };
  const { limits } = simulated(new Search(1, 1000), service, 3000, 1);
  const late = limits.slice(2000);
  const mean = late.reduce((sum, limit) => sum + limit, 0) / late.length;
  assert.ok(mean > 17 && mean < 23, `the limit is ${mean} on average`);
});

test("refusals of calls that began before the limit was lowered lower it no further, even in the same moment (R4)", () => {
  for (const took of [0, 10]) {
    const search = new Search(1, 1000);
    simulated(search, { times: times.even, limit: () => 20 }, 100, 1);
    const calls = Array.from({ length: 30 }, () => search.began(100_000, 1));
    search.refused(100_000 + took, 1, calls[0] as number);
    const { limit } = search;
    for (const cuts of calls.slice(1)) search.refused(100_000 + took, 1, cuts);
    assert.is(search.limit, limit);
    search.refused(100_000 + took, 1, search.began(100_000 + took, 1));
    assert.ok(search.limit < limit, "a call that began after that lowers it again");
  }
});

test.run();
