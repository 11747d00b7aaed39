import { Effect, Fiber, PubSub, Queue, Scope, Stream } from "effect";

const { gen, runFork, runPromise, runSync } = Effect;
const atEnd = Effect.catchTag("Done", () => Effect.void);

export default {
  package: "effect",
  about: "values move between fibers; the smallest queue holds one",
  bounded: true,
  open: (capacity) => runSync(Queue.bounded(Math.max(1, capacity))),
  close: (queue) => void runSync(Queue.end(queue)),
  fill: (queue, from, to) =>
    runPromise(gen(function* () {
      for (let value = from; value < to; value++) {
        yield* Queue.offer(queue, value);
      }
    })),
  drain: (queue, visit) =>
    runPromise(atEnd(gen(function* () {
      for (;;) visit(yield* Queue.take(queue));
    }))),
  post: (queue, value) => void Queue.offerUnsafe(queue, value),
  park: (queue, value) => runFork(Queue.offer(queue, value)),
  wait: (queue) => runFork(Queue.take(queue)),
  serve: (requests, replies, rounds) =>
    runPromise(gen(function* () {
      for (let round = 0; round < rounds; round++) {
        yield* Queue.offer(replies, (yield* Queue.take(requests)) + 1);
      }
    })),
  ask: (requests, replies, rounds, visit) =>
    runPromise(gen(function* () {
      let value = 0;
      for (let round = 0; round < rounds; round++) {
        yield* Queue.offer(requests, value);
        value = yield* Queue.take(replies);
        visit(value);
      }
    })),
  relay: (from, to) =>
    runPromise(gen(function* () {
      yield* Queue.offer(to, (yield* Queue.take(from)) + 1);
    })),
  takeSome: (queue, count, visit) =>
    runPromise(gen(function* () {
      for (let index = 0; index < count; index++) {
        visit(yield* Queue.take(queue));
      }
    })),
  sift: (from, to, prime) =>
    runPromise(gen(function* () {
      for (;;) {
        const value = yield* Queue.take(from);
        if (value % prime !== 0) yield* Queue.offer(to, value);
      }
    })),
  spread: (queues, count) =>
    runPromise(gen(function* () {
      for (let value = 0; value < count; value++) {
        yield* Queue.offer(queues[value % queues.length], value);
      }
    })),
  selectEach: (queues, rounds, arm, visit) =>
    runPromise(gen(function* () {
      const cases = queues.map((queue) => Queue.take(queue));
      for (let round = 0; round < rounds; round++) {
        arm(round);
        visit(yield* Effect.raceAllFirst(cases));
      }
    })),

  maps: (values, functions, visit) =>
    runPromise(
      Stream.runForEachArray(mapped(values, functions), (chunk) => Effect.sync(() => chunk.forEach(visit))),
    ),
  async mapsIterate(values, functions, visit) {
    for await (
      const value of Stream.toAsyncIterable(mapped(values, functions))
    ) visit(value);
  },
  mapOrdered: (values, fn, concurrency, visit) => mapEffect(values, fn, { concurrency }, visit),
  mapUnordered: (values, fn, concurrency, visit) => mapEffect(values, fn, { concurrency, unordered: true }, visit),

  broadcast: (visits, count) =>
    runPromise(Effect.scoped(gen(function* () {
      const source = yield* PubSub.bounded(16);
      const reading = [];
      for (const visit of visits) {
        const subscription = yield* PubSub.subscribe(source);
        const read = gen(function* () {
          for (let index = 0; index < count; index++) visit(yield* PubSub.take(subscription));
        });
        reading.push(yield* Effect.forkChild(read));
      }
      for (let value = 0; value < count; value++) yield* PubSub.publish(source, value);
      for (const fiber of reading) yield* Fiber.join(fiber);
    }))),
  holdForAll(subscribers, count) {
    const source = runSync(PubSub.bounded(count));
    const scope = runSync(Scope.make());
    const subscription = Effect.provideService(PubSub.subscribe(source), Scope.Scope, scope);
    const all = Array.from({ length: subscribers }, () => runSync(subscription));
    for (let value = 0; value < count; value++) PubSub.publishUnsafe(source, value);
    return { source, scope, all };
  },

  openSliding: (capacity) => runSync(Queue.sliding(capacity)),
  openDropping: (capacity) => runSync(Queue.dropping(capacity)),
  storm: (queue, value) => void Queue.offerUnsafe(queue, value),
  left: (queue) => runSync(Queue.takeAll(queue)),

  async cancelEach(queue, count, measure) {
    const fibers = Array.from(
      { length: count },
      () => runFork(Queue.take(queue)),
    );
    await new Promise((resolve) => setTimeout(resolve)); // now all of them wait
    await measure(() =>
      runPromise(gen(function* () {
        for (const fiber of fibers) yield* Fiber.interrupt(fiber);
      }))
    );
    return fibers.filter((fiber) => fiber.pollUnsafe() !== undefined).length;
  },
  async cancelAll(queue, count, measure) {
    const fibers = Array.from(
      { length: count },
      () => runFork(Queue.take(queue)),
    );
    await new Promise((resolve) => setTimeout(resolve));
    await measure(() => runPromise(Fiber.interruptAll(fibers)));
    return fibers.filter((fiber) => fiber.pollUnsafe() !== undefined).length;
  },
};

function mapped(values, functions) {
  return functions.reduce(
    (stream, fn) => Stream.map(stream, (value) => fn(value)),
    Stream.fromIterable(values),
  );
}

function mapEffect(values, fn, options, visit) {
  const stream = Stream.mapEffect(
    Stream.fromIterable(values),
    (value) => Effect.promise(() => fn(value)),
    options,
  );
  return runPromise(
    Stream.runForEach(stream, (value) => Effect.sync(() => visit(value))),
  );
}
