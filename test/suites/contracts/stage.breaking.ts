// Work that fails, and what becomes of the work beside it. P3, P6.
import * as assert from "uvu/assert";
import { map } from "sluice";
import { failure } from "../../support/failure.ts";
import { pending } from "../../support/test.ts";
import { begun, Jobs } from "./stage.jobs.ts";
import { calm, type Fact, flowOf, itemsOf, numbers, type StageKind, type Working } from "./stage.kinds.ts";
import { asyncIterable, Script } from "./stage.sources.ts";

const end = { done: true, value: undefined };
const broken = new Error("It broke");

export function breakingFacts(fact: Fact, kind: StageKind, working: Working): void {
  failureFacts(fact, kind, working);
  if (working.width > 1) besideFacts(fact, kind, working);
  if (working.catching !== undefined) catchingFacts(fact, kind, working.catching);
}

function failureFacts(fact: Fact, kind: StageKind, working: Working): void {
  fact(
    "work that fails aborts the others and releases the source; the error comes when all work has settled (P3)",
    async () => {
      const { jobs, flow, script, next } = await begun(kind, working);
      const result = failure(next);
      jobs.at(0).fail(broken);
      await calm();
      assert.equal(jobs.aborted, jobs.all.map((_, index) => index > 0));
      assert.is(script.released, 1);
      for (const job of jobs.all.slice(1)) {
        assert.is(job.signal.reason, broken);
        assert.ok(await pending(result));
        job.finish();
      }
      assert.is(await result, broken);
      assert.equal(await flow.next(), end);
      assert.is(jobs.all.length, working.width);
      script.assertLetGo("after the failure");
    },
  );

  fact("a function that throws fails the same way, with whatever it throws (P3)", async () => {
    for (const error of [broken, undefined, null, "text"]) {
      for (const reject of [true, false]) {
        const script = new Script(numbers(20));
        const make = () =>
          working.make(() => {
            if (reject) return Promise.reject(error);
            throw error;
          });
        const flow = flowOf({ ...kind, make }, asyncIterable(script));
        const thrown = await flow.next().then(() => assert.unreachable() as never, (thrown) => [thrown]);
        assert.equal(thrown, [error]);
        assert.equal(await flow.next(), end);
        script.assertLetGo("after the failure");
      }
    }
  });

  fact("a failure below aborts the work that runs, and comes when that has settled (P3)", async () => {
    const jobs = new Jobs();
    const script = new Script(numbers(20));
    const fail = map(() => {
      throw broken;
    });
    const flow = flowOf({ ...kind, make: () => working.make(jobs.work) }, asyncIterable(script)).pipe(fail);
    const result = failure(flow.next());
    await calm();
    jobs.at(0).finish();
    await calm();
    assert.is(script.released, 1);
    for (const job of jobs.all.slice(1)) {
      assert.is(job.signal.reason, broken);
      assert.ok(await pending(result));
      job.finish();
    }
    assert.is(await result, broken);
    assert.equal(await flow.next(), end);
    script.assertLetGo("after the failure");
  });

  fact("what releasing the source fails with does not replace the failure of the work (P3)", async () => {
    const jobs = new Jobs();
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: 1 }),
        return: () => Promise.reject(new Error("The source cannot be released")),
      }),
    };
    const flow = flowOf({ ...kind, make: () => working.make(jobs.work) }, source);
    const result = failure(flow.next());
    await calm();
    jobs.at(0).fail(broken);
    for (const job of jobs.all.slice(1)) job.finish();
    assert.is(await result, broken);
    assert.equal(await flow.next(), end);
  });
}

