// What every adapter promises: one suite for each. The facts stand beside this file, by the side that the adapter shows.
// That a million values leave the heap flat is in test/leaks.
import { type Suite, suite } from "../support/test.ts";
import { pushingFacts, type PushingKind } from "./adapter.pushing.ts";
import { readingFacts, type ReadingKind } from "./adapter.reading.ts";
import { writingFacts, type WritingKind } from "./adapter.writing.ts";

export type { Pushing, PushingKind } from "./adapter.pushing.ts";
export type { Reading, ReadingKind } from "./adapter.reading.ts";
export type { Writing, WritingKind } from "./adapter.writing.ts";

/** Adds a fact to the suite of an adapter. */
export type Fact = (name: string, body: () => unknown) => void;

/** The facts for what others read: `toReadable`, `toNodeReadable`. The last line of a file runs what this gives. */
export function readingContract(kind: ReadingKind): Suite {
  return suiteOf(kind.title, (fact) => readingFacts(fact, kind));
}

/** The facts for what others write into: `toWritable`, `toNodeWritable`. */
export function writingContract(kind: WritingKind): Suite {
  return suiteOf(kind.title, (fact) => writingFacts(fact, kind));
}

/** The facts for what others push: `fromEvents`, `fromEmitter`, `fromObservable`. */
export function pushingContract(kind: PushingKind): Suite {
  return suiteOf(kind.title, (fact) => pushingFacts(fact, kind));
}

function suiteOf(title: string, add: (fact: Fact) => void): Suite {
  const test = suite(`adapter ${title}`);
  add((name, body) => test(`${title}: ${name}`, body));
  return test;
}
