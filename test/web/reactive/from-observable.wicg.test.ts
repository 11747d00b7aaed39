// The engine's own `Observable` (WICG), where it has one: Chromium does, and `test/platforms/browsers` sees to it. Elsewhere
// there is nothing to test.
import * as assert from "uvu/assert";
import { type OverflowError, strict, unbounded } from "sluice";
import { fromObservable, type ObservableLike, type ObserverLike, toObservable } from "sluice/web";
import { failure } from "../../support/failure.ts";
import { collect } from "../../support/reading.ts";
import { suite } from "../../support/test.ts";

interface Subscriber extends ObserverLike<number> {
  addTeardown(teardown: () => void): void;
}

interface Native extends ObservableLike<number> {
  toArray(): Promise<number[]>;
}

interface Natives {
  new (subscribe: (subscriber: Subscriber) => void): Native;
  from(source: unknown): Native;
}

const { Observable } = globalThis as { Observable?: Natives };

const test = suite("Observable of the engine");

/** A test where there is something to test. */
function native(name: string, body: (Observable: Natives) => unknown): void {
  if (Observable !== undefined) test(name, () => body(Observable));
}

native("its values are received, then its end (W3)", async (Observable) => {
  const numbers = new Observable((subscriber) => {
    subscriber.next(1);
    subscriber.next(2);
    subscriber.complete();
  });
  assert.equal(await collect(fromObservable(numbers, unbounded())), [1, 2]);
});

native("its error comes after its values (W3)", async (Observable) => {
  const error = new Error("broken");
  const failing = fromObservable(
    new Observable((subscriber) => {
      subscriber.next(1);
      subscriber.error(error);
    }),
    unbounded(),
  );
  assert.is((await failing.receive()).value, 1);
  assert.is(await failure(failing.receive()), error);
});

native("leaving, and a full buffer, tear it down (W2, W3)", async (Observable) => {
  let active: Subscriber | undefined;
  let torn = 0;
  const numbers = new Observable((subscriber) => {
    active = subscriber;
    subscriber.addTeardown(() => torn++);
  });
  fromObservable(numbers, 1).cancel();
  assert.is(torn, 1);
  const full = fromObservable(numbers, strict(1));
  for (const n of [1, 2, 3]) active?.next(n);
  assert.is(torn, 2);
  assert.is((await full.receive()).value, 1);
  assert.is((await failure<OverflowError<number>>(full.receive())).value, 2);
});

native("Observable.from() takes what toObservable() gives (W3)", async (Observable) => {
  assert.equal(await Observable.from(toObservable([1, 2, 3])).toArray(), [1, 2, 3]);
});

test.run();
