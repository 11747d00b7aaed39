import * as assert from "uvu/assert";
import type { ItemContext } from "sluice";
import { Task, type TaskOwner } from "../../../src/stages/calls/task.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("task");
const enough = { reason: "enough", failed: false };
const broken = new Error("broken");

type Fn = (value: string, context: ItemContext) => unknown;

/** A task that has taken the item "value", and was run; `told` is how often it told its crew that it has settled. */
function run(fn: Fn, onError?: (error: unknown, value: string) => unknown) {
  let told = 0;
  const crew: TaskOwner<string, unknown> = { settled: () => told++ };
  const task = new Task(crew, onError);
  task.take("value", 3);
  task.run(fn);
  return {
    task,
    get told() {
      return told;
    },
  };
}

/** What a thenable does that is no promise. */
function thenable(then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void) {
  return { then };
}

const unreadable = {
  get then(): never {
    throw broken;
  },
};

test("a new task is idle, and no item", () => {
  const task = new Task({ settled: () => {} }, undefined);
  assert.equal([task.state, task.value, task.exit, task.permit], ["idle", undefined, undefined, undefined]);
});

test("the function is called as (value, { index, signal }), as no method of anything (P2)", () => {
  const calls: unknown[][] = [];
  run(function (this: unknown, ...all: unknown[]) {
    calls.push(all);
  });
  const [[value, context, ...rest] = []] = calls as [[string, ItemContext]];
  assert.equal([value, context?.index, context?.signal.aborted, rest.length], ["value", 3, false, 0]);
});

test("a result that need not be awaited ends the task at once, and nobody is told", async () => {
  for (const result of [undefined, null, NaN, 0, "", "text", false, 7n, Symbol("s"), {}, [], { then: 1 }, () => 1]) {
    const work = run(() => result);
    assert.is(work.task.state, "done");
    assert.ok(Object.is(work.task.result, result));
    await ticks(5);
    assert.is(work.told, 0);
  }
});

test("a promise runs until it settles, and then tells once", async () => {
  const work = run(() => Promise.resolve("result"));
  assert.is(work.task.state, "running");
  await ticks(5);
  assert.equal([work.task.state, work.task.result, work.told], ["done", "result", 1]);
});

test("a thenable that is no promise is awaited, also one that is a function", async () => {
  const callable = Object.assign(() => 1, thenable((resolve) => resolve("called")));
  const works = [
    run(() => thenable((resolve) => resolve("at once"))),
    run(() => thenable((resolve) => void Promise.resolve("later").then(resolve))),
    run(() => thenable((resolve) => resolve(Promise.resolve("nested")))),
    run(() => callable),
  ];
  await ticks(10);
  assert.equal(works.map(({ task }) => task.result), ["at once", "later", "nested", "called"]);
  assert.equal(works.map(({ told }) => told), [1, 1, 1, 1]);
});

test("a thenable that settles several times counts once", async () => {
  const work = run(() =>
    thenable((resolve, reject) => {
      resolve("first");
      reject(broken);
      resolve("second");
      throw broken;
    })
  );
  await ticks(5);
  assert.equal([work.task.state, work.task.result, work.told], ["done", "first", 1]);
});

test("what fails at once fails at once: a throw, or a `then` that cannot be read", async () => {
  const fails: Fn[] = [
    () => {
      throw broken;
    },
    () => unreadable,
  ];
  for (const fn of fails) {
    const work = run(fn);
    assert.is(work.task.state, "failed");
    assert.is(work.task.error, broken);
    await ticks(5);
    assert.is(work.told, 0);
  }
});

test("what fails later tells once: a rejection, or a `then` that throws", async () => {
  const works = [
    run(() => Promise.reject(broken)),
    run(() => thenable((_, reject) => reject(broken))),
    run(() =>
      thenable(() => {
        throw broken;
      })
    ),
  ];
  assert.equal(works.map(({ task }) => task.state), ["running", "running", "running"]);
  await ticks(5);
  assert.equal(works.map(({ task, told }) => [task.state, told]), works.map(() => ["failed", 1]));
  assert.ok(works.every(({ task }) => task.error === broken));
});

test("onError is called with the error and the value, and the item is skipped (P6)", () => {
  const calls: unknown[][] = [];
  const { task } = run(() => unreadable, (...all) => calls.push(all));
  assert.is(task.state, "skipped");
  assert.ok(calls.length === 1 && calls[0]?.length === 2);
  assert.ok(calls[0]?.[0] === broken && calls[0]?.[1] === "value");
});

test("what onError gives is awaited: until then the task runs, and then it tells once (P6)", async () => {
  for (const fn of [() => unreadable, () => Promise.reject(broken)]) {
    let handle = () => {};
    const work = run(fn, () => thenable((resolve) => handle = () => resolve("ignored")));
    await ticks(10);
    assert.equal([work.task.state, work.told], ["running", 0]);
    handle();
    await ticks(10);
    assert.equal([work.task.state, work.told, work.task.result], ["skipped", 1, undefined]);
  }
});

test("a failure that comes later and is handled at once tells once (P6)", async () => {
  const work = run(() => Promise.reject(broken), () => {});
  await ticks(5);
  assert.equal([work.task.state, work.told], ["skipped", 1]);
});

