import * as assert from "uvu/assert";
import { bufferCount, firstValueFrom, from, lastValueFrom, mergeMap, take, toArray } from "rxjs";
import { channel, pipeline, produce, tap, unbounded } from "sluice";
import { type ObserverLike, toObservable } from "sluice/web";
import { readingContract } from "../../suites/contracts/adapter.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { revoked } from "../../support/revoked.ts";
import { rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { watchedSignal } from "../../support/signals.ts";
import { expectUncaught, suite } from "../../support/test.ts";

const test = suite("toObservable");

const iterated = readingContract({
  title: "toObservable, iterated",
  read: (source, signal) => {
    const flow = pipeline(toObservable(source)[Symbol.asyncIterator](), { signal });
    return { next: () => flow.next(), cancel: (reason) => flow.cancel(reason) };
  },
});

const asItGoes = "it pulls as fast as the source goes: nobody asks";
const notTold = "who unsubscribes, or aborts, is told nothing any more";
const subscribed = readingContract({
  title: "toObservable, subscribed to",
  notHere: {
    "nothing is pulled before": asItGoes,
    "what was not asked for": asItGoes,
    "the source is told why": "unsubscribe() takes no reason",
    "an abort stops the source": notTold,
    "an abort reaches a read": notTold,
    "with a signal that is aborted already": notTold,
  },
  read: (source, signal) => {
    const told = channel<number>(unbounded());
    const subscription = toObservable(source).subscribe({
      next: (value) => void told.trySend(value),
      error: (error) => told.close(error),
      complete: () => told.close(),
    }, { signal });
    return {
      next: () => told.receive(),
      cancel() {
        subscription.unsubscribe();
        told.cancel();
        return rest();
      },
    };
  },
});

/** Notes what it is told, as text. */
function notes(): { readonly told: string[]; readonly observer: ObserverLike<number> } {
  const told: string[] = [];
  const observer = {
    next: (n: number) => told.push(`${n}`),
    error: (error: unknown) => told.push(`error ${error}`),
    complete: () => told.push("complete"),
  };
  return { told, observer };
}

/** 1, 2, 3, …, and whether they were released. */
class Numbers {
  pulled = 0;
  released = 0;

  *[Symbol.iterator](): Generator<number, void, undefined> {
    try {
      for (let n = 1;; n++) {
        this.pulled++;
        yield n;
      }
    } finally {
      this.released++;
    }
  }
}

test("values and the end are told, after subscribe() has returned (W3)", async () => {
  const { told, observer } = notes();
  const subscription = toObservable([1, 2]).subscribe(observer);
  assert.equal([told.length, subscription.closed], [0, false]);
  await rest();
  assert.equal(told, ["1", "2", "complete"]);
  assert.ok(subscription.closed);
});

test("it is cold: nothing is pulled before, and each subscription is a run of its own (W3)", async () => {
  const numbers = new Numbers();
  const observable = toObservable(numbers);
  await rest();
  assert.is(numbers.pulled, 0);
  const both = await Promise.all([1, 2].map(() => lastValueFrom(from(observable).pipe(take(3), toArray()))));
  assert.equal(both, [[1, 2, 3], [1, 2, 3]]);
  assert.is(numbers.released, 2);
});

test("RxJS's from() takes it, and taking a few pulls no more than those (W3)", async () => {
  const numbers = new Numbers();
  const pairs = from(toObservable(numbers)).pipe(bufferCount(2), take(2), toArray());
  assert.equal(await lastValueFrom(pairs), [[1, 2], [3, 4]]);
  await rest();
  assert.equal([numbers.pulled, numbers.released], [4, 1]);
  const inner = from([10, 20]).pipe(mergeMap((n) => from(toObservable([n, n + 1]))), toArray());
  assert.equal((await lastValueFrom(inner)).sort(), [10, 11, 20, 21]);
});

test("an error of the source is told once, and is RxJS's error (W1, W3)", async () => {
  const error = new Error("broken");
  const failing = () =>
    produce<number>(async (out) => {
      await out.send(1);
      throw error;
    });
  const { told, observer } = notes();
  toObservable(failing()).subscribe(observer);
  await rest();
  assert.equal(told, ["1", "error Error: broken"]);
  assert.is(await failure(lastValueFrom(from(toObservable(failing())))), error);
});

test("unsubscribing releases the source, at once and also from within next() (W3)", async () => {
  const jobs = channel<number>();
  const { told, observer } = notes();
  const waiting = toObservable(jobs).subscribe(observer);
  await rest();
  assert.is(jobs.stats.waitingReceivers, 1);
  waiting.unsubscribe();
  waiting.unsubscribe();
  assert.is(jobs.stats.waitingReceivers, 0);
  await rest();
  assert.equal(told, []);

  const numbers = new Numbers();
  const subscription = toObservable(numbers).subscribe((n) => {
    if (n === 2) subscription.unsubscribe();
  });
  await rest();
  assert.equal([numbers.pulled, numbers.released], [2, 1]);
});

test("who unsubscribes before the first value has nothing pulled (W3)", async () => {
  const numbers = new Numbers();
  toObservable(numbers).subscribe(notes().observer).unsubscribe();
  await rest();
  assert.is(numbers.pulled, 0);
});

test("a signal unsubscribes, and no listener is left (W3, C15)", async () => {
  const jobs = channel<number>();
  const watched = watchedSignal();
  const subscription = toObservable(jobs).subscribe(() => {}, { signal: watched.signal });
  await rest();
  watched.controller.abort();
  assert.ok(subscription.closed);
  await rest();
  assert.equal([jobs.stats.waitingReceivers, watched.listeners], [0, 0]);

  const numbers = new Numbers();
  assert.ok(toObservable(numbers).subscribe(() => {}, { signal: watched.signal }).closed);
  const ended = watchedSignal();
  toObservable([1]).subscribe(() => {}, { signal: ended.signal });
  await rest();
  assert.equal([numbers.pulled, ended.listeners], [0, 0]);
});

test("what an observer throws is reported, and the others and the rest are told all the same (W3)", async () => {
  const error = new Error("mine");
  const told: number[] = [];
  const errors = await expectUncaught(async () => {
    toObservable([1, 2]).subscribe((n) => {
      told.push(n);
      if (n === 1) throw error;
    });
    await rest();
  });
  assert.equal([errors, told], [[error], [1, 2]]);
});

test("an error without an observer for it, or with null as one, is reported, and so is what releasing throws (W3)", async () => {
  const error = new Error("broken");
  const failing = channel<number>();
  failing.close(error);
  const unwilling = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 1 }),
      return: () => Promise.reject(error),
    }),
  };
  const errors = await expectUncaught(async () => {
    toObservable(failing).subscribe({});
    toObservable(failing).subscribe({ next: null, error: null, complete: null } as never);
    const subscription = toObservable(unwilling).subscribe(() => subscription.unsubscribe());
    await rest();
  });
  assert.equal(errors, [error, error, error]);
});

