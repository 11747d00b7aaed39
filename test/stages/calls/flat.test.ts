import * as assert from "uvu/assert";
import { flatMap, pipeline, take } from "sluice";
import { alone, bounded, ordered, unordered, upTo } from "../../support/crowds.ts";
import { Counted, Driven, naturals } from "../../support/driven.ts";
import { Jobs, rest } from "../../support/jobs.ts";
import { got } from "../../support/reading.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("flat");
const end = { done: true, value: undefined };
/** Driven sources, one for each item. */
function sources(count: number): Driven<string>[] {
  return upTo(count).map(() => new Driven<string>());
}

test("the source of an item is opened when the flow is asked, and read one value at a time (P1)", async () => {
  const inner = [naturals(), naturals()];
  const flow = pipeline(inner, flatMap((source) => source));
  await rest();
  assert.is(inner[0]?.asked, 0);
  for (const n of upTo(5)) {
    assert.equal(await flow.next(), got(n));
    await rest();
    assert.equal(inner.map(({ asked }) => asked), [n + 1, 0]);
  }
  await flow.return();
});

test("one at a time, the next item is pulled when the source before it has ended (P1, P2)", async () => {
  const outer = naturals();
  const jobs = new Jobs((n) => [n, n]);
  const flow = pipeline(outer, flatMap(jobs.work));
  for (const n of upTo(4)) {
    const first = flow.next();
    await rest();
    assert.equal([outer.asked, [...jobs.running]], [n + 1, [n]]);
    jobs.finish(n);
    assert.equal(await first, got(n));
    assert.equal([await flow.next(), outer.asked], [got(n), n + 1]);
  }
  await flow.return();
});

for (const { name, options, width, hand } of bounded) {
  test(`with ${name}, so many sources are open at once, and no more are pulled than may be in hand (P1, P2)`, async () => {
    const outer = naturals();
    let open = 0;
    const flow = pipeline(outer, flatMap(() => (open++, new Driven<number>()), options()));
    const next = flow.next();
    await rest();
    assert.equal([open, outer.asked], [width, hand]);
    await flow.return();
    assert.equal(await next, end);
  });
}

for (const { name, options, width } of [alone, ...ordered]) {
  test(`with ${name}, one value of each open source is read ahead, and not more (P1, P2)`, async () => {
    const inner = upTo(40).map(() => naturals());
    const flow = pipeline(inner, flatMap((source) => source, options()));
    assert.equal(await flow.next(), got(0));
    await rest();
    assert.equal(inner.map(({ asked }) => asked), upTo(40).map((index) => index < width ? 1 : 0));
    assert.equal([await flow.next(), await flow.next()], [got(1), got(2)]);
    await rest();
    assert.equal(inner.map(({ asked }) => asked), upTo(40).map((index) => index === 0 ? 3 : index < width ? 1 : 0));
    await flow.return();
  });
}

for (const { name, options } of ordered) {
  test(`with ${name}, all values of an item come before those of the next, whoever is faster (P2)`, async () => {
    const inner = sources(3);
    const [first, second, third] = inner as [Driven<string>, Driven<string>, Driven<string>];
    const flow = pipeline(inner, flatMap((source) => source, options()));
    const all = upTo(7).map(() => flow.next());
    third.give("c1", "c2").end();
    second.give("b1").end();
    await rest();
    assert.ok(await pending(all[0] as Promise<unknown>));
    first.give("a1");
    assert.equal(await all[0], got("a1"));
    first.give("a2", "a3");
    assert.equal([await all[1], await all[2]], [got("a2"), got("a3")]);
    assert.ok(await pending(all[3] as Promise<unknown>));
    first.end();
    assert.equal(await Promise.all(all.slice(3)), [got("b1"), got("c1"), got("c2"), end]);
  });
}

test("in order, a source that has ended keeps its place until its turn has come (P2)", async () => {
  const outer = naturals();
  const silent = new Driven<number>();
  const flow = pipeline(outer, flatMap((n) => n === 0 ? silent : [], { concurrency: 3 }));
  const next = flow.next();
  await rest();
  assert.is(outer.asked, 3);
  silent.give(7);
  assert.equal([await next, outer.asked], [got(7), 3]);
  await flow.return();
});

for (const { name, options } of unordered) {
  test(`with ${name}, values come as they are there (P2)`, async () => {
    const inner = sources(3);
    const [first, second, third] = inner as [Driven<string>, Driven<string>, Driven<string>];
    const flow = pipeline(inner, flatMap((source) => source, options()));
    const all = upTo(5).map(() => flow.next());
    await rest();
    for (const [source, value] of [[third, "c1"], [first, "a1"], [third, "c2"], [second, "b1"]] as const) {
      source.give(value);
      assert.equal(await all.shift(), got(value));
    }
    first.end();
    second.end();
    assert.ok(await pending(all[0] as Promise<unknown>));
    third.end();
    assert.equal(await all[0], end);
  });

  test(`with ${name}, those who always have something are served in turn (P2)`, async () => {
    const flow = pipeline(["a", "b", "c"], flatMap((name) => upTo(9).map((n) => `${name}${n}`), options()));
    const { value: first = "" } = await flow.next();
    await rest(); // all are open now
    const all = [first, ...await flow.toArray()];
    const served = { a: 0, b: 0, c: 0 };
    for (const [name] of all) {
      served[name as "a"]++;
      const counts = Object.values(served);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, `${all}`); // who breathes may be one round behind
    }
    for (const name of ["a", "b", "c"]) {
      assert.equal(all.filter((value) => value.startsWith(name)), upTo(9).map((n) => `${name}${n}`));
    }
  });

  test(`with ${name}, one that always has something starves nobody (P2)`, async () => {
    const quiet = new Driven<number>();
    const flow = pipeline([new Counted(upTo(1000)), quiet], flatMap((source) => source, options()));
    for (const round of upTo(50)) {
      await flow.next();
      quiet.give(-1 - round);
      await rest();
      const values = [await flow.next(), await flow.next(), await flow.next()].map(({ value }) => value);
      assert.ok(values.includes(-1 - round), `${values}`);
    }
    await flow.return();
  });

  test(`with ${name}, a source is asked again only when its value was taken and nobody else has one (P1)`, async () => {
    const inner = [naturals(), naturals(), naturals()];
    const flow = pipeline(inner, flatMap((source) => source, options()));
    for (const count of upTo(12)) {
      await flow.next();
      await rest();
      const asked = inner.reduce((sum, { asked }) => sum + asked, 0);
      assert.ok(asked <= count + 3, `${asked} for ${count + 1}`);
    }
    await flow.return();
  });
}

test("take() below leaves all sources, and asks no more of them (P1, P4)", async () => {
  for (const { options } of bounded) {
    const inner = upTo(3).map(() => naturals());
    const all = await pipeline(inner, flatMap((source) => source, options()), take(4)).toArray();
    assert.is(all.length, 4);
    for (const { asked, returned } of inner) assert.ok(asked <= 5 && returned === (asked > 0 ? 1 : 0));
  }
});

test("many empty sources are skipped, without a hop for each", async () => {
  await rest(); // so that the runtime need not breathe
  let opened = 0;
  const flow = pipeline(upTo(20), flatMap((n) => (opened++, n === 19 ? [n] : [])));
  const next = flow.next();
  assert.is(opened, 20);
  assert.equal(await next, got(19));
});

test.run();
