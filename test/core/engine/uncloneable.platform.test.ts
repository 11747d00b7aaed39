// What cannot work in another thread is refused there and then, and does not arrive as an object without methods.
import * as assert from "uvu/assert";
import * as sluice from "sluice";
import { uncloneable } from "../../../src/core/engine/uncloneable.ts";
import { thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const { broadcast, channel, circuitBreaker, elastic, map, merge, partition, pipeline, pool, produce, rateLimiter } =
  sluice;
const { after, group, Mutex, priority, selectLoop, Semaphore, sliding, tee, ticker, topics, watch } = sluice;

const test = suite("uncloneable");

async function things(): Promise<Record<string, unknown>> {
  const jobs = channel<number>(1);
  return {
    "channel()": channel(),
    "channel(16)": channel(16),
    "a named channel": channel(3, { name: "jobs" }),
    "channel(sliding(1))": channel(sliding(1)),
    "channel(priority(1))": channel(priority<number>(1, (one, other) => one - other)),
    "a loop over a channel": jobs[Symbol.asyncIterator](),
    "consume()": jobs.consume(),
    "batches()": jobs.batches(),
    "selectLoop()": selectLoop({ jobs }),
    "after()": after(1),
    "ticker()": ticker(1_000),
    "pipeline()": pipeline([1]),
    "a pipeline over a channel": pipeline(jobs, map((job) => job)),
    "produce()": produce(async () => {}),
    "merge()": merge([1], [2]),
    "a branch of tee()": tee([1])[0],
    "a branch of partition()": partition([1], () => true)[0],
    "broadcast()": broadcast(),
    "a subscription": broadcast<number>().subscribe(1),
    "watch()": watch(1),
    "a subscription of watch()": watch(1).subscribe(),
    "topics()": topics((key: string) => key),
    "Semaphore": new Semaphore(1),
    "Mutex": new Mutex(),
    "a permit": new Semaphore(1).tryAcquire(),
    "acquiring()": new Semaphore(1).acquiring(),
    "rateLimiter()": rateLimiter({ limit: 1 }),
    "circuitBreaker()": circuitBreaker(),
    "its state": circuitBreaker().state,
    "elastic()": elastic(),
    "pool()": pool(() => {}),
    "group()": await group((g) => Promise.resolve(g)),
  };
}

test("no channel, flow or governor can be cloned or posted: a DataCloneError says so (C28)", async () => {
  const { port1, port2 } = new MessageChannel();
  for (const [name, thing] of Object.entries(await things())) {
    assert.is(thrownBy<Error>(() => structuredClone(thing)).name, "DataCloneError", name);
    assert.is(thrownBy<Error>(() => structuredClone({ inside: [thing] })).name, "DataCloneError", name);
    assert.is(thrownBy<Error>(() => port1.postMessage(thing)).name, "DataCloneError", name);
  }
  port1.close();
  port2.close();
});

test("what cannot be cloned does nothing when it is called all the same (C28)", () => {
  assert.is(uncloneable(), undefined);
});

test.run();
