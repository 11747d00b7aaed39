import { channel, merge, pipeline, type Source, take } from "sluice";
import * as assert from "uvu/assert";
import { seeded } from "../support/dice.ts";
import { Driven } from "../support/driven.ts";
import { rest } from "../support/jobs.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("merge, fair");

/** A source whose values say where they come from, and whether there is one for whoever asks. */
interface Fed {
  readonly source: Source<number>;
  readonly ready: (taken: number) => boolean;
  readonly feed: () => void;
}

const kinds: ((name: number) => Fed)[] = [
  (name) => {
    const endless = function* () {
      for (;;) yield name;
    };
    return { source: endless(), ready: () => true, feed: () => {} };
  },
  (name) => {
    const jobs = channel<number>(4);
    return { source: jobs, ready: () => jobs.size > 0, feed: () => void jobs.trySend(name) };
  },
  (name) => {
    const driven = new Driven<number>();
    let given = 0;
    const feed = () => {
      given++;
      driven.give(name);
    };
    // It is ready once it was asked: who did not ask cannot know.
    return { source: driven, ready: (taken) => driven.asked > taken && given > taken, feed };
  },
  (name) => {
    const driven = new Driven<number>();
    let given = 0;
    const feed = () => {
      given++;
      driven.give(name);
    };
    return { source: pipeline(driven), ready: (taken) => driven.asked > taken && given > taken, feed };
  },
];

test("sources that always have a value take turns, of whatever kinds they are", async () => {
  const endless = (name: string) => ({
    *[Symbol.iterator]() {
      for (;;) yield name;
    },
  });
  const round = async () => {
    const full = channel<string>(100);
    while (full.trySend("c"));
    const flow = merge(endless("a"), pipeline(endless("b")), full, merge(endless("d"), endless("e")));
    await turn();
    return await flow.pipe(take(40)).toArray();
  };
  const expected = Array.from({ length: 5 }, () => [..."abcdabce"]).flat();
  let values: string[] = [];
  // A source that must breathe has no value meanwhile; so any one run may be another, but not all of them.
  for (let runs = 0; runs < 20 && values.join() !== expected.join(); runs++) values = await round();
  assert.equal(values, expected);
});

test("no source that has a value waits while another gives two", async () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = seeded(seed);
    const chance = (of: number) => Math.floor(random() * of);
    const fed = Array.from(
      { length: 2 + chance(5) },
      (_, name) => (kinds[chance(kinds.length)] ?? kinds[0])?.(name) as Fed,
    );
    const taken = fed.map(() => 0);
    /** For how many values each has waited while it had one. */
    const waited = fed.map(() => 0);
    const flow = merge([-1], ...fed.map(({ source }) => source));
    await flow.next();
    for (let round = 0; round < 60; round++) {
      for (const { feed } of fed) if (random() < 0.5) feed();
      await rest();
      const ready = fed.map(({ ready }, name) => ready(taken[name] ?? 0));
      if (!ready.includes(true)) continue;
      const name = (await flow.next()).value ?? -1;
      taken[name] = (taken[name] ?? 0) + 1;
      for (const index of fed.keys()) waited[index] = ready[index] && index !== name ? (waited[index] ?? 0) + 1 : 0;
      assert.ok(Math.max(...waited) < fed.length, `seed ${seed}, round ${round}: ${waited}`);
    }
    await flow.cancel();
  }
});

test("a synchronous source without end does not starve one that has to be waited for", async () => {
  const endless = function* () {
    for (;;) yield "endless";
  };
  const slow = new Driven<string>();
  const flow = merge(endless(), slow);
  for (let round = 0; round < 10; round++) {
    slow.give("slow");
    const seen: unknown[] = [];
    while (seen.at(-1) !== "slow") {
      seen.push((await flow.next()).value);
      await rest();
    }
    assert.ok(seen.length <= 4, seen.join());
  }
  await flow.cancel();
});

test.run();
