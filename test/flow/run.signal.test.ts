// The outer signal of a pipeline.
import { channel, map, pipeline, produce } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../support/numbers.ts";
import { watchedSignal } from "../support/signals.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("run signal");

const end = { done: true, value: undefined };

test("an aborted signal fails the first pull with its reason; the source is not opened (P1, P4)", async () => {
  const numbers = new Numbers();
  const flow = pipeline(numbers, { signal: AbortSignal.abort("enough") });
  assert.is(await failure(flow.next()), "enough");
  assert.equal(await flow.next(), end);
  assert.equal([numbers.opened, numbers.released], [0, 0]);
});

test("an aborted signal releases what may be open: an iterator, a stream (P4)", async () => {
  const { signal } = (() => {
    const controller = new AbortController();
    controller.abort("enough");
    return controller;
  })();
  const numbers = new Numbers();
  const iterator = Object.assign(numbers[Symbol.iterator](), { [Symbol.iterator]: () => iterator });
  const reasons: unknown[] = [];
  const stream = new ReadableStream<number>({ cancel: (reason) => void reasons.push(reason) });
  assert.is(await failure(pipeline(iterator, { signal }).toArray()), "enough");
  assert.is(await failure(pipeline(stream, { signal }).toArray()), "enough");
  assert.is(numbers.released, 1);
  assert.equal(reasons, ["enough"]);
});

test("an abort while next() waits stops the pipeline; the consumer gets the reason, once (P4)", async () => {
  const controller = new AbortController();
  const numbers = new AsyncNumbers({ next: never });
  const flow = pipeline(numbers, { signal: controller.signal });
  const [first, second] = [flow.next(), flow.next()];
  await turn();
  controller.abort("enough");
  assert.is(await failure(first), "enough");
  assert.equal([await second, await flow.next()], [end, end]);
  assert.is(numbers.released, 1);
});

test("without a reason the consumer gets the platform's AbortError (P4)", async () => {
  const controller = new AbortController();
  const all = pipeline(new AsyncNumbers({ next: never }), { signal: controller.signal }).toArray();
  controller.abort();
  const error = await failure<Error>(all);
  assert.is(error, controller.signal.reason);
  assert.is(error.name, "AbortError");
});

test("an abort between two pulls releases the source at once, and fails the next pull (P4)", async () => {
  const controller = new AbortController();
  const numbers = new Numbers();
  const flow = pipeline(numbers, { signal: controller.signal });
  await flow.next();
  controller.abort("enough");
  assert.is(numbers.released, 1);
  assert.is(await failure(flow.next()), "enough");
  assert.equal(await flow.next(), end);
  assert.equal([numbers.pulled, numbers.released], [1, 1]);
});

test("an abort reaches running work, and the consumer hears of it when that has settled (P4)", async () => {
  const controller = new AbortController();
  const working = gate<number>();
  let reason: unknown;
  const flow = pipeline(
    [1, 2],
    map((_, { signal }) => {
      signal.addEventListener("abort", () => reason = signal.reason);
      return working.promise;
    }),
    { signal: controller.signal },
  );
  const next = flow.next();
  controller.abort("enough");
  assert.ok(await pending(next));
  assert.is(reason, "enough");
  working.open(1);
  assert.is(await failure(next), "enough");
});

test("an abort by the pipeline's own function stops it as well (P4)", async () => {
  const controller = new AbortController();
  const numbers = new Numbers();
  const flow = pipeline(numbers, map((n) => n === 2 ? controller.abort("enough") : n), { signal: controller.signal });
  assert.is(await failure(flow.toArray()), "enough");
  assert.equal([numbers.pulled, numbers.released], [3, 1]);
});

test("an abort after the end, or after a failure, changes nothing (P4)", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const ended = pipeline([1], { signal });
  const failed = pipeline(
    [1],
    map(() => {
      throw "broken";
    }),
    { signal },
  );
  assert.equal(await ended.toArray(), [1]);
  assert.is(await failure(failed.toArray()), "broken");
  controller.abort("enough");
  await turn();
  assert.equal([await ended.next(), await failed.next()], [end, end]);
});

test("a pipeline keeps one listener while it runs, none before and none after (C15, P4)", async () => {
  const watched = watchedSignal();
  const { signal } = watched;
  const flows = Array.from({ length: 20 }, () => pipeline([1, 2], { signal }));
  assert.is(watched.listeners, 0);
  for (const flow of flows) await flow.next();
  assert.is(watched.listeners, 1);
  const [ended, left, failed, ...others] = flows;
  await ended?.run();
  await left?.cancel();
  await failure(failed?.throw("broken") as Promise<unknown>);
  await turn();
  await turn();
  assert.is(watched.listeners, 1);
  for (const flow of others) await flow.run();
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("a pipeline that another took over keeps no listener, either, when it has ended (C15)", async () => {
  const watched = watchedSignal();
  const flow = pipeline([1, 2], { signal: watched.signal }).pipe(map((n) => n));
  await flow.next();
  assert.is(watched.listeners, 1);
  assert.equal(await flow.toArray(), [2]);
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("a signal is left again whose addEventListener stops the pipeline (P4)", async () => {
  const watched = watchedSignal();
  const signal = {
    aborted: false,
    reason: undefined,
    addEventListener(...listener: Parameters<AbortSignal["addEventListener"]>) {
      watched.signal.addEventListener(...listener);
      void flow.return();
    },
    removeEventListener: watched.signal.removeEventListener,
  };
  const flow = pipeline([1, 2], map((n) => n), { signal: signal as unknown as AbortSignal });
  assert.equal(await flow.next(), end);
  await turn();
  await turn();
  assert.is(watched.listeners, 0);
});

test("one abort stops all pipelines of its signal (C15, P4)", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const ch = channel<number>();
  const flows = [
    pipeline(ch, { signal }).toArray(),
    pipeline(new AsyncNumbers({ next: never }), { signal }).run(),
    produce<number>(never).pipe().into(ch),
  ];
  const all = Promise.all(flows.slice(0, 2).map((flow) => failure(flow)));
  await turn();
  controller.abort("enough");
  assert.equal(await all, ["enough", "enough"]);
  assert.is(ch.stats.waitingReceivers, 0);
  assert.ok(await pending(flows[2] as Promise<number>));
});

test("the signal of a pipeline that another took over stops both (P4)", async () => {
  const controller = new AbortController();
  const numbers = new AsyncNumbers({ next: never });
  const all = pipeline(numbers, { signal: controller.signal }).pipe(map((n) => n)).toArray();
  await turn();
  controller.abort("enough");
  assert.is(await failure(all), "enough");
  assert.is(numbers.released, 1);
});

test.run();
