import { catchError, filter, type Flow, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("catchError, left");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

/** Gives these, and then fails. */
function failing(...values: number[]): Driven<number> {
  return new Driven<number>().give(...values).fail(broken);
}

test("leaving before the error, after it, and in its source releases what is open, once (P4)", async () => {
  const before = naturals();
  const unopened = new Counted([1]);
  const flow = pipeline(before, catchError(() => unopened));
  await flow.next();
  await flow.cancel();
  assert.equal([before.returned, unopened.asked, unopened.returned], [1, 0, 0]);

  const [above, next] = [failing(0), naturals()];
  const gone = pipeline(above, catchError(() => next));
  assert.equal([await gone.next(), await gone.next()].map(({ value }) => value), [0, 0]);
  await gone.return();
  assert.equal([above.returned, next.returned], [0, 1]);
  assert.equal(await gone.next(), end);
});

test("leaving while what is above is being stopped does not call the handler any more (P4)", async () => {
  const source = new Driven<number>().give(1);
  const releasing = gate<void>();
  source.closing = releasing.promise;
  const work = map(() => {
    throw broken;
  });
  const flow = pipeline(source, work, catchError(() => assert.unreachable("It was called")));
  const next = flow.next();
  await rest();
  const cancelled = flow.cancel();
  assert.ok(await waits(cancelled));
  releasing.open();
  await cancelled;
  assert.equal(await next, end);
  assert.is(source.returned, 1);
});

test("leaving while the handler runs waits for it, and releases a source that comes too late (P4)", async () => {
  const later = gate<Counted<number>>();
  const late = new Counted([1, 2]);
  const flow = pipeline(failing(), catchError(() => later.promise));
  const next = flow.next();
  await rest();
  const cancelled = flow.cancel();
  assert.ok(await waits(cancelled));
  later.open(late);
  await cancelled;
  assert.equal(await next, end);
  assert.equal([late.asked, late.returned], [0, 1]);
});

test("an abort while the handler runs is told once that has settled; nothing is reported of its failure (P4)", async () => {
  const controller = new AbortController();
  const later = gate<number[]>();
  const flow = pipeline(failing(), catchError(() => later.promise), { signal: controller.signal });
  const next = flow.next();
  await rest();
  controller.abort("enough");
  assert.ok(await waits(next));
  later.fail(new Error("Too late"));
  assert.is(await failure(next), "enough");
});

test("an abort, and an error of the consumer, are not caught (P4)", async () => {
  const never = catchError(() => assert.unreachable("It was called"));
  const controller = new AbortController();
  const flow = pipeline(new Driven<number>(), never, { signal: controller.signal });
  const next = flow.next();
  await rest();
  controller.abort("enough");
  assert.is(await failure(next), "enough");
  const looped = pipeline(naturals(), never);
  assert.is(
    await failure(looped.forEach(() => {
      throw broken;
    })),
    broken,
  );
  const thrown = pipeline(naturals(), never);
  assert.is(await failure(thrown.throw(broken)), broken);
});

test("a stage below that leaves in the middle of its work gets nothing more (P4)", async () => {
  const next = naturals();
  const seen: number[] = [];
  const flow: Flow<number> = pipeline(
    failing(-1),
    catchError(() => next),
    filter((n) => {
      seen.push(n);
      if (n === 1) void flow.cancel();
      return false;
    }),
  );
  assert.equal(await flow.next(), end);
  assert.equal(seen, [-1, 0, 1]);
  assert.equal([next.asked, next.returned], [2, 1]);
});

test.run();
