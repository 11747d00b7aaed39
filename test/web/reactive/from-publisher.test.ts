import * as assert from "uvu/assert";
import { map, type OverflowError, take } from "sluice";
import {
  fromPublisher,
  type PublisherLike,
  type PublisherSubscription,
  type SubscriberLike,
  toPublisher,
} from "sluice/web";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { type Pulling, pullingContract } from "../../suites/contracts/adapter.ts";
import { watchedSignal } from "../../support/signals.ts";
import { suite, ticks } from "../../support/test.ts";

const test = suite("fromPublisher");

/** A publisher of 1, 2, 3, … that gives what is requested at once. */
class Counting implements Pulling {
  given = 0;
  left = 0;
  private wanted = 0;
  private held = false;
  private subscriber: SubscriberLike<number> | undefined = undefined;
  readonly flow = fromPublisher<number>({
    subscribe: (subscriber) => {
      this.subscriber = subscriber;
      subscriber.onSubscribe({
        request: (count) => this.give(count),
        cancel: () => {
          this.left++;
          this.held = true;
        },
      });
    },
  });

  hold(): void {
    this.held = true;
  }

  end(): void {
    this.held = true;
    this.subscriber?.onComplete();
  }

  fail(error: Error): void {
    this.held = true;
    this.subscriber?.onError(error);
  }

  private give(count: number): void {
    this.wanted += count;
    for (; this.wanted > 0 && !this.held; this.wanted--) this.subscriber?.onNext(++this.given);
  }
}

const contract = pullingContract({
  title: "fromPublisher",
  ahead: 16,
  pull: (body) => body(new Counting()),
});

/** Counts what is requested of it, and tells as much at once. */
class Eager {
  requested = 0;
  told = 0;
  /** The most that were requested and not taken. */
  readonly requests: number[] = [];
  cancelled = 0;

  subscribe(subscriber: SubscriberLike<number>): void {
    const subscription: PublisherSubscription = {
      request: (count) => {
        this.requests.push(count);
        this.requested += count;
        for (let n = 0; n < count; n++) subscriber.onNext(this.told++);
      },
      cancel: () => this.cancelled++,
    };
    subscriber.onSubscribe(subscription);
  }
}

test("at most window values are requested and not taken, and it asks again at half (W4)", async () => {
  const eager = new Eager();
  const flow = fromPublisher(eager);
  for (let n = 0; n < 100; n++) {
    assert.is((await flow.next()).value, n);
    assert.ok(eager.requested - (n + 1) <= 16);
  }
  assert.equal([...new Set(eager.requests)], [16, 8]);
  await flow.cancel();
  assert.is(eager.cancelled, 1);
});

test("a publisher that tells more than was requested is cancelled, and the flow fails after what is held (W4)", async () => {
  let cancelled = 0;
  const flow = fromPublisher<number>({
    subscribe(subscriber) {
      subscriber.onSubscribe({ request: () => {}, cancel: () => cancelled++ });
      for (const n of [1, 2, 3, 4]) subscriber.onNext(n);
    },
  }, { window: 2 });
  assert.equal([(await flow.next()).value, (await flow.next()).value], [1, 2]);
  const error = await failure<OverflowError<number>>(flow.next());
  assert.equal([error.name, error.value], ["OverflowError", 3]);
  assert.ok(cancelled >= 1);
});

test("values beyond what was requested are noticed also when there is room for them, or somebody waits (W4)", async () => {
  let cancelled = 0;
  let subscriber!: SubscriberLike<number>;
  const opened = (window: number) =>
    fromPublisher<number>({
      subscribe(given) {
        subscriber = given;
        given.onSubscribe({ request: () => {}, cancel: () => cancelled++ });
      },
    }, { window });
  const tell = (...values: number[]) => values.forEach((value) => subscriber.onNext(value));

  const waiting = opened(2);
  const first = waiting.next();
  await rest();
  tell(1, 2, 3); // one of them is handed over, which leaves room for the third
  assert.is(cancelled, 1);
  assert.equal([(await first).value, (await waiting.next()).value], [1, 2]);
  assert.is((await failure<OverflowError<number>>(waiting.next())).value, 3);

  const slow = opened(4);
  const taken = slow.next();
  await rest();
  tell(1, 2, 3, 4);
  await taken; // which is not asked for anew yet
  tell(5);
  assert.is(cancelled, 2);
  for (const n of [2, 3, 4]) assert.is((await slow.next()).value, n);
  assert.is((await failure<OverflowError<number>>(slow.next())).value, 5);
});

