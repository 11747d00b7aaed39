// The rules of Reactive Streams 1.0.4 for the JVM, as its TCK checks them, one test each: 1.x for publishers (ours is
// toPublisher), 2.x for subscribers (that of fromPublisher), 3.x for subscriptions.
import * as assert from "uvu/assert";
import { channel, type Flow, type Source } from "sluice";
import {
  fromPublisher,
  type PublisherLike,
  type PublisherSubscription,
  type SubscriberLike,
  toPublisher,
} from "sluice/web";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { expectUncaught, suite, turn } from "../../support/test.ts";

const test = suite("Reactive Streams");

const seen = new Set<string>();

function rule(number: string, name: string, body: () => unknown): void {
  seen.add(number);
  test(`${number} ${name} (W4)`, body);
}

/** A rule that says nothing here. */
function notHere(number: string, _why: string): void {
  seen.add(number);
}

/** Notes what it is told; requests when the test says so. */
class Probe implements SubscriberLike<number> {
  readonly told: string[] = [];
  readonly values: unknown[] = [];
  errors: unknown[] = [];
  subscription: PublisherSubscription = { request: () => {}, cancel: () => {} };
  /** Within `onNext`. */
  during: ((value: number) => void) | undefined = undefined;
  private depth = 0;
  deepest = 0;

  onSubscribe(subscription: PublisherSubscription): void {
    this.told.push("subscribe");
    this.subscription = subscription;
  }

  onNext(value: number): void {
    this.within(() => {
      this.told.push("next");
      this.values.push(value);
      this.during?.(value);
    });
  }

  onError(error: unknown): void {
    this.within(() => {
      this.told.push("error");
      this.errors.push(error);
    });
  }

  onComplete(): void {
    this.within(() => this.told.push("complete"));
  }

  private within(body: () => void): void {
    this.deepest = Math.max(this.deepest, ++this.depth);
    body();
    this.depth--;
  }
}

function probing(source: Source<number>): Probe {
  const probe = new Probe();
  toPublisher(source).subscribe(probe);
  return probe;
}

/** Has values come, until nothing more does. */
async function settled(probe: Probe): Promise<void> {
  for (let before = -1; before !== probe.told.length;) {
    before = probe.told.length;
    await rest();
  }
}

class Naturals {
  pulled = 0;
  opened = 0;
  released = 0;

