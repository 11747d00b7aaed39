// Sources of a flatMap that stop the pipeline while they are being released.
import * as assert from "uvu/assert";
import { flatMap, type Flow, pipeline } from "sluice";
import { pending, suite } from "../../support/test.ts";

const test = suite("flat: re-entrant");

for (const ordered of [true, false]) {
  const how = ordered ? "in order" : "as they come";

  test(`${how}, a source that cancels the flow when it is released is released once, and so are the others (P3, P4)`, async () => {
    const released: number[] = [];
    let fail: (error: unknown) => void = () => {};
    const source = (item: number): AsyncIterable<number> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((_, reject) => item === 0 && (fail = reject)),
        return() {
          released.push(item);
          if (item === 1) cancelled = flow.cancel();
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    });
    let cancelled: Promise<void> | undefined;
    const flow: Flow<number> = pipeline([0, 1, 2, 3], flatMap(source, { concurrency: 4, ordered }));
    const next = flow.next();
    fail(new Error("The first source failed"));
    assert.equal(await next, { done: true, value: undefined }); // it was left before anybody could be told
    await cancelled;
    assert.equal(released.sort(), [1, 2, 3]);
  });
}

test("a source that cancels the flow when it is asked has nothing opened any more (P4)", async () => {
  const opened: number[] = [];
  const numbers = function* () {
    yield 0;
    void flow.cancel();
    yield 1;
  };
  const open = (item: number) => {
    opened.push(item);
    return [];
  };
  for (const ordered of [true, false]) {
    const next: Promise<unknown> = (flow = pipeline(numbers(), flatMap(open, { ordered }))).next();
    assert.equal(await next, { done: true, value: undefined });
  }
  assert.equal(opened, [0, 0]);
});

test("a source that cancels the flow when it is looked at is not asked, and nothing waits for it (P4)", async () => {
  for (const ordered of [true, false]) {
    let left: Promise<void> | undefined;
    const source = {
      get [Symbol.asyncIterator]() {
        left ??= flow.cancel();
        return assert.unreachable as never;
      },
    };
    const flow: Flow<number> = pipeline([0, 1], flatMap((): AsyncIterable<number> => source, { ordered }));
    const next = flow.next();
    assert.not(await pending(next));
    assert.equal(await next, { done: true, value: undefined });
    await left;
  }
});

let flow: Flow<number>;

test.run();
