import * as assert from "uvu/assert";
import { currentTask, storeOn, task } from "../../src/trace/traced-task.ts";
import { thrownBy } from "../support/failure.ts";
import { suite } from "../support/test.ts";

const test = suite("task");

function thrower(error: Error): never {
  throw error;
}

test("task() calls the body at once, and gives what it gives or throws", () => {
  assert.is(task("one", () => 1), 1);
  const error = new Error("two");
  assert.is(thrownBy(() => task("two", () => thrower(error))), error);
});

test("the name holds for all that the body does and calls, across await, and for nothing else", async () => {
  const names: (string | undefined)[] = [];
  const note = () => names.push(currentTask()?.name);
  const running = task("outer", async () => {
    note();
    await Promise.resolve();
    note();
    await task("inner", async () => {
      await Promise.resolve();
      note();
    });
    note();
  });
  note();
  await running;
  note();
  assert.equal(names, ["outer", undefined, "outer", "inner", "outer", undefined]);
});

test("where nothing is kept across await, the name holds for the call", () => {
  for (const platform of [{}, { process: {} }, { process: { getBuiltinModule: () => undefined } }]) {
    const context = storeOn(platform);
    const outer = { name: "outer" };
    const inner = { name: "inner" };
    const seen = context.run(outer, () => [context.getStore(), context.run(inner, () => context.getStore())]);
    assert.equal(seen, [outer, inner]);
    thrownBy(() => context.run(outer, () => thrower(new Error("it threw"))));
    assert.is(context.getStore(), undefined);
  }
});

test("task() throws a TypeError for a name or a body that is none", () => {
  assert.throws(() => task(1 as never, () => 1), (error: Error) => error.message === "name must be a string, not 1");
  assert.throws(() => task("a", 1 as never), (error: Error) => error.message === "body must be a function, not 1");
});

test.run();