  *[Symbol.iterator](): Generator<number, void, undefined> {
    this.opened++;
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

async function* breaking(error: unknown): AsyncGenerator<number, void, undefined> {
  yield await Promise.resolve(1);
  throw error;
}

/** A publisher in the test's hands. */
class Hand implements PublisherLike<number> {
  subscriber: SubscriberLike<number> | undefined = undefined;
  subscriptions = 0;
  readonly requests: number[] = [];
  cancels = 0;
  private depth = 0;
  nested = false;

  readonly subscription: PublisherSubscription = {
    request: (count) => this.serially(() => this.requests.push(count)),
    cancel: () => this.serially(() => this.cancels++),
  };

  subscribe(subscriber: SubscriberLike<number>): void {
    this.subscriber = subscriber;
    this.subscriptions++;
    subscriber.onSubscribe(this.subscription);
  }

  next(...values: number[]): void {
    for (const value of values) this.subscriber?.onNext(value);
  }

  private serially(body: () => void): void {
    this.nested ||= ++this.depth > 1;
    body();
    this.depth--;
  }
}

async function pulled(flow: Flow<number>, count: number): Promise<number[]> {
  const values: number[] = [];
  for (let n = 0; n < count; n++) values.push((await flow.next()).value as number);
  return values;
}

rule("1.1", "a publisher tells no more values than were requested", async () => {
  const naturals = new Naturals();
  const probe = probing(naturals);
  await settled(probe);
  assert.equal([probe.values, naturals.pulled], [[], 0]);
  probe.subscription.request(2);
  await settled(probe);
  assert.equal([probe.values, naturals.pulled], [[1, 2], 2]);
  probe.subscription.request(1);
  await settled(probe);
  assert.equal([probe.values, naturals.pulled], [[1, 2, 3], 3]);
  probe.subscription.cancel();
});

rule("1.2", "it may tell fewer than were requested, and end", async () => {
  const probe = probing([1]);
  probe.subscription.request(5);
  await settled(probe);
  assert.equal(probe.told, ["subscribe", "next", "complete"]);
});

rule("1.3", "signals are told one at a time", async () => {
  const probe = probing([1, 2, 3]);
  probe.during = () => probe.subscription.request(1);
  probe.subscription.request(1);
  await settled(probe);
  assert.equal([probe.told.length, probe.deepest], [5, 1]);
});

rule("1.4", "a failure is told by onError", async () => {
  const error = new Error("broken");
  const probe = probing(breaking(error));
  probe.subscription.request(5);
  await settled(probe);
  assert.equal([probe.told, probe.errors], [["subscribe", "next", "error"], [error]]);
});

rule("1.5", "a success is told by onComplete, at the latest by the request behind the last value", async () => {
  const probe = probing([1, 2]);
  probe.subscription.request(2);
  await settled(probe);
  probe.subscription.request(1);
  await settled(probe);
  assert.equal(probe.told, ["subscribe", "next", "next", "complete"]);
  const empty = probing([]);
  empty.subscription.request(1);
  await settled(empty);
  assert.equal(empty.told, ["subscribe", "complete"]);
});

rule("1.6", "after onError or onComplete the subscription counts as cancelled", async () => {
  for (const source of [[], breaking("broken")]) {
    const probe = probing(source);
    probe.subscription.request(5);
    await settled(probe);
    const { length } = probe.told;
    probe.subscription.request(1);
    probe.subscription.request(-1);
    probe.subscription.cancel();
    await settled(probe);
    assert.is(probe.told.length, length);
  }
});

rule("1.7", "after the end nothing is told any more", async () => {
  const probe = probing([1]);
  probe.subscription.request(Infinity);
  await settled(probe);
  probe.subscription.request(1);
  await settled(probe);
  assert.equal(probe.told, ["subscribe", "next", "complete"]);
});

rule("1.8", "a cancelled subscription is told nothing any more", async () => {
  const probe = probing(new Naturals());
  probe.during = (value) => value === 3 && probe.subscription.cancel();
  probe.subscription.request(Infinity);
  await settled(probe);
  assert.equal(probe.values, [1, 2, 3]);
});

rule("1.9", "subscribe calls onSubscribe first and returns; no subscriber is a TypeError", () => {
  assert.equal(probing(new Naturals()).told, ["subscribe"]);
  for (const given of [null, undefined, {}, { onSubscribe: () => {} }]) {
    const error = thrownBy<Error>(() => toPublisher([]).subscribe(given as never));
    assert.is(error.name, "TypeError");
    assert.match(
      error.message,
      /^subscriber must have onSubscribe\(\), onNext\(\), onError\(\) and onComplete\(\), not be/,
    );
  }
});

rule("1.10", "subscribe may be called many times, each with a subscription of its own", () => {
  const publisher = toPublisher([1]);
  const subscriptions = [new Probe(), new Probe()].map((probe) => {
    publisher.subscribe(probe);
    return probe.subscription;
  });
  assert.is.not(subscriptions[0], subscriptions[1]);
});

rule("1.11", "several subscribers are served, each by a run of its own", async () => {
  const naturals = new Naturals();
  const publisher = toPublisher(naturals);
  const probes = [new Probe(), new Probe()];
  for (const probe of probes) {
    publisher.subscribe(probe);
    probe.subscription.request(2);
  }
  for (const probe of probes) await settled(probe);
  assert.equal(probes.map(({ values }) => values), [[1, 2], [1, 2]]);
  assert.is(naturals.opened, 2);
  for (const probe of probes) probe.subscription.cancel();
});

rule("2.1", "a subscriber requests what it is to get", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand, { window: 4 });
  await rest();
  assert.is(hand.subscriptions, 0);
  const first = flow.next();
  await rest();
  assert.equal([hand.subscriptions, hand.requests], [1, [4]]);
  hand.next(1, 2, 3, 4);
  assert.is((await first).value, 1);
  await rest();
  assert.equal(hand.requests, [4]);
  await flow.next();
  assert.equal(hand.requests, [4, 2]);
  await flow.cancel();
});

