// How much a round of a select loop looks at. What it does is in select-loop.test.ts.
import * as assert from "uvu/assert";
import { after, type Channel, channel, selectLoop, sending } from "sluice";
import type { Poll } from "../../../src/core/engine/poll.ts";
import { chiSquare, seeded, withRandom } from "../../support/dice.ts";
import { Probe } from "../../support/foreign.ts";
import { suite, ticks, turn } from "../../support/test.ts";

const test = suite("rounds");

/** A channel that counts how often somebody looks whether it has a value. */
function watched<T>(capacity: number, looks: { count: number }): Channel<T> {
  const watched = channel<T>(capacity) as Channel<T> & { attempt(): Poll<T> };
  const { attempt } = watched;
  watched.attempt = function () {
    looks.count++;
    return attempt.call(this);
  };
  return watched;
}

test("a round looks only at the channels where something came, however many there are (S7)", async () => {
  const looks = { count: 0 };
  // What stands idle for a turn of the event loop leaves; so a run that must breathe is another, but not all of them.
  for (let runs = 0; runs < 20 && looks.count !== 1_100; runs++) {
    await turn();
    looks.count = 0;
    const channels = Array.from({ length: 1_000 }, () => watched<number>(0, looks));
    const loop = selectLoop(channels);
    let waiting = loop.next();
    assert.is(looks.count, 1_000);
    for (let value = 0; value < 100; value++) {
      channels[value * 7]?.trySend(value);
      assert.equal((await waiting).value, { key: value * 7, done: false, value });
      waiting = loop.next();
    }
    await loop.return?.();
  }
  assert.is(looks.count, 1_100);
});

test("of many ready channels each has the same chance, from round to round (S2, S7)", async () => {
  const channels = Array.from({ length: 4 }, () => channel<number>(4_000));
  for (let value = 0; value < 4_000; value++) for (const each of channels) each.trySend(value);
  const counts = [0, 0, 0, 0];
  await withRandom(seeded(11), async () => {
    const loop = selectLoop(channels);
    for (let round = 0; round < 4_000; round++) {
      const { value } = await loop.next();
      const key = value?.key as number;
      counts[key] = (counts[key] as number) + 1;
    }
  });
  assert.ok(chiSquare(counts) < 16.27, `${counts}`);
});

test("by priority the first as written goes first, in whatever order they became ready (S2, S7)", async () => {
  const channels = [channel<string>(1), channel<string>(1), channel<string>(1)] as const;
  const loop = selectLoop(channels, { priority: true });
  const first = loop.next();
  channels[1].trySend("b");
  await first;
  for (const index of [2, 1, 0] as const) channels[index].trySend("again");
  const keys: unknown[] = [];
  for (let round = 0; round < 3; round++) keys.push((await loop.next()).value?.key);
  assert.equal(keys, [0, 1, 2]);
});

test("what cannot stand in line takes part in every round, beside what can (S2, S7)", async () => {
  const jobs = channel<string>();
  const out = channel<string>(1);
  const probe = new Probe();
  const loop = selectLoop({ job: jobs, out: sending(out, "x"), probe, asked: () => after(10_000) }, { priority: true });
  assert.is((await loop.next()).value?.key, "out");
  const second = loop.next();
  assert.is(probe.waiting.size, 1);
  jobs.trySend("measure");
  assert.is((await second).value?.key, "job");
  assert.is(probe.waiting.size, 0);
  const third = loop.next();
  await ticks(5);
  probe.happen("now");
  assert.is((await third).value?.key, "probe");
  await loop.return?.();
});

test("a loop ends when its standing cases have ended and nothing roams (S7)", async () => {
  const [one, two] = [channel<string>(), channel<string>()];
  const loop = selectLoop([one, two, null]);
  const next = loop.next();
  one.close();
  two.close();
  assert.equal(await next, { done: true, value: undefined });
});

test("user code of a round that sends to a channel which was just looked at is heard (S3, S8)", async () => {
  const jobs = channel<string>();
  const sent: unknown[] = [];
  let meddled = false;
  const probe = new Probe({
    poll: () => {
      if (!meddled) sent.push(jobs.send("from a poll"));
      meddled = true;
      return undefined;
    },
  });
  const loop = selectLoop([jobs, probe], { priority: true });
  assert.equal((await loop.next()).value, { key: 0, done: false, value: "from a poll" });
  await Promise.all(sent);
  await loop.return?.();
});

test.run();
