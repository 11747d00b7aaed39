import * as assert from "uvu/assert";
import { pipeline } from "sluice";
import { type SubscriberLike, toPublisher } from "sluice/web";
import { thrownBy } from "../support/failure.ts";
import { rest } from "../support/jobs.ts";
import { expectUncaught, suite } from "../support/test.ts";

const test = suite("toPublisher");

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
  assert.match(thrownBy<Error>(() => toPublisher("text" as never)).message, /^source must be iterable/);
});

test.run();
