import * as assert from "uvu/assert";
import { Link, type Poll, WAIT } from "../../../src/flow/link.ts";
import { Input } from "../../../src/stages/pull/input.ts";
import { RoundRobin } from "../../../src/stages/pull/round-robin.ts";
import { suite } from "../../support/test.ts";

const test = suite("round robin");

/** Gives what it has, and waits when it has nothing. */
class Stock extends Link<string> {
  polls = 0;
  readonly has: string[];

  constructor(...has: string[]) {
    super();
    this.has = has;
  }

  override poll(): Poll<string> {
    this.polls++;
    return this.has.shift() ?? WAIT;
  }

  protected override release(): undefined {}
}

/** A rotation with these stocks in it. */
function rotating(...stocks: Stock[]) {
  const rotation = new RoundRobin<Input<string>>();
  const reader = { stirred: (inner: Input<string>) => void rotation.stirred(inner) };
  for (const stock of stocks) rotation.join(new Input(stock, reader));
  const take = () => {
    const inner = rotation.next();
    if (inner === undefined) return undefined;
    const value = inner.take();
    rotation.join(inner);
    return value;
  };
  return { rotation, take };
}

test("an empty rotation gives nobody", () => {
  const rotation = new RoundRobin<Input<string>>();
  assert.is(rotation.next(), undefined);
  assert.not(rotation.ready);
});

test("those who always have something are served in turn", () => {
  const { take } = rotating(new Stock("a1", "a2", "a3"), new Stock("b1", "b2", "b3"), new Stock("c1", "c2", "c3"));
  assert.equal(Array.from({ length: 9 }, take), ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"]);
});

test("nobody is asked before that is needed (P1)", () => {
  const stocks = [new Stock("a1", "a2"), new Stock("b1", "b2"), new Stock("c1", "c2")];
  const { take } = rotating(...stocks);
  take();
  assert.equal(stocks.map(({ polls }) => polls), [1, 0, 0]);
  take();
  assert.equal(stocks.map(({ polls }) => polls), [1, 1, 0]);
});

test("when nobody has something, everyone was asked once, and is not asked again until they stir", () => {
  const stocks = [new Stock(), new Stock()];
  const { rotation, take } = rotating(...stocks);
  assert.is(take(), undefined);
  assert.is(take(), undefined);
  assert.equal(stocks.map(({ polls }) => polls), [1, 1]);
  assert.not(rotation.ready);
});

test("one that stirs is ready, and served before the others are asked again", () => {
  const [busy, quiet] = [new Stock("a1", "a2", "a3"), new Stock()];
  const { rotation, take } = rotating(busy, quiet);
  assert.equal([take(), take()], ["a1", "a2"]);
  quiet.has.push("b1");
  quiet.down.wake();
  assert.ok(rotation.ready);
  assert.is(take(), "b1");
  assert.not(rotation.ready);
  assert.equal([take(), take()], ["a3", undefined]);
});

test("those who stir are served in the order in which they did", () => {
  const stocks = [new Stock(), new Stock(), new Stock()];
  const { take } = rotating(...stocks);
  assert.is(take(), undefined);
  for (const index of [2, 0, 1]) {
    stocks[index]?.has.push(`${index}`);
    stocks[index]?.down.wake();
  }
  assert.equal([take(), take(), take(), take()], ["2", "0", "1", undefined]);
});

test.run();
