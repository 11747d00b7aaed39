import * as assert from "uvu/assert";
import { type AcquireOptions, type Governor, type Permit, Semaphore, type TaskContext } from "sluice";
import { withPermit, wrapped } from "../../src/sync/governor.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { pending, suite } from "../support/test.ts";

const test = suite("governor");

/** Somebody else's governor: it notes how it was asked, and what it was told. */
class Noting implements Governor {
  readonly asked: unknown[] = [];
  readonly told: unknown[][] = [];

  acquire(options?: AcquireOptions): Promise<Permit> {
    this.asked.push(options);
    const release = (...outcome: unknown[]) => void this.told.push(outcome);
    return Promise.resolve({ release, [Symbol.dispose]: release });
  }

  with<R>(fn: (context: TaskContext) => R | PromiseLike<R>, options?: { signal?: AbortSignal }): Promise<R> {
    return withPermit(this, fn, options);
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): (...args: A) => Promise<R> {
    return wrapped(this, fn);
  }
}

test("with() gives what the function gives, and releases without an error", async () => {
  const governor = new Noting();
  assert.is(await governor.with(() => 1), 1);
  assert.is(await governor.with(() => Promise.resolve(2)), 2);
  assert.equal(governor.asked, [undefined, undefined]);
  assert.equal(governor.told, [[], []]);
});

test("with() releases when the function has settled, not before", async () => {
  const governor = new Noting();
  let finish: (value: string) => void = assert.unreachable;
  const done = governor.with(() => new Promise<string>((resolve) => finish = resolve));
  assert.ok(await pending(done));
  assert.equal(governor.told, []);
  finish("done");
  assert.is(await done, "done");
  assert.equal(governor.told, [[]]);
});

test("with() rejects with what the function throws, and releases with it", async () => {
  const governor = new Noting();
  const [thrown, rejected] = [new Error("thrown"), new Error("rejected")];
  assert.is(
    await failure(governor.with(() => {
      throw thrown;
    })),
    thrown,
  );
  assert.is(await failure(governor.with(() => Promise.reject(rejected))), rejected);
  assert.equal(governor.told, [[thrown], [rejected]]);
});

test("a function that fails with undefined is released as a failure all the same", async () => {
  const governor = new Noting();
  assert.is(await failure(governor.with(() => Promise.reject())), undefined);
  assert.is(governor.told.length, 1);
  assert.instance(governor.told[0]?.[0], Error);
});

test("with() acquires with its signal, and calls the function with a context that has it", async () => {
  const governor = new Noting();
  const { signal } = new AbortController();
  assert.is(await governor.with((context) => context.signal, { signal }), signal);
  assert.equal(governor.asked, [{ signal }]);
});

test("without a signal the function gets one that never aborts, of its own", async () => {
  const governor = new Noting();
  const own = await governor.with((context) => [context.signal, context.signal]);
  assert.instance(own[0], AbortSignal);
  assert.ok(own[0] === own[1]);
  assert.not(own[0]?.aborted);
  assert.is.not(await governor.with(({ signal }) => signal), own[0]);
});

test("a function that obeys its call's signal is released without an error", async () => {
  const governor = new Noting();
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("enough");
  const waiting = governor.with(() => new Promise((_, reject) => signal.onabort = () => reject(signal.reason)), {
    signal,
  });
  assert.ok(await pending(waiting));
  controller.abort(reason);
  assert.is(await failure(waiting), reason);
  assert.equal(governor.told, [[]]);
});

test("a reason that is no object, NaN too, is known as the reason", async () => {
  for (const reason of ["enough", 0, NaN]) {
    const governor = new Noting();
    const controller = new AbortController();
    const { signal } = controller;
    const obeying = () => new Promise((_, reject) => signal.onabort = () => reject(signal.reason));
    const waiting = failure(governor.with(obeying, { signal }));
    assert.ok(await pending(waiting));
    controller.abort(reason);
    await waiting;
    assert.equal(governor.told, [[]], String(reason));
  }
});

