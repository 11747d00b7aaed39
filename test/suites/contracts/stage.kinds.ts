// A stage as the contract sees it, in a use that passes everything on, and what each fact has in common.
import * as assert from "uvu/assert";
import { type Flow, type ItemContext, pipeline, type PipelineOptions, type Source, type Stage } from "sluice";
import { pending, type Suite, turn } from "../../support/test.ts";
import { type FakeTimers, withTimers } from "../../support/timers.ts";

export type AnyStage = Stage<unknown, unknown>;

/** What a stage does with an item, in the hands of a test. */
export type Work = (value: unknown, context: ItemContext) => unknown;

/** How a stage works. */
export interface Working {
  /** A stage that does this work, waits for it, and passes the item on. */
  readonly make: (work: Work) => AnyStage;
  /** The same, with this `onError`, if the stage has that option. */
  readonly catching?: (work: Work, onError: (error: unknown, value: unknown) => unknown) => AnyStage;
  /** How many items are in work at once. */
  readonly width: number;
  /** True: the work goes on after the function, so that its signal may abort after that has ended. */
  readonly lasts?: boolean;
}

export interface StageKind {
  /** As one writes it: `batch(3)`. */
  readonly title: string;
  /** A new one. A kind without is a pipeline without stages. */
  readonly make?: () => AnyStage;
  /** What it gives for ascending numbers. Default: just them. */
  readonly gives?: (numbers: readonly number[]) => readonly unknown[];
  /** The items in a value that it gives. Default: the value is one. */
  readonly items?: (given: unknown) => readonly unknown[];
  /** How many items it takes to give a value. Default 1. */
  readonly per?: number;
  /** How many items it may pull beyond those for the values that were asked for (P1). Default 0. */
  readonly ahead?: number;
  /** It may have fewer items at hand than it may pull. */
  readonly cautious?: boolean;
  /** False: values come in any order, and an error may come before values that came earlier. */
  readonly ordered?: boolean;
  /** True: it gives some of the items up, depending on who is faster. */
  readonly loses?: boolean;
  /** True: it arms a timer while somebody waits and it holds an item. */
  readonly timed?: boolean;
  /** False: it awaits values. */
  readonly untouched?: boolean;
  /** False: it can be used only once. */
  readonly reusable?: boolean;
  /** False: called by others, it does not pass on that it was left. */
  readonly leaves?: boolean;
  readonly working?: Working;
  /** What every fact runs within. */
  readonly around?: (body: () => Promise<void>) => Promise<void>;
}

/** It reads on whatever the consumer does. */
export function isGreedy({ ahead = 0 }: StageKind): boolean {
  return ahead === Infinity;
}

/** One to so many. */
export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** A pipeline of a source and this stage. */
export function flowOf(kind: StageKind, source: Source<unknown>, options: PipelineOptions = {}): Flow<unknown> {
  return kind.make === undefined ? pipeline(source, options) : pipeline(source, kind.make(), options);
}

/** What the stage gives for these numbers. */
export function given({ gives = (all) => all }: StageKind, values: readonly number[]): unknown[] {
  return [...gives(values)];
}

export function itemsOf({ items = (value) => [value] }: StageKind, values: readonly unknown[]): unknown[] {
  return values.flatMap(items);
}

/** Asserts that this is what it gives for these numbers. */
export function assertGiven(kind: StageKind, came: readonly unknown[], values: readonly number[], message = ""): void {
  const { ordered = true, loses = false } = kind;
  const expected = given(kind, values);
  if (loses) {
    assertPart(came, expected, message);
    assert.is(came.length > 0, expected.length > 0, message);
  } else if (ordered) {
    assert.equal(came, expected, message);
  } else {
    assert.equal(came.map(String).sort(), expected.map(String).sort(), message);
  }
}

/** Asserts that this is what it gives for these numbers if there is an error after them. */
export function assertGivenBefore(kind: StageKind, came: readonly unknown[], values: readonly number[]): void {
  const { ordered = true, loses = false } = kind;
  if (ordered && !loses) assert.equal(came, given(kind, values));
  else assertPart(ordered ? came : [...came].sort(), given(kind, values), "before the error");
}

function assertPart(came: readonly unknown[], whole: readonly unknown[], message: string): void {
  const all = whole.map(String);
  const places = came.map((value) => all.indexOf(String(value)));
  const ascending = places.every((place, index) => place > (index === 0 ? -1 : places[index - 1] as number));
  assert.ok(ascending, `${message}: ${came} is no part of ${whole}`);
}

/** What a promise gives, with as many turns and as much time as that takes. */
export async function eventually<T>(promise: Promise<T>, timers: FakeTimers): Promise<T> {
  for (let round = 0; round < 50 && await pending(promise); round++) {
    timers.pass(10);
    await turn();
  }
  return await promise;
}

/** Lets whatever can happen now happen. */
export async function calm(): Promise<void> {
  for (let round = 0; round < 3; round++) await turn();
}

/** Adds a test with timers of its own; none may be left. */
export type Fact = (name: string, body: (timers: FakeTimers) => unknown) => void;

export function facts(test: Suite, { around = (body) => body() }: StageKind): Fact {
  return (name, body) =>
    test(name, () =>
      withTimers((timers) =>
        around(async () => {
          await body(timers);
          await calm();
          assert.is(timers.armed, 0, "timers are left");
        })
      ));
}
