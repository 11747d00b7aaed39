// How async generators and plain async iterators are released.
import { channel, type Flow, map, merge, pipeline, produce } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { AsyncNumbers, never } from "../../support/numbers.ts";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("async-source leaving");

const end = { done: true, value: undefined };

test("break, return and throw in a loop release the source exactly once (P4)", async () => {
  const leave: ((numbers: AsyncNumbers) => Promise<unknown>)[] = [
    async (numbers) => {
      for await (const _ of pipeline(numbers)) break;
    },
    async (numbers) => {
      for await (const value of pipeline(numbers)) return value;
      return undefined;
    },
    (numbers) =>
      failure((async () => {
        for await (const _ of pipeline(numbers)) throw new Error("In the body");
      })()),
  ];
  for (const way of leave) {
    const numbers = new AsyncNumbers();
    await way(numbers);
    assert.equal([numbers.pulled, numbers.released], [1, 1]);
  }
});

test("however often a flow is left, its source is released once (P4)", async () => {
  const numbers = new AsyncNumbers();
  const flow = pipeline(numbers);
  await flow.next();
  await Promise.all([flow.cancel(), flow.return(), failure(flow.throw("reason")), flow[Symbol.asyncDispose]()]);
  await flow.cancel();
  assert.is(numbers.released, 1);
});

test("a failure below releases the source once, and waits for that (P3)", async () => {
  const { promise, open } = gate();
  const numbers = new AsyncNumbers({ return: () => promise });
  const failing = pipeline(
    numbers,
    map(() => {
      throw "reason";
    }),
  ).run();
  assert.ok(await pending(failing));
  open();
  assert.is(await failure(failing), "reason");
  assert.equal([numbers.pulled, numbers.released], [1, 1]);
});

test("leaving waits for an async generator's finally (P4)", async () => {
  const { promise, open } = gate();
  const log: string[] = [];
  const flow = pipeline((async function* () {
    try {
      for (let n = 0;; n++) yield n;
    } finally {
      await promise;
      log.push("released");
    }
  })());
  await flow.next();
  const left = flow.cancel();
  assert.ok(await pending(left));
  open();
  await left;
  assert.equal(log, ["released"]);
});

test("the channel of a consume() is cancelled with the reason, begun or not, also while it waits (C10, C18, C26, P3, P4)", async () => {
  const ways: [way: (flow: Flow<number>) => Promise<unknown>, reason: unknown][] = [
    [(flow) => flow.cancel("enough"), "enough"],
    [(flow) => failure(flow.throw("enough")), "enough"],
    [(flow) => failure(flow.pipe(map(() => Promise.reject("broken"))).run()), "broken"],
    [async (flow) => {
      await flow.next();
      await flow.cancel("enough");
    }, "enough"],
  ];
  for (const [way, reason] of ways) {
    const ch = channel<number>();
    const { signal } = ch;
    const sent = failure<Error>(ch.sendAll([1, 2, 3]));
    await way(pipeline(ch.consume()));
    const { name, cause } = await sent;
    assert.equal([name, cause, signal.reason], ["ChannelClosedError", reason, reason]);
  }
  const silent = channel<number>();
  const { signal } = silent;
  const flow = pipeline(silent.consume());
  const next = flow.next();
  await flow.cancel("enough");
  assert.equal([await next, signal.reason], [end, "enough"]);
});

test("a flow that another copy of the library reads is told why it is left, by a symbol that all share (C27, P4)", async () => {
  const releasing = Symbol.for("sluice.releasing");
  let told: unknown;
  const flow = produce<number>(async (out, { signal }) => {
    signal.addEventListener("abort", () => told = signal.reason);
    await out.sendAll([1, 2, 3]);
  });
  const { [releasing]: release } = flow as unknown as { [key: symbol]: (reason: unknown) => Promise<void> };
  const iterator = { next: () => flow.next(), [releasing]: (reason: unknown) => release!.call(flow, reason) };
  const theirs = pipeline({ [Symbol.asyncIterator]: () => iterator } as AsyncIterable<number>);
  await theirs.next();
  await theirs.cancel("enough");
  assert.equal([told, await flow.next()], ["enough", end]);
});

test("an iterable that was never opened is not opened to be released (P1, P4)", async () => {
  const numbers = new AsyncNumbers();
  await pipeline(numbers).cancel();
  assert.equal([numbers.opened, numbers.released], [0, 0]);
});

test("a source that leaves the flow when it is opened is released, not asked, and waited for (P4)", async () => {
  const log: string[] = [];
  let left: Promise<unknown> | undefined;
  const source = {
    [Symbol.asyncIterator]() {
      left = flow.cancel().then(() => log.push("left"));
      return {
        next: () => assert.unreachable() as never,
        return: async () => {
          await turn();
          log.push("released");
          return end;
        },
      };
    },
  };
  const flow: Flow<unknown> = pipeline(source as AsyncIterable<unknown>);
  assert.equal(await flow.next(), end);
  await left;
  assert.equal(log, ["released", "left"]);
});

test("an iterator that was never asked is released all the same (P4)", async () => {
  const numbers = new AsyncNumbers();
  const iterator = Object.assign(numbers[Symbol.asyncIterator](), { [Symbol.asyncIterator]: () => iterator });
  await pipeline(iterator).cancel();
  assert.equal([numbers.pulled, numbers.released], [0, 1]);
  const generator = (async function* () {
    yield 1;
  })();
  await pipeline(generator).cancel();
  assert.equal(await generator.next(), end);
});

