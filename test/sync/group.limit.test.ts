import * as assert from "uvu/assert";
import { type AcquireOptions, type Governor, group, type Permit, Semaphore } from "sluice";
import { failure } from "../support/failure.ts";
import { suite, ticks } from "../support/test.ts";

const test = suite("group: limit");

/** A governor that lets everyone go on, and notes what it was told. */
class Noting {
  readonly asked: (AbortSignal | undefined)[] = [];
  readonly told: unknown[][] = [];

  acquire(options?: AcquireOptions): Promise<Permit> {
    this.asked.push(options?.signal);
    const release = (...outcome: unknown[]) => void this.told.push(outcome);
    return Promise.resolve({ release, [Symbol.dispose]: release });
  }

  get governor(): Governor {
    return this as never;
  }
}

test("no more than limit tasks run at once, and they start in order (G2)", async () => {
  const order: number[] = [];
  let [running, most] = [0, 0];
  await group((g) => {
    for (let task = 0; task < 10; task++) {
      g.go(async () => {
        order.push(task);
        most = Math.max(most, ++running);
        await ticks(3);
        running--;
      });
    }
    assert.is(running, 3);
  }, { limit: 3 });
  assert.equal([most, order], [3, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
});

test("the body takes no slot, and waits for tasks with a limit of one (G2)", async () => {
  const log: string[] = [];
  await group(async (g) => {
    await g.go(() => log.push("first"));
    await Promise.all(["second", "third"].map((name) => g.go(() => log.push(name))));
  }, { limit: 1 });
  assert.equal(log, ["first", "second", "third"]);
});

test("Infinity is no limit", async () => {
  await group((g) => {
    let running = 0;
    for (let task = 0; task < 100; task++) g.go(() => void running++);
    assert.is(running, 100);
  }, { limit: Infinity });
});

test("a governor may be shared by several groups, and by others (G2)", async () => {
  const seats = new Semaphore(2);
  const outside = await seats.acquire();
  let [running, most] = [0, 0];
  const task = async () => {
    most = Math.max(most, ++running);
    await ticks(3);
    running--;
  };
  await Promise.all([1, 2].map(() =>
    group((g) => {
      for (let count = 0; count < 3; count++) g.go(task);
    }, { limit: seats })
  ));
  assert.is(most, 1);
  outside.release();
  assert.is(seats.available, 2);
});

test("a governor is asked with the group's signal, and told how each task ended (G2)", async () => {
  const noting = new Noting();
  const broken = new Error("broken");
  const signals: AbortSignal[] = [];
  await failure(group(async (g) => {
    signals.push(g.signal);
    await g.go(() => "fine");
    g.go(({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))));
    await g.go(() => Promise.reject(broken));
  }, { limit: noting.governor }));
  assert.is(noting.asked.length, 3);
  assert.ok(noting.asked.every((signal) => signal === signals[0]));
  assert.equal(noting.told, [[], [broken], []]);
});

test("tasks that wait for a slot when the signal aborts never start, and reject with the reason (G2)", async () => {
  for (const limit of [1, new Semaphore(1)]) {
    const broken = new Error("broken");
    const reasons: unknown[] = [];
    const failed = group((g) => {
      g.go(() => ticks(3).then(() => Promise.reject(broken)));
      for (let count = 0; count < 3; count++) g.go(() => assert.unreachable()).catch((reason) => reasons.push(reason));
    }, { limit });
    assert.is(await failure(failed), broken);
    assert.equal(reasons, [broken, broken, broken]);
    if (typeof limit !== "number") assert.is(limit.available, 1);
  }
});

test("a task that throws at once leaves its slot to nobody (G2)", async () => {
  const failed = group((g) => {
    g.go(() => {
      throw "broken";
    });
    g.go(() => assert.unreachable());
  }, { limit: 1 });
  assert.is(await failure(failed), "broken");
});

test("a task whose slot came, but not its start, when the signal aborts never starts (G2)", async () => {
  const noting = new Noting();
  const failed = group((g) => {
    g.go(() => assert.unreachable());
    throw "broken";
  }, { limit: noting.governor });
  assert.is(await failure(failed), "broken");
  assert.equal(noting.told, [[]]);
});

test("a governor that refuses a task fails the group (G2)", async () => {
  const refused = new Error("refused");
  const governor = { acquire: () => Promise.reject(refused) } as never;
  assert.is(await failure(group((g) => void g.go(() => assert.unreachable()), { limit: governor })), refused);
});

test("a failure that is no object counts once with a limit, too (G2)", async () => {
  for (const limit of [2, new Semaphore(2)]) {
    const several = group((g) => {
      g.go(() => Promise.reject("one"));
      g.go(async () => {
        await ticks(5);
        throw "other";
      });
    }, { limit });
    assert.equal((await failure<AggregateError>(several)).errors, ["one", "other"]);
    const nothing = group((g) => void g.go(() => Promise.reject()), { limit });
    assert.is(await nothing.then(() => "resolved", (error) => error), undefined);
  }
});

test("an abort from outside frees the places in a shared governor's line (G2, C14)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const controller = new AbortController();
  const failed = group((g) => {
    for (let count = 0; count < 3; count++) g.go(() => assert.unreachable());
  }, { limit: seats, signal: controller.signal });
  controller.abort("enough");
  assert.is(await failure(failed), "enough");
  held.release();
  assert.is(seats.available, 1);
});

test("a limit whose acquire() resolves with no permit fails the task, and nothing hangs (G2, C25)", async () => {
  for (const permit of [undefined, null, 5, {}, { release: true }]) {
    let started = 0;
    const acquire = () => Promise.resolve(permit);
    const error = await failure<Error>(group((g) => void g.go(() => started++), { limit: { acquire } as never }));
    assert.is(error.name, "TypeError");
    assert.match(error.message, /^acquire\(\) must resolve with a permit that has release\(\), not /);
    assert.is(started, 0);
  }
});

test("a limit that is an object without acquire() is a TypeError (C25)", async () => {
  const error = await failure<Error>(group(() => {}, { limit: {} as never }));
  assert.is(`${error}`, "TypeError: options.limit must be a number, or a governor that has acquire(), not an object");
});

test.run();
