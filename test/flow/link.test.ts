import * as assert from "uvu/assert";
import { all, END, type Exit, ignore, Link, type Poll, rouse, Step, WAIT } from "../../src/flow/link.ts";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { expectUncaught, pending, suite, turn } from "../support/test.ts";

const test = suite("link");

const enough: Exit = { reason: undefined, failed: false };
const broken: Exit = { reason: "broken", failed: true };

/** A first link that notes how it was released. */
class First extends Link<number> {
  readonly exits: Exit[] = [];
  private readonly releasing: Promise<void> | undefined;

  constructor(releasing?: Promise<void>) {
    super();
    this.releasing = releasing;
  }

  override poll(): Poll<number> {
    return this.stopped ? END : 1;
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    this.exits.push(exit);
    return this.releasing;
  }
}

class Plain extends Step<number, number> {
  override poll(): Poll<number> {
    return this.up.poll();
  }
}

test("a link is released once, however often it is stopped", () => {
  const link = new First();
  for (const exit of [enough, broken, enough]) assert.is(link.stop(exit), undefined);
  assert.equal(link.exits, [enough]);
  assert.is(link.poll(), END);
});

test("whoever stops a link again waits with the first one, and after that for nothing", async () => {
  const { promise, open } = gate();
  const link = new First(promise);
  const waits = [link.stop(enough), link.stop(broken)];
  assert.ok(await pending(Promise.race(waits)));
  open();
  assert.equal(await Promise.all(waits), [undefined, undefined]);
  assert.is(link.stop(enough), undefined);
  assert.is(link.exits.length, 1);
});

test("what releasing threw is told to everyone who stops the link", async () => {
  const link = new First(Promise.reject("reason"));
  for (let round = 0; round < 3; round++) {
    assert.is(await failure(link.stop(enough) as Promise<void>), "reason");
  }
});

/** A link that what it releases stops once more. */
class Again extends First {
  again: Promise<void> | undefined = undefined;

  protected override release(exit: Exit): Promise<void> | undefined {
    this.again = this.stop(broken);
    return super.release(exit);
  }
}

test("a link that is stopped by what it releases is released once; both wait for the same", async () => {
  const { promise, open } = gate();
  const [slow, quick] = [new Again(promise), new Again()];
  const stopping = slow.stop(enough);
  assert.equal(slow.exits, [enough]);
  assert.ok(await pending(Promise.race([stopping, slow.again])));
  open();
  assert.equal(await Promise.all([stopping, slow.again]), [undefined, undefined]);
  assert.is(quick.stop(enough), undefined);
  assert.is(await quick.again, undefined);
  const failing = new Again(Promise.reject("reason"));
  const errors = [failing.stop(enough), failing.again].map((wait) => failure(wait as Promise<void>));
  assert.equal(await Promise.all(errors), ["reason", "reason"]);
});

test("nobody need wait for a link that is stopped: what releasing threw is told only to those who do", async () => {
  const errors = await expectUncaught(() => {
    new First(Promise.reject("reason")).stop(enough);
    new Again(Promise.reject("reason")).stop(enough);
  });
  assert.equal(errors, []);
});

test("a step passes on wakes to the link below, and its stop to the link above", () => {
  const first = new First();
  const step = new Plain(first);
  let woken = 0;
  step.down = { wake: () => void woken++ };
  rouse(first.down);
  assert.is(woken, 1);
  assert.is(step.poll(), 1);
  step.stop(broken);
  assert.equal(first.exits, [broken]);
});

test("a link that nobody polls may be woken", () => {
  assert.is(rouse(new First().down), undefined);
});

test("links wake one another in turn, not nested: a chain may be as long as it likes", () => {
  let last: Link<number> = new First();
  const first = last;
  for (let count = 0; count < 100_000; count++) last = new Plain(last);
  let woken = 0;
  last.down = { wake: () => void woken++ };
  rouse(first.down);
  assert.is(woken, 1);
});

test("all() waits for nothing when there is nothing to wait for", () => {
  assert.is(all([]), undefined);
  assert.is(all([undefined, undefined]), undefined);
});

test("all() of one is that one", () => {
  const only = Promise.resolve();
  assert.is(all([undefined, only]), only);
});

test("all() waits for every one, also when one has failed", async () => {
  const [one, two] = [gate(), gate()];
  const both = all([one.promise, undefined, two.promise]) as Promise<void>;
  one.fail("first");
  assert.ok(await pending(both));
  two.open();
  assert.is(await failure(both), "first");
});

test("all() fails with what the first in line threw, whoever threw first", async () => {
  const [one, two] = [gate(), gate()];
  const both = all([one.promise, two.promise]) as Promise<void>;
  two.fail("second");
  await turn();
  one.fail("first");
  assert.is(await failure(both), "first");
  assert.is(await all([Promise.resolve(), Promise.resolve()]), undefined);
});

test("the marks are no values", () => {
  assert.is.not(WAIT, END);
  assert.is(ignore(), undefined);
});

test.run();