test("what onError throws, rejects with, or cannot give fails the task (P6)", async () => {
  const worse = new Error("worse");
  const handlers: [() => unknown, Error][] = [
    [() => {
      throw worse;
    }, worse],
    [() => Promise.reject(worse), worse],
    [() => unreadable, broken],
  ];
  for (const [onError, error] of handlers) {
    for (const fn of [() => unreadable, () => Promise.reject("first")]) {
      const work = run(fn, onError);
      await ticks(10);
      assert.is(work.task.state, "failed");
      assert.is(work.task.error, error);
    }
  }
});

test("a failure after the abort does not reach onError (P3)", async () => {
  const reported: unknown[] = [];
  let signal: AbortSignal | undefined;
  const work = run(async (_, context) => {
    ({ signal } = context);
    await ticks(5);
    throw broken;
  }, (error) => reported.push(error));
  work.task.abort(enough);
  work.task.abort({ reason: "later", failed: true });
  assert.equal([signal?.aborted, signal?.reason], [true, "enough"]);
  assert.is(work.task.exit, enough);
  await ticks(20);
  assert.equal(reported, []);
  assert.equal([work.task.state, work.told], ["failed", 1]);
});

test("a task that has ended is not aborted any more (P3)", () => {
  let signal: AbortSignal | undefined;
  const { task } = run((_, context) => {
    ({ signal } = context);
  });
  task.abort(enough);
  assert.equal([signal?.aborted, task.exit], [false, undefined]);
});

test("a task whose work has failed is aborted without its signal: that has had its time (P2, P3)", async () => {
  let signal: AbortSignal | undefined;
  const work = run((_, context) => {
    ({ signal } = context);
    throw broken;
  }, () => new Promise(() => {}));
  work.task.abort(enough);
  await ticks(5);
  assert.equal([signal?.aborted, work.task.exit, work.task.state], [false, enough, "running"]);
});

test("a signal asked for before the abort is aborted with the reason, without one with that of the platform (P3)", () => {
  for (const reason of ["enough", undefined]) {
    let signal: AbortSignal | undefined;
    const heard: unknown[] = [];
    const { task } = run((_, context) => {
      ({ signal } = context);
      signal.addEventListener("abort", () => heard.push(signal?.reason));
      return new Promise(() => {});
    });
    task.abort({ reason, failed: false });
    assert.equal([signal?.aborted, heard.length], [true, 1]);
    assert.is(reason ?? "AbortError", reason === undefined ? signal?.reason.name : heard[0]);
  }
});

test("a signal asked for after the abort is aborted from the start, with the reason (P3)", () => {
  let context: ItemContext | undefined;
  const { task } = run((_, given) => {
    context = given;
    return new Promise(() => {});
  });
  task.abort(enough);
  assert.equal([context?.signal.aborted, context?.signal.reason], [true, "enough"]);
});

test("a signal asked for after the work failed is not aborted, nor is that of an item before (P3)", () => {
  const contexts: ItemContext[] = [];
  const fail: Fn = (_, context) => {
    contexts.push(context);
    throw broken;
  };
  const { task } = run(fail, () => new Promise(() => {}));
  task.abort(enough);
  const early = contexts[0]?.signal;
  task.clear();
  task.take("other", 4);
  task.run(() => new Promise(() => {}));
  task.abort(enough);
  assert.equal([early?.aborted, task.exit], [false, enough]);
});

test("the signals of items that a task had before are not aborted, whenever they are asked for (P2, P3)", () => {
  const contexts: ItemContext[] = [];
  const keep: Fn = (_, context) => void contexts.push(context);
  const { task } = run(keep);
  const first = contexts[0]?.signal;
  for (const index of [4, 5]) {
    task.clear();
    task.take("next", index);
    task.run(index === 4 ? keep : () => new Promise(() => {}));
  }
  task.abort(enough);
  assert.equal([first?.aborted, contexts[1]?.signal.aborted], [false, false]);
});

const throwing = (error: unknown) => () => {
  throw error;
};

test("a permit is given back once, with what the work failed with", () => {
  const released: unknown[][] = [];
  const permit = { release: (...all: unknown[]) => released.push(all), [Symbol.dispose]: () => {} };
  const fates: [Fn, unknown[]][] = [
    [() => 1, []],
    [() => unreadable, [broken]],
    [throwing(null), [null]],
    [throwing(undefined), [new Error("The work failed with undefined")]],
  ];
  for (const [fn, outcome] of fates) {
    for (const onError of [undefined, () => {}]) {
      const { task } = run(fn, onError);
      task.permit = permit as never;
      task.free();
      task.free();
      assert.equal(released.splice(0), [outcome]);
    }
  }
});

test("a permit that throws when it is given back fails the task", () => {
  const { task } = run(() => 1);
  const release = () => {
    throw broken;
  };
  task.permit = { release, [Symbol.dispose]: release };
  task.free();
  assert.equal([task.state, task.error === broken], ["failed", true]);
});

test("a task that was cleared is idle, keeps nothing, and takes the next item", () => {
  const { task } = run(() => 1);
  task.clear();
  const { state, value, result, error, permit, exit } = task;
  const nothing = [undefined, undefined, undefined, undefined, undefined];
  assert.equal([state, value, result, error, permit, exit], ["idle", ...nothing]);
  task.take("other", 4);
  assert.equal([task.state, task.index], ["running", 4]);
  task.run((value) => `${value}!`);
  assert.equal([task.state, task.result], ["done", "other!"]);
});

test.run();
