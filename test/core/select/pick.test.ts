import * as assert from "uvu/assert";
import { LocalCase } from "../../../src/core/waiting/case-protocol.ts";
import { attemptOne, draw, type MaybeCase, taken } from "../../../src/core/select/pick.ts";
import { type Poll, WAIT } from "../../../src/core/engine/poll.ts";
import { chiSquare, seeded, withRandom } from "../../support/dice.ts";
import { suite } from "../../support/test.ts";

const test = suite("pick");

/** A case that counts how often it is attempted. */
class Answering extends LocalCase {
  attempts = 0;
  private readonly isReady: boolean | undefined;
  private readonly polled: Poll<unknown>;

  constructor(isReady: boolean | undefined, polled: Poll<unknown>) {
    super();
    this.isReady = isReady;
    this.polled = polled;
  }

  ready(): boolean | undefined {
    return this.isReady;
  }

  attempt(): Poll<unknown> {
    this.attempts++;
    return this.polled;
  }

  enlist(): void {}
}

const ready = (value: unknown) => new Answering(true, value);
const waiting = () => new Answering(false, WAIT);

/** What happened, and how many random numbers that took. */
async function attempted(cases: MaybeCase[], priority = false): Promise<[Poll<unknown>, number, number]> {
  let numbers = 0;
  let polled: Poll<unknown> = WAIT;
  await withRandom(() => (numbers++, 0.5), () => {
    polled = attemptOne(cases, priority);
  });
  return [polled, taken, numbers];
}

test("attemptOne() attempts the one ready case alone, without a random number (S2)", async () => {
  const cases = [waiting(), ready("value"), undefined, waiting()];
  assert.equal(await attempted(cases), ["value", 1, 0]);
  assert.equal(cases.map((one) => one?.attempts), [0, 1, undefined, 0]);
});

test("attemptOne() takes undefined for a value like any other (C5)", async () => {
  assert.equal(await attempted([waiting(), ready(undefined)]), [undefined, 1, 0]);
});

test("attemptOne() attempts nothing while nothing is ready (S3)", async () => {
  const cases = [waiting(), undefined, waiting()];
  assert.is((await attempted(cases))[0], WAIT);
  assert.equal(cases.map((one) => one?.attempts), [0, undefined, 0]);
});

test("attemptOne() draws one number less than there are ready cases (S2)", async () => {
  const [, , numbers] = await attempted([ready(0), waiting(), ready(1), ready(2)]);
  assert.is(numbers, 2);
});

test("attemptOne() chooses uniformly, whether cases can tell that they are ready or not (S2)", async () => {
  for (const unsure of [false, true]) {
    const cases = [ready(0), waiting(), ready(1), undefined, ready(2)];
    if (unsure) cases.push(new Answering(undefined, 3));
    const counts: number[] = unsure ? [0, 0, 0, 0] : [0, 0, 0];
    await withRandom(seeded(7), () => {
      for (let round = 0; round < 4_000; round++) {
        const value = attemptOne(cases, false) as number;
        counts[value] = (counts[value] as number) + 1;
      }
    });
    assert.ok(chiSquare(counts) < 13.82, `${counts}`);
  }
});

test("attemptOne() takes the first ready case by priority, and draws nothing (S2)", async () => {
  assert.equal(await attempted([waiting(), ready("first"), ready("second")], true), ["first", 1, 0]);
  assert.equal(await attempted([waiting(), new Answering(undefined, "unsure"), ready("last")], true), ["unsure", 1, 0]);
  assert.equal(await attempted([ready("first"), new Answering(undefined, "unsure")], true), ["first", 0, 0]);
});

test("attemptOne() goes on to the others when a ready case has nothing after all (S3)", async () => {
  const cases = [new Answering(true, WAIT), undefined, new Answering(false, "came meanwhile")];
  assert.equal((await attempted(cases)).slice(0, 2), ["came meanwhile", 2]);
  assert.is((await attempted([new Answering(true, WAIT)]))[0], WAIT);
});

test("draw() gives whole numbers from its first to below its second", async () => {
  await withRandom(() => 0, () => assert.is(draw(3, 7), 3));
  await withRandom(() => 0.999, () => assert.is(draw(3, 7), 6));
});

test.run();
