// Flows, stages and permits of two copies of the library, in one pipeline.
import * as assert from "uvu/assert";
import { anotherCopy, type Library } from "../../support/another-copy.ts";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { AsyncNumbers, never, Numbers } from "../../support/numbers.ts";
import { pending, suite, ticks, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";

const test = suite("two copies of flows");

const ours: Library = await import("sluice");
const other: Library = await anotherCopy();

/** Both ways round: whose pipeline it is, and whose the rest. */
const pairs: readonly (readonly [Library, Library])[] = [[ours, other], [other, ours]];

const end = { done: true, value: undefined };

test("the other copy's channel is a source, which is shared (C27)", async () => {
  for (const [mine, theirs] of pairs) {
    const [jobs, broken] = [theirs.channel<number>(3), theirs.channel<number>(1)];
    await jobs.sendAll([1, 2, 3]);
    for await (const value of mine.pipeline(jobs)) if (value === 2) break;
    assert.not(jobs.closed);
    jobs.close();
    assert.equal(await mine.pipeline(jobs, mine.map((n) => n * 10)).toArray(), [30]);
    broken.close("broken");
    assert.is(await failure(mine.pipeline(broken).run()), "broken");
  }
});

test("leaving while the other copy's channel is silent leaves nobody in line there (C27, P4)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<number>();
    const flow = mine.pipeline(jobs);
    const next = flow.next();
    await turn();
    assert.is(jobs.stats.waitingReceivers, 1);
    await flow.cancel();
    assert.equal(await next, end);
    assert.equal([jobs.stats.waitingReceivers, jobs.closed], [0, false]);
  }
});

test("the other copy's flow is a source, which is owned; its failure passes on (C27, P3, P4)", async () => {
  for (const [mine, theirs] of pairs) {
    const numbers = new Numbers();
    const flow = mine.pipeline(theirs.pipeline(numbers, theirs.map((n) => n + 1)), mine.map((n) => n * 10));
    assert.is(numbers.opened, 0);
    assert.is((await flow.next()).value, 10);
    await flow.cancel();
    assert.equal([numbers.pulled, numbers.released], [1, 1]);
    const failing = theirs.pipeline(new AsyncNumbers({ next: () => Promise.reject("broken") }));
    assert.is(await failure(mine.pipeline(failing).toArray()), "broken");
  }
});

test("the other copy's stages are stages, alone and among ours (C27, P1)", async () => {
  for (const [mine, theirs] of pairs) {
    const numbers = new Numbers();
    const flow = mine.pipeline(
      numbers,
      mine.map((n) => n + 1),
      theirs.compose(theirs.filter((n: number) => n % 2 === 0), theirs.map((n) => n * 10)),
      mine.map((n) => n + 1),
      theirs.take(2),
    );
    await turn();
    assert.is(numbers.opened, 0);
    assert.equal(await flow.toArray(), [21, 41]);
    assert.is(numbers.released, 1);
  }
});

test("work in the other copy's stage is aborted when the pipeline is left or fails, with the reason (C27, P4)", async () => {
  for (const [mine, theirs] of pairs) {
    for (const leave of ["cancel", "throw"] as const) {
      const reasons: unknown[] = [];
      const numbers = new Numbers();
      const work = theirs.map((_: number, { signal }) =>
        new Promise<number>((resolve) => {
          signal.addEventListener("abort", () => {
            reasons.push(signal.reason);
            resolve(1);
          });
        })
      );
      const flow = mine.pipeline(numbers, work);
      flow.next().catch(() => {});
      await turn();
      await flow[leave]("enough").catch(() => {});
      await turn();
      assert.equal(reasons, ["enough"]);
      assert.is(numbers.released, 1);
    }
  }
});

test("what the other copy's stage throws fails the pipeline, and the source is released (C27, P3)", async () => {
  for (const [mine, theirs] of pairs) {
    const numbers = new Numbers();
    const failing = theirs.map((n: number) => n < 2 ? n : Promise.reject("broken"));
    const flow = mine.pipeline(numbers, failing);
    assert.equal([(await flow.next()).value, (await flow.next()).value], [0, 1]);
    assert.is(await failure(flow.next()), "broken");
    assert.equal([await flow.next(), numbers.released], [end, 1]);
  }
});

test("into() the other copy's channel: counts, close, failure and cancel() are as in its own (C27, C26)", async () => {
  for (const [mine, theirs] of pairs) {
    const [sink, broken, silent, full] = Array.from({ length: 4 }, () => theirs.channel<number>(2));
    assert.is(await mine.pipeline([1, 2]).into(sink!), 2);
    assert.ok(sink!.closed);
    const failing = new AsyncNumbers({ next: () => Promise.reject("broken") });
    assert.is(await failure(mine.pipeline(failing).into(broken!)), "broken");
    assert.is(await failure(broken!.receive()), "broken");
    const waiting = failure<Error>(mine.pipeline(new AsyncNumbers({ next: never })).into(silent!));
    silent!.cancel("enough");
    assert.equal([(await waiting).name, (await waiting).cause], ["ChannelClosedError", "enough"]);
    const sending = failure<Error & { value: unknown }>(mine.pipeline(new Numbers()).into(full!));
    await turn();
    full!.cancel("enough");
    const { name, value } = await sending;
    assert.equal([name, value], ["ChannelClosedError", 2]);
  }
});

test("a channel and a producer of the other copy are cancelled with the reason (C27, C10, C26, G1)", async () => {
  for (const [mine, theirs] of pairs) {
    const jobs = theirs.channel<number>(1);
    const signals = [jobs.signal];
    const made = theirs.produce<number>(async (out, { signal }) => {
      signals.push(signal);
      await out.send(1);
    });
    for (const source of [jobs.consume(), made]) {
      const flow = mine.pipeline(source);
      const next = flow.next();
      await turn();
      await flow.cancel("enough");
      await next;
    }
    assert.equal(signals.map((signal) => signal.reason), ["enough", "enough"]);
  }
});

test("a producer of the other copy is waited for between two values (C27, G1)", async () => {
  for (const [mine, theirs] of pairs) {
    const closing = gate();
    const flow = mine.pipeline(theirs.produce<number>(async (out) => {
      try {
        for (let n = 0;; n++) await out.send(n);
      } finally {
        await closing.promise;
      }
    }));
    await flow.next();
    const left = flow.cancel();
    assert.ok(await pending(left));
    closing.open();
    await left;
  }
});

test("the other copy's merge, zip and timers are sources (C27)", () =>
  withTimers(async (timers) => {
    for (const [mine, theirs] of pairs) {
      assert.equal(await mine.pipeline(theirs.merge([1], mine.pipeline([2]))).toArray(), [1, 2]);
      assert.equal(await mine.zip(theirs.pipeline([1]), theirs.zip(["a"], mine.pipeline(["b"]))).toArray(), [
        [1, ["a", "b"]],
      ]);
      const late = mine.pipeline(theirs.after(10, "late")).toArray();
      await turn();
      timers.pass(10);
      assert.equal(await late, ["late"]);
    }
  }));

test("a semaphore of the other copy bounds the work of ours (C27, P2)", async () => {
  for (const [mine, theirs] of pairs) {
    const seats = new theirs.Semaphore(2);
    let [running, most] = [0, 0];
    const work = async (n: number) => {
      most = Math.max(most, ++running);
      await ticks(3);
      running--;
      return n;
    };
    const flow = mine.pipeline(new Numbers({ count: 10 }), mine.map(work, { concurrency: seats }));
    assert.is((await flow.toArray()).length, 10);
    assert.equal([most, seats.available], [2, 2]);
  }
});

test.run();