rule("2.2", "its signal methods return at once, however slow the consumer is", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand, { window: 2 });
  let taken = 0;
  const next = flow.next().then(() => taken++);
  await rest();
  hand.next(1, 2);
  hand.subscriber?.onComplete();
  assert.equal([taken, hand.requests], [0, [2]]); // the consumer has its turn only later
  await next;
  await flow.cancel();
});

rule("2.3", "onComplete and onError call no method of the subscription", async () => {
  for (const end of ["onComplete", "onError"] as const) {
    const hand = new Hand();
    const flow = fromPublisher(hand);
    const next = flow.next().catch(() => {});
    await rest();
    const before = hand.requests.length;
    hand.subscriber?.[end]("broken");
    assert.equal([hand.requests.length, hand.cancels], [before, 0]);
    await next;
  }
});

rule("2.4", "after onComplete nothing is requested any more, though values are still held", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand, { window: 2 });
  const next = flow.next();
  await rest();
  hand.next(1, 2);
  hand.subscriber?.onComplete();
  assert.equal([(await next).value, ...await pulled(flow, 1)], [1, 2]);
  assert.ok((await flow.next()).done);
  assert.equal(hand.requests, [2]);
});

rule("2.5", "a second subscription is cancelled", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand);
  const next = flow.next();
  await rest();
  let cancelled = 0;
  hand.subscriber?.onSubscribe({ request: () => assert.unreachable(), cancel: () => cancelled++ });
  assert.is(cancelled, 1);
  hand.next(1);
  assert.is((await next).value, 1);
  await flow.cancel();
});

rule("2.6", "leaving the flow cancels the subscription, also one that comes only later", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand);
  const next = flow.next();
  await rest();
  await flow.cancel();
  await next;
  assert.is(hand.cancels, 1);

  let subscriber: SubscriberLike<number> | undefined;
  const late = fromPublisher<number>({ subscribe: (given) => subscriber = given });
  const waiting = late.next();
  await rest();
  await late.cancel();
  await waiting;
  const other = new Hand();
  subscriber?.onSubscribe(other.subscription);
  assert.equal([other.cancels, other.requests], [1, []]);
});

rule("2.7", "request and cancel are called one at a time", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand, { window: 1 });
  const nexts = [flow.next(), flow.next(), flow.next()];
  await rest();
  for (const n of [1, 2]) {
    hand.next(n);
    await rest();
  }
  await flow.cancel();
  await Promise.all(nexts);
  assert.not(hand.nested);
});

rule("2.8", "values that come after a cancel are let go", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand);
  const next = flow.next();
  await rest();
  await flow.cancel();
  hand.next(1, 2);
  hand.subscriber?.onComplete();
  assert.ok((await next).done);
});

rule("2.9", "onComplete may come before anything was taken", async () => {
  const empty = fromPublisher<number>({
    subscribe(subscriber) {
      subscriber.onSubscribe({ request: () => {}, cancel: () => {} });
      subscriber.onComplete();
    },
  });
  assert.equal(await empty.toArray(), []);
});

rule("2.10", "onError may come before anything was taken, and is the flow's error after what is held", async () => {
  const error = new Error("broken");
  const failing = (values: number[], given: unknown) =>
    fromPublisher<number>({
      subscribe(subscriber) {
        subscriber.onSubscribe({ request: () => {}, cancel: () => {} });
        for (const value of values) subscriber.onNext(value);
        subscriber.onError(given);
      },
    });
  assert.is(await failure(failing([], error).next()), error);
  const later = failing([1], error);
  assert.equal(await pulled(later, 1), [1]);
  assert.is(await failure(later.next()), error);
  const nothing = await failure<Error>(failing([], undefined).next());
  assert.is(nothing.message, "Cannot go on: the publisher failed with undefined");
});

