import { channel, combineLatest, concat, merge, pipeline, zip } from "sluice";
import * as assert from "uvu/assert";
import { flowOver } from "../../../src/flow/flow.ts";
import { openAll } from "../../../src/stages/pull/sources.ts";
import { Counted, Driven } from "../../support/driven.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { suite } from "../../support/test.ts";

const test = suite("sources of many");

test("openAll() makes a link of each source, in order, and pulls nothing (P1)", async () => {
  const counted = new Counted([1]);
  const links = openAll<number>([counted, Driven.of(2), new Set([3]), pipeline([4])]);
  assert.is(links.length, 4);
  assert.is(counted.asked, 0);
  assert.equal(await Promise.all(links.map((link) => flowOver(link).toArray())), [[1], [2], [3], [4]]);
});

test("openAll() of nothing is nothing", () => {
  assert.equal(openAll([]), []);
});

for (const [name, make] of Object.entries({ merge, concat, zip, combineLatest })) {
  test(`${name}: one that is no source is a TypeError that says which (C25)`, () => {
    const message = (...sources: unknown[]) => {
      const { name, message } = thrownBy<Error>(() => make(...sources as never[]));
      return `${name}: ${message}`;
    };
    const wanted = "must be an iterable other than a string, an async iterable or a ReadableStream, not";
    assert.is(message("text"), `TypeError: sources[0] ${wanted} "text"`);
    assert.is(message([1], 5), `TypeError: sources[1] ${wanted} 5`);
    assert.is(message([1], [2], undefined), `TypeError: sources[2] ${wanted} undefined`);
  });

  test(`${name}: nothing is pulled before the first value is asked for, and all are released then (P1, P4)`, async () => {
    const [one, other] = [new Counted([1]), new Driven<number>()];
    const flow = make<(Counted<number> | Driven<number>)[]>(one, other);
    assert.equal([one.asked, other.asked], [0, 0]);
    await flow.cancel();
    assert.equal([one.asked, other.asked], [0, 0]);
    assert.equal([one.returned, other.returned], [1, 1]);
    assert.is((await flow.next()).done, true);
  });

  test(`${name}: a flow among the sources belongs to it from then on`, async () => {
    const given = pipeline([1]);
    const flow = make(given);
    const { message } = await failure<Error>(given.next());
    assert.is(message, "Cannot read the flow: it belongs to another pipeline");
    assert.is((await flow.toArray()).length, 1);
    assert.is(thrownBy<Error>(() => make(given)).name, "TypeError");
  });

  test(`${name}: one that is no source takes nothing: the others still belong to their owners (C25)`, async () => {
    const source = pipeline([1]);
    thrownBy(() => make(source, 5 as never));
    assert.equal(await source.toArray(), [1]);
  });

  test(`${name}: a flow cannot be among the sources twice; it then still belongs to its owner (C25)`, async () => {
    const [source, other] = [pipeline([1]), pipeline([2])];
    const { name, message } = thrownBy<Error>(() => make(other, source, [3], source));
    assert.is(`${name}: ${message}`, "TypeError: sources[3] must be a flow of its own, not that of sources[1]");
    assert.equal([await source.toArray(), await other.toArray()], [[1], [2]]);
  });

  test(`${name}: a flow that belongs to another pipeline leaves the others to their owners (C25)`, async () => {
    const [given, other] = [pipeline([1]), pipeline([2])];
    given.pipe();
    const { name, message } = thrownBy<Error>(() => make(other, given));
    assert.is(`${name}: ${message}`, "TypeError: Cannot read the flow: it belongs to another pipeline");
    assert.equal(await other.toArray(), [2]);
  });

  test(`${name}: what may be read by several may be among the sources several times`, async () => {
    const [shared, array] = [channel<number>(4), [1, 2]];
    await shared.sendAll([1, 2, 3, 4]);
    shared.close();
    assert.ok((await make(shared, shared).toArray()).length > 0);
    assert.ok((await make(array, array).toArray()).length > 0);
  });

  test(`${name}: of no sources ends at once`, async () => {
    assert.equal(await make().toArray(), []);
  });

  test(`${name}: what is broken in opening a source comes with the first pull, and releases the others (P3)`, async () => {
    const broken = new Error("Cannot be opened");
    const other = new Counted([1, 2]);
    const closed = {
      [Symbol.iterator]() {
        throw broken;
      },
    };
    const flow = make<Iterable<number>[]>(other, closed);
    assert.is(await failure(flow.run()), broken);
    assert.is(other.returned + Number(other.asked === 3), 1);
    assert.is((await flow.next()).done, true);
  });

  test(`${name}: what a release throws is told to the one who left, when all were released (P4)`, async () => {
    const broken = new Error("Cannot be released");
    const [one, other] = [new Driven<number>().give(1), new Driven<number>().give(1)];
    one.closing = Promise.reject(broken);
    one.closing.catch(() => {});
    const flow = make(one, other);
    await flow.next();
    assert.is(await failure(flow.cancel()), broken);
    assert.equal([one.returned, other.returned], [1, 1]);
  });
}

test.run();