test("without an observer it is pulled all the same, as elsewhere, and an error is reported (W3)", async () => {
  const error = new Error("broken");
  const pulled: number[] = [];
  const source = pipeline([1, 2, 3], tap((n) => void pulled.push(n)));
  const failing = channel<number>();
  failing.close(error);
  const errors = await expectUncaught(async () => {
    toObservable(source).subscribe();
    toObservable(failing).subscribe(undefined);
    await rest();
  });
  assert.equal([pulled, errors], [[1, 2, 3], [error]]);
});

test("iterated, it gives the values one at a time (W1)", async () => {
  assert.equal(await collect(toObservable([1, 2])), [1, 2]);
  assert.is(await firstValueFrom(from(toObservable([7]))), 7);
});

test("wrong arguments throw and name themselves (C25)", () => {
  assert.match(thrownBy<Error>(() => toObservable("text" as never)).message, /^source must be an iterable/);
  assert.match(thrownBy<Error>(() => toObservable([]).subscribe(7 as never)).message, /^observer must be an object or/);
  assert.match(
    thrownBy<Error>(() => toObservable([]).subscribe(revoked({}))).message,
    /^observer must .* revoked Proxy$/,
  );
  const wrong = { next: null, error: undefined, complete: 5 } as never;
  assert.is(
    thrownBy<Error>(() => toObservable([]).subscribe(wrong)).message,
    "observer.complete must be a function, not 5",
  );
});

iterated.run();
subscribed.run();
test.run();