test("another error during the abort of the call's signal is a failure, and so is its reason before the abort", async () => {
  const governor = new Noting();
  const [reason, another] = [new Error("enough"), new Error("another")];
  const controller = new AbortController();
  await failure(governor.with(() => Promise.reject(reason), { signal: controller.signal }));
  await failure(governor.with(() => {
    controller.abort(reason);
    throw another;
  }, { signal: controller.signal }));
  assert.equal(governor.told, [[reason], [another]]);
});

test("with() does not call its function when the signal aborts between the grant and the call (C14)", async () => {
  const governor = new Noting();
  const controller = new AbortController();
  const refused = governor.with(() => assert.unreachable(), { signal: controller.signal });
  controller.abort("enough");
  assert.is(await failure(refused), "enough");
  assert.equal(governor.told, [[]]);
});

test("with() rejects when acquire() does, and calls nothing", async () => {
  const governor = new Noting();
  governor.acquire = () => Promise.reject("refused");
  assert.is(await failure(governor.with(() => assert.unreachable())), "refused");
  assert.equal(governor.told, []);
});

test("wrap() passes this and the arguments on, each call with a permit of its own", async () => {
  const governor = new Noting();
  const counter = {
    start: 10,
    add: governor.wrap(
      function (this: { start: number }, a: number, b: number) {
        return this.start + a + b;
      } as (a: number, b: number) => number,
    ),
  };
  assert.equal(await Promise.all([counter.add(1, 2), counter.add(3, 4)]), [13, 17]);
  assert.equal(governor.told, [[], []]);
  await failure(governor.wrap(() => Promise.reject("broken"))());
  assert.equal(governor.told[2], ["broken"]);
});

test("wrap() waits with the signal of the last argument, if that has one", async () => {
  const governor = new Noting();
  const call = governor.wrap((...args: unknown[]) => args.length);
  const { signal } = new AbortController();
  const request = new Request("http://localhost/", { signal });
  await call(1, { signal });
  await call(request);
  for (const last of [[], [undefined], [null], [signal], [{ signal: 5 }], [{ signal }, 1], ["x"]]) await call(...last);
  assert.equal(governor.asked.slice(0, 2), [{ signal }, { signal: request.signal }]);
  assert.equal(governor.asked.slice(2), Array(7).fill(undefined));
});

test("a wrapped function rejects with what looking for a signal throws: it never throws (C25)", async () => {
  const governor = new Noting();
  const broken = new Error("Not to be looked at");
  const call = governor.wrap((_last: unknown) => assert.unreachable());
  const looks: object[] = [
    {
      get signal() {
        throw broken;
      },
    },
    {
      signal: {
        get aborted() {
          throw broken;
        },
      },
    },
  ];
  for (const last of looks) assert.is(await failure(call(last)), broken);
  assert.equal(governor.asked, []);
});

test("a wrapped function whose signal aborts while it waits is not called (C14)", async () => {
  const governor = new Semaphore(0);
  const controller = new AbortController();
  const called = governor.wrap((_options: { signal: AbortSignal }) => assert.unreachable())(controller);
  assert.ok(await pending(called));
  controller.abort("enough");
  assert.is(await failure(called), "enough");
});

test("with() rejects wrong arguments, wrap() throws them; both name them (C25)", async () => {
  const governor = new Noting();
  const fn = () => assert.unreachable();
  const errors = [
    await failure<Error>(governor.with(5 as never)),
    await failure<Error>(governor.with(fn, 5 as never)),
    await failure<Error>(governor.with(fn, { signal: {} as never })),
    thrownBy<Error>(() => governor.wrap("fn" as never)),
  ];
  assert.equal(errors.map(({ name, message }) => `${name}: ${message}`), [
    "TypeError: fn must be a function, not 5",
    "TypeError: options must be an object, not 5",
    "TypeError: options.signal must be an AbortSignal, not an object",
    'TypeError: fn must be a function, not "fn"',
  ]);
  assert.equal(governor.asked, []);
});

test.run();
