import { batch, catchError, channel, type Flow, map, pipeline } from "sluice";
import * as assert from "uvu/assert";
import { Counted, Driven, naturals } from "../support/driven.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";
import { waits } from "../support/waits.ts";

const test = suite("catchError");

const end = { done: true, value: undefined };
const broken = new Error("The source broke");

/** Gives these, and then fails. */
function failing(...values: number[]): Driven<number> {
  return new Driven<number>().give(...values).fail(broken);
}

test("catchError() goes on with the source that its handler gives, after what came before", async () => {
  const flow = pipeline(failing(1, 2), catchError(() => [3, 4]));
  assert.equal(await flow.toArray(), [1, 2, 3, 4]);
});

test("the handler gets the error as it is, whatever it is, once", async () => {
  for (const error of [broken, undefined, null, 0, "text"]) {
    const seen: unknown[] = [];
    await pipeline(new Driven<number>().fail(error), catchError((error) => void seen.push(error))).run();
    assert.equal(seen, [error]);
  }
});

test("a handler that gives nothing ends the flow", async () => {
  for (const nothing of [undefined, null as never]) {
    assert.equal(await pipeline(failing(1), catchError(() => nothing)).toArray(), [1]);
    assert.equal(await pipeline(failing(1), catchError(() => Promise.resolve(nothing))).toArray(), [1]);
  }
});

test("the handler may return a promise, for which is waited", async () => {
  const later = gate<number[]>();
  const flow = pipeline(failing(), catchError(() => later.promise));
  const next = flow.next();
  assert.ok(await waits(next));
  later.open([7]);
  assert.is((await next).value, 7);
  assert.equal(await flow.next(), end);
});

test("the source that it goes on with may be of any kind: a flow, an async source, a channel, a stream", async () => {
  const jobs = channel<number>(1);
  await jobs.send(1);
  jobs.close();
  const stream = new ReadableStream<number>({
    start(controller) {
      controller.enqueue(1);
      controller.close();
    },
  });
  for (const next of [pipeline([1]), Driven.of(1), jobs, stream, new Set([1])]) {
    assert.equal(await pipeline(failing(0), catchError(() => next)).toArray(), [0, 1]);
  }
});

test("without an error the handler is not called, and the end passes on", async () => {
  assert.equal(await pipeline([1, 2], catchError(() => assert.unreachable("It was called"))).toArray(), [1, 2]);
});

test("an error of any stage above is caught; one of a stage below is not (P3)", async () => {
  const work = map((n: number) => {
    if (n === 2) throw broken;
    return n;
  });
  assert.equal(await pipeline([1, 2, 3], work, batch(5), catchError(() => [])).toArray(), [[1]]);
  assert.is(await failure(pipeline([1, 2, 3], catchError(() => []), work).run()), broken);
});

test("what comes after the error in the source above is never asked for; the source is released (P3)", async () => {
  const source = naturals();
  const work = map((n: number) => {
    if (n === 2) throw broken;
    return n;
  });
  assert.equal(await pipeline(source, work, catchError(() => ["then"])).toArray(), [0, 1, "then"]);
  assert.is(source.asked, 3);
  assert.is(source.returned, 1);
});

test("the handler is called only when everything above has stopped (P3)", async () => {
  const source = new Driven<number>().give(1, 2);
  const releasing = gate<void>();
  source.closing = releasing.promise;
  const working = gate<number>();
  const work = map((n: number) => {
    if (n === 2) throw broken;
    return working.promise;
  }, { concurrency: 2, ordered: false });
  let called = 0;
  const flow = pipeline(source, work, catchError(() => void called++));
  const next = flow.next();
  await rest();
  assert.is(source.returned, 1);
  assert.is(called, 0);
  working.open(1);
  await rest();
  assert.is(called, 0);
  releasing.open();
  assert.equal(await next, end);
  assert.is(called, 1);
});

test("what releasing the source throws does not replace the error (P3)", async () => {
  const source = new Driven<number>().give(1);
  source.closing = Promise.reject(new Error("Not to be released"));
  source.closing.catch(() => {});
  const seen: unknown[] = [];
  const work = map(() => {
    throw broken;
  });
  await pipeline(source, work, catchError((error) => void seen.push(error))).run();
  assert.equal(seen, [broken]);
});

test("what the handler throws fails the pipeline, and so does a rejection (P3)", async () => {
  const worse = new Error("The handler broke");
  const throwing = () => {
    throw worse;
  };
  assert.is(await failure(pipeline(failing(), catchError(throwing)).run()), worse);
  assert.is(await failure(pipeline(failing(), catchError(() => Promise.reject(worse))).run()), worse);
  const flow = pipeline(failing(), catchError((error) => Promise.reject(error)));
  assert.is(await failure(flow.next()), broken);
  assert.equal(await flow.next(), end);
});

test("what its source fails with is not caught again (P3)", async () => {
  const second = new Error("The next one broke as well");
  let called = 0;
  const flow = pipeline(
    failing(1),
    catchError(() => {
      called++;
      return new Driven<number>().give(2).fail(second);
    }),
  );
  const seen: number[] = [];
  assert.is(await failure(flow.forEach((n) => void seen.push(n))), second);
  assert.equal(seen, [1, 2]);
  assert.is(called, 1);
});

test("one that stands below catches what the source of the first fails with, and what its handler throws", async () => {
  const second = new Error("The next one broke as well");
  const caught: unknown[] = [];
  const noting = catchError((error: unknown) => {
    caught.push(error);
    return ["noted"];
  });
  const twice = pipeline(failing(1), catchError(() => new Driven<number>().give(2).fail(second)), noting);
  assert.equal(await twice.toArray(), [1, 2, "noted"]);
  const thrown = pipeline(failing(1), catchError(() => Promise.reject(second)), noting);
  assert.equal(await thrown.toArray(), [1, "noted"]);
  assert.equal(caught, [second, second]);
});

test("a handler may go on with the same thing again, and so try it as often as it likes", async () => {
  let attempts = 0;
  const attempt = (): Flow<number> =>
    pipeline(
      ++attempts < 4 ? failing(attempts) : [attempts],
      catchError<number, number>(() => attempt()),
    );
  assert.equal(await attempt().toArray(), [1, 2, 3, 4]);
});

test("what a handler gives that is no source fails the pipeline and is named (C25)", async () => {
  for (const wrong of ["text", 5, {}]) {
    const error = await failure<Error>(pipeline(failing(), catchError(() => wrong as never)).run());
    assert.is(error.name, "TypeError");
    assert.match(error.message, /^what handler returns must be an iterable/);
  }
});

test("nothing is called or opened before it is asked for (P1)", async () => {
  let called = 0;
  const next = new Counted([1, 2]);
  const flow = pipeline(
    failing(0),
    catchError(() => {
      called++;
      return next;
    }),
  );
  await rest();
  await flow.next();
  await rest();
  assert.is(called, 0);
  await flow.next();
  await rest();
  assert.is(next.asked, 1);
  await flow.cancel();
  assert.is(next.returned, 1);
});

test("concurrent pulls are answered in order across the error (P4)", async () => {
  const flow = pipeline(failing(1), catchError(() => [2, 3]));
  const all = [flow.next(), flow.next(), flow.next(), flow.next()];
  assert.equal((await Promise.all(all)).map(({ value }) => value), [1, 2, 3, undefined]);
});

test("a handler that is no function is a TypeError (C25)", () => {
  const error = thrownBy<Error>(() => catchError(5 as never));
  assert.is(`${error.name}: ${error.message}`, "TypeError: handler must be a function, not 5");
});

test.run();