test("a signal cancels the subscription, and the consumer gets its reason (W1, W4, C15)", async () => {
  const eager = new Eager();
  const watched = watchedSignal();
  const flow = fromPublisher(eager, { signal: watched.signal });
  await flow.next();
  watched.controller.abort("enough");
  assert.is(await failure(flow.next()), "enough");
  await rest();
  assert.equal([eager.cancelled, watched.listeners], [1, 0]);
});

test("there and back, through stages, all values arrive (W4)", async () => {
  const numbers = Array.from({ length: 1_000 }, (_, index) => index);
  assert.equal(await fromPublisher(toPublisher(numbers), { window: 3 }).toArray(), numbers);
  const some = fromPublisher(toPublisher(numbers)).pipe(map((n) => n * 2), take(3));
  assert.equal(await some.toArray(), [0, 2, 4]);
});

test("wrong arguments throw and name themselves (C25)", () => {
  const publisher = toPublisher([]);
  assert.match(thrownBy<Error>(() => fromPublisher({} as never)).message, /^publisher must have subscribe\(\), not/);
  assert.match(thrownBy<Error>(() => fromPublisher(publisher, { window: 0 })).message, /^options.window must be/);
  assert.match(
    thrownBy<Error>(() => fromPublisher(publisher, { window: Infinity })).message,
    /^options.window must be/,
  );
  assert.match(thrownBy<Error>(() => fromPublisher(publisher, 7 as never)).message, /^options must be an object/);
});

contract.run();
/** A publisher by hand, whose methods a test replaces, and which notes the calls of its subscription. */
function hostile(members: { subscribe?: () => void; request?: () => void; cancel?: () => void }) {
  const log: string[] = [];
  let subscriber: SubscriberLike<number> | undefined;
  const publisher: PublisherLike<number> = {
    subscribe(given) {
      subscriber = given;
      given.onSubscribe({
        request(count) {
          log.push(`request ${count}`);
          members.request?.();
        },
        cancel() {
          log.push("cancel");
          members.cancel?.();
        },
      });
      members.subscribe?.();
    },
  };
  return { publisher, log, send: (value: number) => subscriber?.onNext(value) };
}

const broken = new Error("broken");
const fails = () => {
  throw broken;
};

test("a subscription is cancelled when subscribe() throws after it was given, and the flow fails with that (W4)", async () => {
  for (const cancel of [undefined, () => assert.unreachable("the first error counts") as never]) {
    const { publisher, log } = hostile({ subscribe: fails, ...cancel && { cancel } });
    const flow = fromPublisher(publisher, { window: 2 });
    assert.is(await failure(flow.toArray()), broken);
    assert.equal(log, ["request 2", "cancel"]);
  }
});

test("a subscription is cancelled when request() throws, at first or later, and the flow fails after what is held (W4)", async () => {
  const first = hostile({ request: fails });
  assert.is(await failure(fromPublisher(first.publisher).toArray()), broken);
  assert.equal(first.log, ["request 16", "cancel"]);

  let requests = 0;
  const later = hostile({ request: () => ++requests > 1 && fails() });
  const flow = fromPublisher(later.publisher, { window: 2 });
  const next = flow.next();
  await ticks(9);
  for (const value of [1, 2]) later.send(value);
  assert.equal(await next, { done: false, value: 1 });
  assert.equal(await flow.next(), { done: false, value: 2 });
  assert.is(await failure(flow.next()), broken);
  assert.equal(later.log, ["request 2", "request 1", "cancel"]);
});

test("leaving rejects with what cancel() throws (W4)", async () => {
  const { publisher, send } = hostile({ cancel: fails });
  const flow = fromPublisher(publisher);
  const next = flow.next();
  await ticks(9);
  send(1);
  await next;
  assert.is(await failure(flow.cancel()), broken);
});

test("a subscription without its methods is a TypeError, and fails the flow (W4, C25)", async () => {
  for (const [given, text] of [[undefined, "undefined"], [{ request() {} }, "an object"]] as const) {
    const publisher = { subscribe: (to: SubscriberLike<number>) => to.onSubscribe(given as never) };
    const error = await failure<Error>(fromPublisher(publisher).toArray());
    assert.is(String(error), `TypeError: subscription must have request() and cancel(), not be ${text}`);
  }
});

test.run();
