// What every adapter promises: one suite for each. The facts stand beside this file, by the side that the adapter shows.
// That a million values leave the heap flat is in test/suites/leaks.
import * as assert from "uvu/assert";
import { type Suite, suite } from "../../support/test.ts";
import { pullingFacts, type PullingKind } from "./adapter.pulling.ts";
import { pushingFacts, type PushingKind } from "./adapter.pushing.ts";
import { readingFacts, type ReadingKind } from "./adapter.reading.ts";
import { sendingFacts, type SendingKind } from "./adapter.sending.ts";
import { writingFacts, type WritingKind } from "./adapter.writing.ts";

export type { Pulling, PullingKind } from "./adapter.pulling.ts";
export type { Pushing, PushingKind } from "./adapter.pushing.ts";
export type { Reading, ReadingKind } from "./adapter.reading.ts";
export type { SendingKind } from "./adapter.sending.ts";
export type { WritingKind } from "./adapter.writing.ts";

/** Adds a fact to the suite of an adapter. */
export type Fact = (name: string, body: () => unknown) => void;

/** What an adapter is called, and the facts that say nothing about it: how each begins, and why. */
export interface Titled {
  readonly title: string;
  readonly notHere?: Readonly<Record<string, string>>;
}

/** The facts for a source of ours that others read: `toReadable`. The last line of a file runs what this gives. */
export function readingContract(kind: ReadingKind & Titled): Suite {
  return suiteOf(kind, (fact) => readingFacts(fact, kind));
}

/** The facts for a sender of ours that others write into: `toWritable`. */
export function writingContract(kind: WritingKind & Titled): Suite {
  return suiteOf(kind, (fact) => writingFacts(fact, kind));
}

/** The facts for what others push, and we receive: `fromEvents`. */
export function pushingContract(kind: PushingKind & Titled): Suite {
  return suiteOf(kind, (fact) => pushingFacts(fact, kind));
}

/** The facts for what we pull from others: `fromPublisher`. */
export function pullingContract(kind: PullingKind & Titled): Suite {
  return suiteOf(kind, (fact) => pullingFacts(fact, kind));
}

/** The facts for what we send to others: `toWebSocket`. */
export function sendingContract(kind: SendingKind & Titled): Suite {
  return suiteOf(kind, (fact) => sendingFacts(fact, kind));
}

function suiteOf({ title, notHere = {} }: Titled, add: (fact: Fact) => void): Suite {
  const test = suite(`adapter ${title}`);
  const left = new Set(Object.keys(notHere));
  add((name, body) => {
    const beginning = [...left].find((beginning) => name.startsWith(beginning));
    if (beginning === undefined) test(`${title}: ${name}`, body);
    else left.delete(beginning);
  });
  test(`${title}: what is left out of its facts is one of them`, () => assert.equal([...left], []));
  return test;
}
