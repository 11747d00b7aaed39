import * as assert from "uvu/assert";
import fc from "fast-check";
import { seeded, withRandom } from "../../support/dice.ts";
import { suite, turn } from "../../support/test.ts";
import { hold } from "./seed.ts";
import { worked, type Workload } from "./laws/workload.ts";

const test = suite("laws");

const index = fc.nat({ max: 3 });

const workloads: fc.Arbitrary<Workload> = fc.record({
  channels: fc.array(
    fc.record({
      as: fc.constantFrom("fifo", "fifo", "fifo", "sized", "sliding", "dropping", "strict", "unbounded" as const),
      capacity: index,
    }),
    { minLength: 1, maxLength: 3, size: "max" },
  ),
  producers: fc.array(
    fc.array(
      fc.record({
        as: fc.constantFrom("send", "send", "abort", "trySend", "sendAll", "select", "trySelect" as const),
        on: index,
        ticks: fc.nat({ max: 5 }),
      }),
      { maxLength: 40, size: "max" },
    ),
    { minLength: 1, maxLength: 5, size: "max" },
  ),
  consumers: fc.array(
    fc.record({
      as: fc.constantFrom("loop", "receive", "batches", "select", "selectLoop", "tries" as const),
      on: index,
      leaves: fc.oneof({ weight: 2, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.nat({ max: 20 }) }),
    }),
    { maxLength: 4, size: "max" },
  ),
  ending: fc.constantFrom("close", "close", "close", "cancel" as const),
});

async function obey(load: Workload, random: number): Promise<void> {
  await withRandom(seeded(random), async () => {
    const { account, channels } = await worked(load);
    await turn();
    assert.equal(account.wrong, []);
    for (const [on, { stats, size, closed }] of channels.entries()) {
      const { given, received, hooked, failures } = account.of(on);
      const stranded = given - stats.sent;
      assert.ok(stranded >= 0 && stranded <= failures, `${stats.sent} sent, but ${given} given away`);
      assert.is(stats.received, received);
      assert.is(stats.dropped, hooked - stranded);
      assert.equal([stats.merged, stats.waitingSenders, stats.waitingReceivers, size, closed], [0, 0, 0, 0, true]);
    }
  });
}

test("many at once: every value has one fate, and each producer's come in order (C1, C12, C14)", async () => {
  const property = fc.asyncProperty(fc.tuple(workloads, fc.nat()), ([load, random]) => obey(load, random));
  await hold("workloads", property, 200);
}, { within: 600_000 });

test.run();