notHere("2.11", "visibility between threads: JavaScript runs one thing at a time");

rule("2.12", "a subscriber is given to one publisher, once", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand, { window: 2 });
  const next = flow.next();
  await rest();
  hand.next(1, 2);
  await next;
  await pulled(flow, 1);
  assert.is(hand.subscriptions, 1);
  await flow.cancel();
});

rule("2.13", "its signal methods return normally; a subscription that is none is a TypeError", async () => {
  const hand = new Hand();
  const flow = fromPublisher(hand, { window: 1 });
  const next = flow.next();
  await rest();
  assert.is(hand.subscriber?.onNext(1), undefined);
  assert.is(hand.subscriber?.onComplete(), undefined);
  assert.is(hand.subscriber?.onError("late"), undefined);
  assert.is((await next).value, 1);
  assert.ok((await flow.next()).done);
  const other = fromPublisher<number>({ subscribe: (subscriber) => subscriber.onSubscribe(null as never) });
  assert.is((await failure<Error>(other.next())).name, "TypeError");
});

notHere("3.1", "who may call request and cancel binds those who hold the subscription, not those who give it");

rule("3.2", "request may be called within onSubscribe and onNext", async () => {
  const probe = new Probe();
  probe.onSubscribe = (subscription) => {
    probe.subscription = subscription;
    subscription.request(1);
  };
  probe.during = () => probe.subscription.request(1);
  toPublisher([1, 2, 3]).subscribe(probe);
  await settled(probe);
  assert.equal(probe.values, [1, 2, 3]);
});

rule("3.3", "request within onNext does not recurse, for any number of values", async () => {
  const probe = probing(Array.from({ length: 10_000 }, (_, index) => index));
  probe.during = () => probe.subscription.request(1);
  probe.subscription.request(1);
  while (probe.told.at(-1) !== "complete") await turn();
  assert.equal([probe.values.length, probe.deepest], [10_000, 1]);
});

rule("3.4", "request returns at once: nothing is pulled or told within it", () => {
  const naturals = new Naturals();
  const probe = probing(naturals);
  probe.subscription.request(1_000);
  assert.equal([naturals.pulled, probe.values], [0, []]);
  probe.subscription.cancel();
});

rule("3.5", "cancel returns at once, also while the source is waited for", async () => {
  const jobs = channel<number>();
  const probe = probing(jobs);
  probe.subscription.request(1);
  await settled(probe);
  probe.subscription.cancel();
  assert.is(jobs.stats.waitingReceivers, 0);
});

rule("3.6", "after a cancel, requests do nothing", async () => {
  const naturals = new Naturals();
  const probe = probing(naturals);
  probe.subscription.cancel();
  probe.subscription.request(1);
  probe.subscription.request(0);
  await settled(probe);
  assert.equal([naturals.pulled, probe.told], [0, ["subscribe"]]);
});

rule("3.7", "after a cancel, further ones do nothing", async () => {
  const naturals = new Naturals();
  const probe = probing(naturals);
  probe.subscription.request(1);
  await settled(probe);
  for (let n = 0; n < 3; n++) probe.subscription.cancel();
  await settled(probe);
  assert.is(naturals.released, 1);
});

rule("3.8", "requests add up", async () => {
  const probe = probing(new Naturals());
  for (const count of [1, 2, 3]) probe.subscription.request(count);
  await settled(probe);
  assert.is(probe.values.length, 6);
  probe.subscription.cancel();
});

