import * as assert from "uvu/assert";
import { pipeline, type Source } from "sluice";
import { type PublisherSubscription, type SubscriberLike, toPublisher } from "sluice/web";
import { type Reading, readingContract } from "../../suites/contracts/adapter.ts";
import { thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { expectUncaught, suite } from "../../support/test.ts";

const test = suite("toPublisher");

/** Requests one value for each `next()`. */
class Asking implements SubscriberLike<number>, Reading {
  private subscription: PublisherSubscription | undefined = undefined;
  private asked: { resolve(result: Next): void; reject(error: unknown): void } | undefined = undefined;
  private over = false;

  constructor(source: Source<number>) {
    toPublisher(source).subscribe(this);
  }

  next(): Promise<Next> {
    return new Promise((resolve, reject) => {
      if (this.over) return resolve({ done: true });
      this.asked = { resolve, reject };
      this.subscription?.request(1);
    });
  }

  cancel(): Promise<void> {
    this.subscription?.cancel();
    this.onComplete();
    return rest();
  }

  onSubscribe(subscription: PublisherSubscription): void {
    this.subscription = subscription;
  }

  onNext(value: number): void {
    this.asked?.resolve({ done: false, value });
  }

  onError(error: unknown): void {
    this.over = true;
    this.asked?.reject(error);
  }

  onComplete(): void {
    this.over = true;
    this.asked?.resolve({ done: true });
  }
}

type Next = Awaited<ReturnType<Reading["next"]>>;

const noSignal = "a subscription ends by cancel(), and subscribe() takes no signal";
const contract = readingContract({
  title: "toPublisher",
  notHere: {
    "the source is told why": "cancel() of a subscription takes no reason",
    "an abort stops the source": noSignal,
    "an abort reaches a read": noSignal,
    "with a signal that is aborted already": noSignal,
    "at its end and after a cancel": noSignal,
  },
  read: (source) => new Asking(source),
});

/** Requests all at once, and collects. */
function collecting(values: unknown[]): SubscriberLike<unknown> {
  return {
    onSubscribe: (subscription) => subscription.request(Infinity),
    onNext: (value) => values.push(value),
    onError: (error) => values.push(error),
    onComplete: () => values.push("complete"),
  };
}

test("any value travels, undefined and thenables too (W4, C5)", async () => {
  const given = [undefined, null, NaN, { then: () => assert.unreachable() }];
  const values: unknown[] = [];
  toPublisher<unknown>(given).subscribe(collecting(values));
  await rest();
  assert.equal(values, [...given, "complete"]);
});

test("a source that can be read only once fails for the second subscriber that asks (W4)", async () => {
  const flow = pipeline([1]);
  const publisher = toPublisher(flow);
  const outcomes = [[], []] as unknown[][];
  for (const values of outcomes) publisher.subscribe(collecting(values));
  await rest();
  assert.equal(outcomes[0], [1, "complete"]);
  assert.is((outcomes[1]?.[0] as Error).name, "TypeError");
});

test("who requests and cancels in one turn leaves the source to others (W4)", async () => {
  const flow = pipeline([1]);
  const values: unknown[] = [];
  toPublisher(flow).subscribe({
    ...collecting(values),
    onSubscribe(subscription) {
      subscription.request(1);
      subscription.cancel();
    },
  });
  await rest();
  assert.equal([values, await flow.toArray()], [[], [1]]);
});

test("what a subscriber throws from onSubscribe, onError or onComplete is reported, and that is the end (W4)", async () => {
  const error = new Error("mine");
  const broken = () => {
    throw error;
  };
  const errors = await expectUncaught(async () => {
    toPublisher([1]).subscribe({ ...collecting([]), onSubscribe: broken });
    toPublisher([]).subscribe({ ...collecting([]), onComplete: broken });
    toPublisher([1]).subscribe({
      ...collecting([]),
      onSubscribe: (subscription) => subscription.request(0),
      onError: broken,
    });
    await rest();
  });
  assert.equal(errors, [error, error, error]);
});

test("wrong arguments throw and name themselves (C25)", () => {
  assert.match(thrownBy<Error>(() => toPublisher("text" as never)).message, /^source must be an iterable/);
});

contract.run();
test("a request for what is no count is an onError with a RangeError that names it (W4, C25)", async () => {
  for (const [count, text] of [[0, "0"], [1.5, "1.5"], ["1", '"1"'], [1n, "1n"], [Symbol("s"), "a symbol"]] as const) {
    const errors: unknown[] = [];
    toPublisher([1]).subscribe({
      ...collecting([]),
      onSubscribe: (subscription) => subscription.request(count as number),
      onError: (error) => errors.push(error),
    });
    await rest();
    assert.equal(errors.map(String), [`RangeError: count must be an integer of at least 1, not ${text}`]);
  }
});

test.run();