test("consume() of a channel is owned: leaving cancels the channel, asked or not (C18, P4)", async () => {
  const [asked, unasked, waiting] = [channel<number>(1), channel<number>(1), channel<number>()];
  asked.trySend(1);
  for await (const _ of pipeline(asked.consume())) break;
  await pipeline(unasked.consume()).cancel();
  const flow = pipeline(waiting.consume());
  const next = flow.next();
  await flow.cancel();
  assert.equal(await next, end);
  assert.equal([asked, unasked, waiting].map(({ closed, signal }) => closed && signal.aborted), [true, true, true]);
});

test("batches() of a channel leave it open (C20)", async () => {
  const ch = channel<number>(2);
  ch.trySend(1);
  for await (const _ of pipeline(ch.batches())) break;
  assert.not(ch.closed);
});

test("an iterator without return() is just left (P4)", async () => {
  const numbers = new AsyncNumbers({ return: null });
  const flow = pipeline(numbers);
  await flow.next();
  await flow.cancel();
  assert.equal(await flow.next(), end);
});

test("a source that has ended is not released when others beside it are left (P4)", async () => {
  const [ended, other] = [new AsyncNumbers({ count: 1 }), new AsyncNumbers({ next: never })];
  const flow = merge(ended, other);
  assert.equal(await flow.next(), { done: false, value: 0 });
  const next = flow.next();
  await turn();
  await flow.cancel();
  assert.equal(await next, end);
  assert.equal([ended.pulled, ended.released, other.released], [2, 0, 1]);
});

test("what return() throws or rejects with surfaces when the consumer leaves (P4)", async () => {
  const broken = new Error("In return()");
  const throwing = () => {
    throw broken;
  };
  for (const way of [throwing, () => Promise.reject(broken)]) {
    const breaking = async () => {
      for await (const _ of pipeline(new AsyncNumbers({ return: way }))) break;
    };
    assert.is(await failure(breaking()), broken);
    const flow = pipeline(new AsyncNumbers({ return: way }));
    await flow.next();
    assert.is(await failure(flow.cancel()), broken);
    assert.equal(await flow.next(), end);
    await flow.cancel();
  }
});

test("what return() throws or rejects with is hidden behind the failure that caused it (P3)", async () => {
  const throwing = () => {
    throw new Error("In return()");
  };
  for (const way of [throwing, () => Promise.reject(new Error("In return()"))]) {
    const numbers = new AsyncNumbers({ return: way });
    const flow = pipeline(numbers);
    assert.is(
      await failure(flow.forEach(() => {
        throw "reason";
      })),
      "reason",
    );
    assert.equal(await flow.next(), end);
    assert.is(numbers.released, 1);
  }
});

test("leaving while next() waits calls return(), and waits for neither (P4)", async () => {
  const numbers = new AsyncNumbers({ next: never, return: never });
  const flow = pipeline(numbers);
  const waiting = [flow.next(), flow.next()];
  const left = flow.cancel();
  assert.not(await pending(left));
  assert.equal(await Promise.all(waiting), [end, end]);
  assert.is(numbers.released, 1);
});

test("an async generator that never goes on does not hold its consumer (P4)", async () => {
  const flow = pipeline((async function* () {
    yield 1;
    await never();
  })());
  await flow.next();
  const waiting = flow.next();
  assert.ok(await pending(waiting));
  assert.equal(await flow.return(), end);
  assert.equal(await waiting, end);
});

test("what return() throws or rejects with while next() waits: the first surfaces, the second nobody hears (P4)", async () => {
  const broken = new Error("In return()");
  const throwing = () => {
    throw broken;
  };
  const thrown = pipeline(new AsyncNumbers({ next: never, return: throwing }));
  const waiting = thrown.next();
  assert.is(await failure(thrown.cancel()), broken);
  assert.equal(await waiting, end);
  const rejected = pipeline(new AsyncNumbers({ next: never, return: () => Promise.reject(broken) }));
  void rejected.next();
  await rejected.cancel();
});

test("an answer that comes too late is dropped, whatever it is (P4)", async () => {
  for (const late of ["value", "end", "error", "no object"]) {
    const { promise, open } = gate();
    const answers: Record<string, unknown> = { value: { done: false, value: 1 }, end };
    const next = () =>
      promise.then(() => {
        if (late === "error") throw new Error("Too late");
        return answers[late];
      });
    const flow = pipeline(new AsyncNumbers({ next }));
    const waiting = flow.next();
    await flow.cancel();
    open();
    await turn();
    assert.equal([await waiting, await flow.next()], [end, end]);
  }
});

test("an async generator can cancel its own flow, and need not wait for itself (P4)", async () => {
  const log: string[] = [];
  const numbers = async function* () {
    try {
      await flow.cancel("reason");
      log.push("goes on");
      yield 1;
      log.push("never");
    } finally {
      log.push("released");
    }
  };
  const flow: Flow<number> = pipeline(numbers());
  assert.is(await failure(flow.toArray()), "reason");
  await turn();
  assert.equal(log, ["goes on", "released"]);
});

test.run();
