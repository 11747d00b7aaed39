import * as assert from "uvu/assert";
import { flowOver } from "../../../src/flow/flow.ts";
import { END, type Link, type Poll, WAIT } from "../../../src/flow/link.ts";
import { open } from "../../../src/flow/sources/open.ts";
import { Prefetch } from "../../../src/stages/pull/prefetch.ts";
import { type Counted, Driven, naturals } from "../../support/driven.ts";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { suite } from "../../support/test.ts";
import { waits } from "../../support/waits.ts";

const test = suite("prefetch");

/** Holds up to `capacity` items, and refuses what `refuses` says. */
class Holding<A> extends Prefetch<A> {
  readonly held: A[] = [];
  /** How often it woke the link below. */
  woke = 0;
  capacity: number;
  refuses: A | undefined = undefined;

  constructor(up: Link<A>, capacity: number) {
    super(up);
    this.capacity = capacity;
  }

  override poll(): Poll<A> {
    this.read();
    if (this.held.length > 0) return this.held.shift() as A;
    return this.closed ? this.ending() : WAIT;
  }

  protected override room(): boolean {
    return this.held.length < this.capacity;
  }

  protected override accept(value: A): void {
    if (value === this.refuses) throw new Error(`Refused: ${value}`);
    this.held.push(value);
  }

  protected override ready(): boolean {
    return this.held.length > 0 || this.closed;
  }
}

/** One over that source, with something below that counts how often it is woken. */
function watched<A>(source: Driven<A> | Counted<A>, capacity: number): Holding<A> {
  const link = new Holding(open(source), capacity);
  link.down = { wake: () => void link.woke++ };
  return link;
}

test("an Prefetch reads on while nobody polls it, as far as it has room (P1)", async () => {
  const source = new Driven<number>().give(1, 2, 3, 4);
  const link = watched(source, 2);
  assert.is(link.poll(), WAIT);
  await rest();
  assert.equal(link.held, [1, 2]);
  assert.is(source.asked, 2);
  assert.is(link.poll(), 1);
  await rest();
  assert.equal(link.held, [2]);
  assert.is(link.poll(), 2);
  await rest();
  assert.equal(link.held, [3, 4]);
});

test("an Prefetch reads nothing before it is polled (P1)", async () => {
  const source = naturals();
  watched(source, 2);
  await rest();
  assert.is(source.asked, 0);
});

test("an Prefetch wakes the link below only when there is something to poll for", async () => {
  const source = new Driven<number>();
  const link = watched(source, 0);
  link.poll();
  await rest();
  assert.is(link.woke, 0);
  link.wake();
  assert.is(link.woke, 0);
  link.capacity = 1;
  link.wake();
  source.give(1);
  await rest();
  assert.is(link.woke, 1);
});

test("an Prefetch gives the end after what it holds", async () => {
  const link = watched(Driven.of(1, 2), 5);
  assert.is(link.poll(), WAIT);
  await rest();
  assert.equal([link.poll(), link.poll(), link.poll()], [1, 2, END]);
});

test("an Prefetch throws what came from above after what it holds, and stops what is above at once (P3)", async () => {
  const error = new Error("The source broke");
  const link = watched(new Driven<number>().give(1).fail(error), 5);
  assert.is(link.poll(), WAIT);
  await rest();
  assert.is(link.poll(), 1);
  assert.is(await failure(flowOver(link).next()), error);
});

test("what an Prefetch throws while it takes an item in fails it after what it holds (P3)", async () => {
  const source = naturals();
  const link = watched(source, 5);
  link.refuses = 2;
  assert.is(link.poll(), 0);
  assert.is(source.returned, 1);
  const flow = flowOver(link);
  assert.is((await flow.next()).value, 1);
  assert.is((await failure<Error>(flow.next())).message, "Refused: 2");
  assert.is(source.returned, 1);
});

test("a throw waits until what is above has stopped (P3)", async () => {
  const source = new Driven<number>().give(1);
  let release = () => {};
  source.closing = new Promise<void>((resolve) => release = resolve);
  const link = new Holding(open(source), 5);
  link.refuses = 1;
  const next = flowOver(link).next();
  assert.ok(await waits(next));
  release();
  assert.is((await failure<Error>(next)).message, "Refused: 1");
});

test("an Prefetch that is stopped reads no more (P4)", async () => {
  const source = new Driven<number>().give(1, 2, 3);
  const link = watched(source, 5);
  link.poll();
  await link.stop({ reason: undefined, failed: false });
  const { asked } = source;
  link.wake();
  await rest();
  assert.is(source.asked, asked);
  assert.is(source.returned, 1);
});

test("an Prefetch that is woken in the middle of its reading does not read twice at once", async () => {
  let depth = 0;
  const values = {
    *[Symbol.iterator]() {
      for (let n = 0; n < 3; n++) {
        assert.is(++depth, 1);
        link.wake();
        depth--;
        yield n;
      }
    },
  };
  const link: Holding<number> = new Holding(open(values), 2);
  const flow = flowOver(link);
  assert.equal(await flow.toArray(), [0, 1, 2]);
});

test.run();
