// A flow runs once, and says so to whoever would read it again.
import { channel, type Flow, map, merge, partition, pipeline, produce, tee } from "sluice";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { AsyncNumbers, never } from "../support/numbers.ts";
import { got } from "../support/reading.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("flow: once");

const end = { done: true, value: undefined };
const ran = "Cannot read the flow: it has run, and a flow runs once";

async function loop(flow: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of flow);
}

/** All that reads a flow from its beginning. */
const consumers: Record<string, (flow: Flow<number>) => Promise<unknown>> = {
  "toArray()": (flow) => flow.toArray(),
  "reduce()": (flow) => flow.reduce((a, b) => a + b, 0),
  "forEach()": (flow) => flow.forEach(() => {}),
  "run()": (flow) => flow.run(),
  "into()": (flow) => flow.into(channel<number>(5)),
  "a loop": loop,
  "pipe()": async (flow) => await flow.pipe(map((n) => n)).run(),
  "a pipeline over it": async (flow) => await pipeline(flow).run(),
};

for (const [first, consume] of Object.entries(consumers)) {
  for (const [second, again] of Object.entries(consumers)) {
    if (first.includes("pipe")) continue; // it is given away then, which says so itself
    test(`after ${first}, ${second} is refused with a TypeError (P4)`, async () => {
      const flow = pipeline([1, 2]);
      await consume(flow);
      const error = await failure<Error>(again(flow));
      assert.instance(error, TypeError);
      assert.is(error.message, ran);
      assert.equal(await flow.next(), end);
    });
  }
}

for (const [second, again] of Object.entries(consumers)) {
  test(`what stopped a flow, or failed it, is the cause when ${second} is refused (P4)`, async () => {
    const left = pipeline([1, 2, 3]);
    await left.next();
    await left.cancel("enough");
    const failing = pipeline(new AsyncNumbers({ next: () => Promise.reject("broken") }));
    assert.is(await failure(failing.next()), "broken");
    for (const [flow, reason] of [[left, "enough"], [failing, "broken"]] as const) {
      const { message, cause } = await failure<Error>(again(flow));
      assert.equal([message, cause], [ran, reason]);
    }
  });

  test(`a failure that nobody was told of is what ${second} gets (P4)`, async () => {
    const controller = new AbortController();
    const flow = pipeline([1, 2, 3], { signal: controller.signal });
    await flow.next();
    controller.abort("enough");
    assert.is(await failure(again(flow)), "enough");
  });

  test(`while toArray() reads a flow to its end, ${second} is refused (P4)`, async () => {
    const flow = pipeline(new AsyncNumbers({ next: never }));
    const all = flow.toArray();
    const { message } = await failure<Error>(again(flow));
    assert.is(message, "Cannot read the flow: it is being read to its end, and a flow runs once");
    assert.ok(await pending(all));
    await flow.cancel("enough");
    assert.is(await failure(all), "enough");
  });
}

test("every flow of many, and each branch of one, runs once (P4)", async () => {
  const [even, odd] = partition([1, 2], (n) => n % 2 === 0, 2);
  const flows = [merge([1]), produce<number>((out) => out.send(1)), even, odd, ...tee([1], 2, 1)];
  for (const flow of flows) {
    assert.is(await flow.run(), 1);
    assert.is((await failure<Error>(flow.run())).message, ran);
    assert.is((await failure<Error>(loop(flow))).message, ran);
  }
});

test("a next() and an operation may be called at once, whatever the source holds and how it gives it (P4)", async () => {
  for (const source of [() => [], () => new AsyncNumbers({ count: 0 })]) {
    const flow = pipeline<number>(source());
    const [head, rest] = [flow.next(), flow.toArray()];
    assert.equal([await head, await rest], [end, []]);
    const read = pipeline<number>(source());
    assert.equal(await read.next(), end);
    assert.is((await failure<Error>(read.toArray())).message, ran);
  }
});

test("a loop that was left has run the flow (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  for await (const n of flow) if (n === 2) break;
  assert.is((await failure<Error>(loop(flow))).message, ran);
  assert.is(thrownBy<Error>(() => flow[Symbol.asyncIterator]()).message, ran);
});

test("into() leaves its sender alone when the flow has run: it is a wrong call (P4)", async () => {
  const flow = pipeline([1]);
  await flow.run();
  const sink = channel<number>();
  await failure(flow.into(sink));
  assert.not(sink.closed);
});

test("a value taken by next() leaves the rest to another consumer, and loops may share a flow (P4)", async () => {
  const flow = pipeline([1, 2, 3]);
  assert.equal(await flow.next(), got(1));
  assert.equal(await flow.toArray(), [2, 3]);
  const shared = pipeline(new AsyncNumbers({ count: 4 }));
  assert.equal(await Promise.all([loop(shared), loop(shared)]), [undefined, undefined]);
});

test.run();