rule("3.9", "a request of nothing, of less or of no number is an onError, and the end", async () => {
  for (const count of [0, -1, 1.5, NaN, -Infinity, "1", undefined]) {
    const naturals = new Naturals();
    const probe = probing(naturals);
    probe.subscription.request(1);
    await settled(probe);
    probe.subscription.request(count as number);
    probe.subscription.request(1);
    await settled(probe);
    assert.equal(probe.told, ["subscribe", "next", "error"]);
    const [error] = probe.errors as [Error];
    assert.is(error.name, "RangeError");
    assert.match(error.message, /^count must be an integer of at least 1, not/);
    assert.is(naturals.released, 1);
  }
  const probe = probing(new Naturals());
  probe.during = () => probe.subscription.request(0);
  probe.subscription.request(5);
  await settled(probe);
  assert.equal([probe.told, probe.deepest], [["subscribe", "next", "error"], 1]);
});

rule("3.10", "request may call onNext; ours lets whoever calls it go on first", async () => {
  const probe = probing([1]);
  probe.subscription.request(1);
  probe.told.push("requested");
  await settled(probe);
  assert.equal(probe.told, ["subscribe", "requested", "next"]);
  probe.subscription.cancel();
});

rule("3.11", "request may call onComplete or onError; ours lets whoever calls it go on first", async () => {
  const probe = probing([]);
  probe.subscription.request(1);
  probe.told.push("requested");
  await settled(probe);
  assert.equal(probe.told, ["subscribe", "requested", "complete"]);
});

rule("3.12", "cancel stops the publisher", async () => {
  const probe = probing(new Naturals());
  probe.subscription.request(Infinity);
  while (probe.values.length < 10) await turn();
  probe.subscription.cancel();
  const { length } = probe.values;
  await settled(probe);
  assert.is(probe.values.length, length);
});

rule("3.13", "cancel drops the subscriber: nothing reaches it, whatever happens", async () => {
  const jobs = channel<number>(1);
  const probe = probing(jobs);
  probe.subscription.request(1);
  await settled(probe);
  probe.subscription.cancel();
  jobs.trySend(1);
  jobs.close(new Error("late"));
  await settled(probe);
  assert.equal(probe.told, ["subscribe"]);
});

rule("3.14", "cancelling the only subscription releases its source", async () => {
  const naturals = new Naturals();
  const probe = probing(naturals);
  probe.subscription.request(1);
  await settled(probe);
  probe.subscription.cancel();
  await settled(probe);
  assert.is(naturals.released, 1);
});

rule("3.15", "cancel returns normally; what releasing the source throws is reported", async () => {
  const error = new Error("cannot release");
  const unwilling = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 1 }),
      return: () => Promise.reject(error),
    }),
  };
  const probe = probing(unwilling);
  probe.subscription.request(1);
  await settled(probe);
  assert.equal(
    await expectUncaught(async () => {
      assert.is(probe.subscription.cancel(), undefined);
      await rest();
    }),
    [error],
  );
});

rule("3.16", "request returns normally, whatever is requested and whatever a subscriber throws", async () => {
  const error = new Error("mine");
  const naturals = new Naturals();
  const probe = probing(naturals);
  probe.during = () => {
    throw error;
  };
  const errors = await expectUncaught(async () => {
    assert.is(probe.subscription.request(5), undefined);
    await settled(probe);
  });
  assert.equal([errors, probe.told, naturals.released], [[error], ["subscribe", "next"], 1]);
});

rule("3.17", "any number of requests of any size may be made", async () => {
  const probe = probing(Array.from({ length: 100 }, (_, index) => index));
  for (let n = 0; n < 1_000; n++) probe.subscription.request(Number.MAX_SAFE_INTEGER);
  probe.subscription.request(Infinity);
  await settled(probe);
  assert.equal([probe.values.length, probe.told.at(-1)], [100, "complete"]);
});

test("every rule of Reactive Streams has its test here, or the reason why it says nothing", () => {
  const all = [[1, 11], [2, 13], [3, 17]].flatMap(([part, count = 0]) =>
    Array.from({ length: count }, (_, index) => `${part}.${index + 1}`)
  );
  assert.equal([...seen].sort(), all.sort());
});

test.run();
