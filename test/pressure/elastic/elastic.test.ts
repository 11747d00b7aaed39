import * as assert from "uvu/assert";
import { type Elastic, elastic, map, pipeline, pool } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending, suite } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

const test = suite("elastic");

/** A service that works on `limit` calls at once, each for 10 ms of the test's time; what is too many waits. */
class Service {
  limit: number;
  calls = 0;
  private running = 0;
  private readonly queue: (() => void)[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  readonly call = async (): Promise<void> => {
    if (this.running >= this.limit) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.running++;
    await new Promise((resolve) => setTimeout(resolve, 10));
    this.calls++;
    const next = this.running <= this.limit ? this.queue.shift() : undefined;
    if (next === undefined) this.running--;
    else next();
  };
}

/** Lets so much time pass, in steps of a call. */
async function pass(timers: FakeTimers, calls: number): Promise<void> {
  for (let call = 0; call < calls; call++) {
    timers.pass(10);
    await rest();
  }
}

function work(budget: Elastic, service: Service): () => void {
  let over = false;
  const run = async () => {
    while (!over) await budget.with(service.call);
  };
  for (let worker = 0; worker < 60; worker++) run();
  return () => over = true;
}

test("it starts at min, finds a service's limit by itself, and finds it again when that doubles (R4)", () =>
  withTimers(async (timers) => {
    const [budget, service] = [elastic(), new Service(12)];
    assert.is(budget.limit, 1);
    const stop = work(budget, service);
    await pass(timers, 200);
    assert.ok(budget.limit >= 10 && budget.limit <= 14, `the limit is ${budget.limit} instead of 12`);
    service.limit = 24;
    await pass(timers, 400);
    assert.ok(budget.limit >= 20 && budget.limit <= 28, `the limit is ${budget.limit} instead of 24`);
    const before = service.calls;
    await pass(timers, 50);
    assert.ok(service.calls - before > 0.8 * 24 * 50);
    stop();
    await pass(timers, 20);
    assert.is(timers.armed, 0);
  }));

test("it measures the work alone, not the waiting before it (R4)", () =>
  withTimers(async (timers) => {
    const [budget, service] = [elastic({ max: 4 }), new Service(100)];
    const calls = Array.from({ length: 400 }, () => budget.with(service.call));
    const all = Promise.all(calls);
    while (await pending(all)) await pass(timers, 1);
    assert.is(budget.limit, 4);
  }));

test("refusals that come at once keep it near what the service takes, with callers who try again at once (R4)", () =>
  withTimers(async (timers) => {
    const budget = elastic();
    let [running, done, over] = [0, 0, false];
    const call = async () => {
      if (running === 20) throw Object.assign(new Error("busy"), { status: 429 });
      running++;
      await new Promise((resolve) => setTimeout(resolve, 10));
      running--;
      done++;
    };
    const run = async () => {
      while (!over) await budget.with(call).catch(() => {});
    };
    for (let worker = 0; worker < 100; worker++) run();
    await pass(timers, 400);
    done = 0;
    await pass(timers, 100);
    over = true;
    await pass(timers, 1);
    assert.ok(done > 0.9 * 20 * 100, `${done} calls were done instead of 2000`);
  }));

test("work that is refused for overload lowers it: thrown, or a Response that is returned (R4)", async () => {
  for (const kind of ["thrown", "returned", "returned to a stage", "returned by a pool"]) {
    const budget = elastic({ min: 1, max: 100 });
    await raise(budget);
    const before = budget.limit;
    const refusal = new Response("", { status: 503 });
    const refuse = () => refusal;
    if (kind === "thrown") await failure(budget.with(() => Promise.reject(refusal)));
    else if (kind === "returned") await budget.wrap(refuse)();
    else if (kind === "returned to a stage") await pipeline([1], map(refuse, { concurrency: budget })).run();
    else await pool(refuse, { concurrency: budget }).run(1);
    assert.ok(budget.limit < before, `${kind}: ${budget.limit} is not less than ${before}`);
  }
});

/** Has it climb for a while. */
async function raise(budget: Elastic): Promise<void> {
  await withTimers(async (timers) => {
    const stop = work(budget, new Service(50));
    await pass(timers, 200);
    stop();
    await pass(timers, 50);
  });
}

test("shared by several, it is one budget; whoever waits is served in order (R4)", async () => {
  const budget = elastic({ max: 1 });
  let [now, most] = [0, 0];
  const order: number[] = [];
  const job = async (item: number) => {
    most = Math.max(most, ++now);
    order.push(item);
    await rest();
    now--;
  };
  await Promise.all([
    pipeline([1, 2], map(job, { concurrency: budget })).run(),
    pipeline([1, 2], map(job, { concurrency: budget })).run(),
    budget.with(() => job(0)),
  ]);
  assert.equal([most, order.length], [1, 5]);
});

test("one that asks for more than the limit goes alone; more than max is a RangeError (R4)", async () => {
  const budget = elastic({ max: 10 });
  const first = await budget.acquire();
  const heavy = budget.acquire({ weight: 10 });
  assert.ok(await pending(heavy));
  first[Symbol.dispose]();
  const permit = await heavy;
  const next = budget.acquire();
  assert.ok(await pending(next));
  permit.release();
  permit.release();
  (await next).release(new Error("failed"));
});

test("an aborted one takes nothing (R4, C14, C15)", async () => {
  const budget = elastic();
  const held = await budget.acquire();
  const watched = watchedSignal();
  const waiting = budget.acquire({ signal: watched.signal });
  assert.ok(await pending(waiting));
  watched.controller.abort("enough");
  assert.is(await failure(waiting), "enough");
  held.release();
  (await budget.acquire()).release();
  await rest();
  assert.is(watched.listeners, 0);
});

test("wrong arguments get an error that names them (R4, C25)", async () => {
  const errors = [
    thrownBy<Error>(() => elastic(5 as never)),
    thrownBy<Error>(() => elastic({ min: 0 })),
    thrownBy<Error>(() => elastic({ min: 5, max: 4 })),
    thrownBy<Error>(() => elastic({ min: Infinity, max: Infinity })),
    await failure<Error>(elastic({ max: 3 }).acquire({ weight: 4 })),
    await failure<Error>(elastic({ max: 3 }).acquire({ weight: "1" as never })),
    await failure<Error>(elastic().acquire(1 as never)),
  ];
  assert.equal(errors.map(({ name, message }) => `${name}: ${message}`), [
    "TypeError: options must be an object, not 5",
    "RangeError: options.min must be an integer of at least 1, not 0",
    "RangeError: options.max must be an integer of at least 5, not 4",
    "RangeError: options.min must be an integer of at least 1, not Infinity",
    "RangeError: options.weight must be at most 3, not 4",
    'TypeError: options.weight must be a number, not "1"',
    "TypeError: options must be an object, not 1",
  ]);
});

test("a max of Infinity is no bound (R4)", async () => {
  const budget = elastic({ max: Infinity });
  await raise(budget);
  assert.ok(budget.limit > 20 && budget.limit < 100, `the limit is ${budget.limit}`);
  assert.is(await budget.with(() => "all", { weight: 1_000_000 }), "all");
});

test("a result or an error that cannot be read is given as it is, counts as no refusal, and keeps no permit (R4)", async () => {
  const unreadable = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, key) {
        if (key === "then") return undefined;
        throw new Error(`There is no ${String(key)}`);
      },
    });
  const [result, error] = [unreadable({}), unreadable(new Error("failed"))];
  const budget = elastic();
  assert.is(await budget.with(() => result), result);
  assert.is(await failure(budget.with(() => Promise.reject(error))), error);
  assert.is(await pipeline([1], map(() => result, { concurrency: budget })).run(), 1);
  const permit = await budget.acquire();
  permit.release(error);
  (await budget.acquire()).release();
});

test.run();
