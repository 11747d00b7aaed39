import * as assert from "uvu/assert";
import { channel, filter, map, pipeline, tap } from "sluice";
import { bounded, every, upTo } from "../../support/crowds.ts";
import { Counted, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { gate } from "../../support/gate.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("concurrent: onError");
const broken = new Error("broken");

interface Letter {
  readonly error: unknown;
  readonly value: number;
}

/** Fails for every third item: at once, or later. */
function thirdsFail(n: number): number | Promise<number> {
  if (n % 6 === 3) throw `error of ${n}`;
  return n % 6 === 0 ? ticks(n % 4).then(() => Promise.reject(`error of ${n}`)) : n;
}

const good = upTo(30).filter((n) => n % 3 > 0);
const bad = upTo(30).filter((n) => n % 3 === 0);

function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}

for (const { name, options, ordered } of every) {
  test(`with ${name}, an item that fails goes to onError, and is skipped (P6)`, async () => {
    for (const answer of [() => {}, () => "ignored", (n: number) => ticks(n % 5), () => Promise.resolve(false)]) {
      const letters: Letter[] = [];
      const onError = (error: unknown, value: unknown) => {
        letters.push({ error, value: value as number });
        return answer(value as number);
      };
      const all = await pipeline(upTo(30), map(thirdsFail, { ...options(), onError })).toArray();
      assert.equal(ordered ? all : sorted(all), good);
      assert.equal(sorted(letters.map(({ value }) => value)), bad);
      assert.ok(letters.every(({ error, value }) => error === `error of ${value}`));
    }
  });

  test(`with ${name}, filter and tap skip what fails, too (P6)`, async () => {
    const onError = () => {};
    for (
      const stage of [
        filter(thirdsFail as never, { ...options(), onError }),
        tap(thirdsFail, { ...options(), onError }),
      ]
    ) {
      assert.equal(sorted(await pipeline(upTo(30), stage).toArray() as number[]), good);
    }
  });

  test(`with ${name}, onError is called with two arguments, and as no method (P6)`, async () => {
    const calls: unknown[] = [];
    const onError = function (this: unknown, ...all: unknown[]) {
      calls.push(...all);
    };
    await pipeline([7], map(() => Promise.reject(broken), { ...options(), onError })).run();
    assert.ok(calls.length === 2 && calls[0] === broken && calls[1] === 7);
  });

  test(`with ${name}, what onError throws or rejects with fails the flow (P6, P3)`, async () => {
    const worse = new Error("worse");
    const throwing = () => {
      throw worse;
    };
    for (const onError of [throwing, () => Promise.reject(worse), () => ticks(9).then(throwing)]) {
      const source = naturals();
      const flow = pipeline(source, map(thirdsFail, { ...options(), onError }));
      assert.is(await failure(flow.run()), worse);
      assert.is(source.returned, 1);
    }
  });

  test(`with ${name}, onError is awaited before the end (P6)`, async () => {
    const handled = gate();
    const all = pipeline([1], map(() => Promise.reject(broken), { ...options(), onError: () => handled.promise }));
    const count = all.run();
    await rest();
    assert.ok(await pending(count));
    handled.open();
    assert.is(await count, 0);
  });

  test(`with ${name}, a pipeline that is left waits for onError, whatever comes of it (P4, P6)`, async () => {
    for (const settle of ["open", "fail"] as const) {
      const handled = gate();
      const work = map(() => Promise.reject(broken), { ...options(), onError: () => handled.promise });
      const flow = pipeline([1], work);
      const next = flow.next();
      await rest();
      const left = flow.cancel();
      assert.ok(await pending(left));
      handled[settle](undefined as never);
      await left;
      assert.equal(await next, { done: true, value: undefined });
    }
  });

  test(`with ${name}, aborted work does not reach onError (P3)`, async () => {
    const reported: unknown[] = [];
    const jobs = new Jobs((n) => n);
    const onError = (error: unknown) => {
      reported.push(error);
      throw broken;
    };
    const flow = pipeline(upTo(9), map(jobs.obeying, { ...options(), onError }));
    const next = failure(flow.next());
    await rest();
    jobs.fail(0, "first");
    assert.is(await next, broken);
    assert.equal(reported, ["first"]);
  });
}

for (const { name, options, hand } of bounded) {
  test(`with ${name}, items in onError hold their places: nothing further is pulled (P6, P1)`, async () => {
    const source = naturals();
    const handled = gate();
    let waiting = 0;
    const onError = () => {
      waiting++;
      if (waiting > 100) throw new Error("It is without bound");
      return handled.promise;
    };
    const flow = pipeline(source, map(() => Promise.reject(broken), { ...options(), onError }));
    const next = flow.next();
    await rest();
    assert.ok(source.asked <= hand, `${source.asked} were pulled`);
    assert.ok(waiting >= 1 && waiting <= hand, `${waiting} wait`);
    const left = flow.return();
    handled.open();
    await Promise.all([left, next]);
  });

  test(`with ${name}, a full dead letter channel holds the stage back, and loses nothing (P6)`, async () => {
    const letters = channel<Letter>(2);
    const source = new Counted(upTo(150));
    const onError = (error: unknown, value: unknown) => letters.send({ error, value: value as number });
    const all = pipeline(source, map(thirdsFail, { ...options(), onError })).toArray();
    await rest();
    assert.ok(await pending(all));
    assert.is(letters.size, 2);
    assert.ok(source.asked <= 3 * (2 + hand) + hand, `${source.asked}`);
    const read = collect(letters);
    assert.equal(sorted(await all), upTo(150).filter((n) => n % 3 > 0));
    letters.close();
    assert.equal(sorted((await read).map(({ value }) => value)), upTo(150).filter((n) => n % 3 === 0));
  });

  test(`with ${name}, a closed dead letter channel fails the stage (P6)`, async () => {
    const letters = channel<Letter>(1);
    letters.close();
    const onError = (error: unknown, value: unknown) => letters.send({ error, value: value as number });
    const error = await failure<Error & { value: Letter }>(
      pipeline(naturals(), map(thirdsFail, { ...options(), onError })).run(),
    );
    assert.is(error.name, "ChannelClosedError");
    assert.is(error.value.error, `error of ${error.value.value}`);
  });
}

test("in order, results behind an item that is in onError wait for it; otherwise they do not (P2, P6)", async () => {
  for (const ordered of [true, false]) {
    const handled = gate();
    const options = { concurrency: 3, ordered, onError: () => handled.promise };
    const next = pipeline([0, 1], map((n) => n === 0 ? Promise.reject(broken) : n, options)).next();
    await rest();
    assert.is(await pending(next), ordered);
    handled.open();
    assert.equal(await next, { done: false, value: 1 });
  }
});

test("items that fail at once are handled side by side (P2, P6)", async () => {
  for (const { options, width } of bounded) {
    const handled = gate();
    const waiting: unknown[] = [];
    const onError = (_: unknown, value: unknown) => {
      waiting.push(value);
      return handled.promise;
    };
    const count = pipeline(upTo(width), map(() => Promise.reject(broken), { ...options(), onError })).run();
    await rest();
    assert.equal(waiting, upTo(width));
    handled.open();
    assert.is(await count, 0);
  }
});

test.run();
