import * as assert from "uvu/assert";
import { concat, defer, finalize, from, interval, map, NEVER, of, Subject, tap, throwError } from "rxjs";
import { dropping, type OverflowError, sliding, strict, unbounded } from "sluice";
import { fromObservable } from "sluice/web";
import { pushingContract } from "../../suites/contracts/adapter.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { collect, drained } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("fromObservable");

const contract = pushingContract({
  title: "fromObservable of RxJS",
  push: () => {
    const subject = new Subject<number>();
    let listeners = 0;
    const counted = defer(() => {
      listeners++;
      return subject;
    }).pipe(finalize(() => listeners--));
    return {
      open: (buffer, signal) => fromObservable(counted, buffer, { signal }),
      push: (value) => subject.next(value),
      get listeners() {
        return listeners;
      },
      end: () => subject.complete(),
      fail: (error) => subject.error(error),
    };
  },
});

test("an observable that tells all within subscribe() loses nothing (W3)", async () => {
  assert.equal(await collect(fromObservable(of(1, 2, 3), unbounded())), [1, 2, 3]);
  const error = new Error("broken");
  const failing = fromObservable(concat(of(1), throwError(() => error)), unbounded());
  assert.equal(await failing.receive(), { done: false, value: 1 });
  assert.is(await failure(failing.receive()), error);
});

test("what RxJS's operators make of it arrives (W3)", async () => {
  const squares = from([1, 2, 3]).pipe(map((n) => n * n));
  assert.equal(await collect(fromObservable(squares, unbounded())), [1, 4, 9]);
});

test("the strategies of RxJava and Reactor are buffers: Buffer, Drop, Latest, Error (W2, W3)", async () => {
  const all = () => from([1, 2, 3]);
  assert.equal(drained(fromObservable(all(), unbounded())), [1, 2, 3]);
  assert.equal(drained(fromObservable(all(), dropping(2))), [1, 2]);
  assert.equal(drained(fromObservable(all(), sliding(1))), [3]);
  const refusing = fromObservable(all(), strict(2));
  assert.equal([refusing.tryReceive()?.value, refusing.tryReceive()?.value], [1, 2]);
  assert.is((await failure<OverflowError<number>>(refusing.receive())).value, 3);
});

test("an observable that never ends is unsubscribed, and its timer with it, when the loop is left (W2, W3)", async () => {
  let ticks = 0;
  let finished = 0;
  const ticking = interval(1).pipe(tap(() => ticks++), finalize(() => finished++));
  for await (const n of fromObservable(ticking, sliding(1))) if (n >= 2) break;
  assert.is(finished, 1);
  assert.ok(ticks >= 3);
  const silent = fromObservable(NEVER, 1);
  assert.ok(await pending(silent.receive()));
  silent.cancel();
});

test("one that tells without end within subscribe() is stopped by its signal once nothing more is wanted (W2, W3)", () => {
  const endless = {
    told: 0,
    subscribe({ next }: { next: (n: number) => void }, { signal }: { signal: AbortSignal }) {
      while (!signal.aborted) next(this.told++);
    },
  };
  const numbers = fromObservable<number>(endless as never, 2);
  assert.equal([endless.told, [numbers.tryReceive()?.value, numbers.tryReceive()?.value]], [3, [0, 1]]);
});

test("a subscription may be a function, an object or nothing (W3)", () => {
  const stopped: string[] = [];
  const subscriptions = {
    function: () => stopped.push("function"),
    object: { unsubscribe: () => stopped.push("object") },
    nothing: undefined,
  };
  for (const subscription of Object.values(subscriptions)) {
    let signal: AbortSignal | undefined;
    const observable = {
      subscribe: (_: unknown, options?: { signal: AbortSignal }) => {
        signal = options?.signal;
        return subscription;
      },
    };
    fromObservable(observable, 1).cancel();
    assert.ok(signal?.aborted);
  }
  assert.equal(stopped, ["function", "object"]);
});

test("wrong arguments throw and name themselves (C25)", () => {
  assert.match(thrownBy<Error>(() => fromObservable({} as never, 1)).message, /^observable must have/);
  assert.match(thrownBy<Error>(() => fromObservable(NEVER, undefined as never)).message, /^buffer must be/);
  assert.match(thrownBy<Error>(() => fromObservable(NEVER, 1, { signal: 1 as never })).message, /^options.signal must/);
});

contract.run();
test("when subscribe() throws, the signal that it got is aborted, since it may have begun (W3)", () => {
  const broken = new Error("broken");
  let given: AbortSignal | undefined;
  const observable = {
    subscribe(_: unknown, options?: { readonly signal: AbortSignal }) {
      given = options?.signal;
      throw broken;
    },
  };
  assert.is(thrownBy(() => fromObservable(observable, 1)), broken);
  assert.ok(given?.aborted);
});

test.run();