function besideFacts(fact: Fact, kind: StageKind, working: Working): void {
  const { ordered = true } = kind;

  fact(
    ordered
      ? "the items before one that failed run on unaborted, and come first (P3)"
      : "the first failure aborts all other work, and comes when that has settled (P3)",
    async () => {
      const { jobs, flow, script, next } = await begun(kind, working);
      const results = Promise.allSettled([next, flow.next(), flow.next()]);
      jobs.at(1).fail(broken);
      await calm();
      assert.equal(jobs.aborted, ordered ? [false, false, true] : [true, false, true]);
      assert.is(script.released, 1);
      jobs.at(2).fail(jobs.at(2).signal.reason);
      await calm();
      assert.ok(await pending(results));
      jobs.at(0).finish();
      const outcomes = (await results).map((each) => each.status === "rejected" ? each.reason : each.value.done);
      assert.equal(outcomes, ordered ? [false, broken, true] : [broken, true, true]);
      assert.is(jobs.all.length, working.width);
      script.assertLetGo("after the failure");
    },
  );

  fact("of two failures the first is thrown: in line where there is order, else in time (P3)", async () => {
    const { jobs, flow, next } = await begun(kind, working);
    const other = new Error("The other one");
    const result = failure(next);
    jobs.at(1).fail(other);
    await calm();
    jobs.at(0).fail(broken);
    jobs.at(2).finish();
    assert.is(await result, ordered ? broken : other);
    assert.equal(await flow.next(), end);
  });

  fact(
    ordered
      ? "an error of the source lets the work run on unaborted, and comes after its values (P3)"
      : "an error of the source aborts the work, and comes when that has settled (P3)",
    async () => {
      const script = new Script([1, 2], { error: broken });
      const { jobs, flow, next } = await begun(kind, working, script);
      const results = Promise.allSettled([next, flow.next(), flow.next()]);
      assert.equal(jobs.aborted, [!ordered, !ordered]);
      jobs.at(1).finish();
      await calm();
      assert.ok(await pending(results));
      jobs.at(0).finish();
      const outcomes = (await results).map((each) => each.status === "rejected" ? each.reason : each.value.done);
      assert.equal(outcomes, ordered ? [false, false, broken] : [broken, true, true]);
      assert.equal(await flow.next(), end);
      script.assertLetGo("after the error");
    },
  );
}

function catchingFacts(fact: Fact, kind: StageKind, catching: NonNullable<Working["catching"]>): void {
  const odd = (value: unknown) => {
    if (Number(value) % 2 === 1) throw new Error(`No ${value}`);
  };
  const evens = numbers(9).filter((value) => value % 2 === 0);

  fact("onError gets each failure with its item, which is then skipped (P6)", async () => {
    for (const work of [odd, (value: unknown) => Promise.resolve(value).then(odd)]) {
      for (const source of [numbers(9), asyncIterable(new Script(numbers(9)), 7)]) {
        const letters: string[] = [];
        const make = () => catching(work, (error, value) => void letters.push(`${value}: ${(error as Error).message}`));
        const came = itemsOf(kind, await flowOf({ ...kind, make }, source).toArray());
        assert.equal(came.sort(), evens);
        assert.equal(letters.sort(), [1, 3, 5, 7, 9].map((value) => `${value}: No ${value}`));
      }
    }
  });

  fact("onError is waited for, and its item keeps its place as long (P6)", async () => {
    const handling = new Jobs();
    const calls: unknown[] = [];
    const make = () =>
      catching((value) => {
        calls.push(value);
        throw broken;
      }, (_, value) => handling.work(value, { index: 0, signal: new AbortController().signal }));
    const flow = flowOf({ ...kind, make }, asyncIterable(new Script(numbers(9))));
    const count = flow.run();
    await calm();
    const { running } = handling;
    assert.is(calls.length, running);
    for (let done = 0; done < 9; done++) {
      assert.ok(await pending(count));
      handling.at(done).finish();
      await calm();
    }
    assert.is(await count, 0);
    assert.is(calls.length, 9);
  });

  fact("what onError throws fails the stage (P6, P3)", async () => {
    const letter = new Error("The letter box is full");
    for (const reject of [true, false]) {
      const script = new Script(numbers(9));
      const make = () =>
        catching(odd, () => {
          if (reject) return Promise.reject(letter);
          throw letter;
        });
      const flow = flowOf({ ...kind, make }, asyncIterable(script));
      assert.is(await failure(flow.toArray()), letter);
      assert.equal(await flow.next(), end);
      script.assertLetGo("after the failure");
    }
  });

  fact("onError is not asked about work that was aborted, nor about errors of the source (P6)", async () => {
    const asked: unknown[] = [];
    const jobs = new Jobs();
    const make = () => catching(jobs.work, (error) => void asked.push(error));
    const flow = flowOf({ ...kind, make }, numbers(9));
    const next = flow.next();
    await calm();
    const left = flow.return();
    for (const job of jobs.all) job.fail(broken);
    await left;
    assert.equal(await next, end);
    const failing = flowOf({ ...kind, make }, asyncIterable(new Script([], { error: broken })));
    assert.is(await failure(failing.run()), broken);
    assert.equal(asked, []);
  });
}
