// The messages for wrong cases are in select.test.ts.
import * as assert from "uvu/assert";
import { after, channel, selectLoop, sending } from "sluice";
import { ForeignCase, promiseCase, SignalCase } from "../../src/core/cases.ts";
import { keysOf, ownCase, ownCases, valuesOf } from "../../src/core/given-cases.ts";
import { Probe, receivingFrom } from "../support/foreign.ts";
import { suite } from "../support/test.ts";

const test = suite("given cases");

test("keysOf() gives the keys of an object in JavaScript's order, and none for an array", () => {
  assert.equal(keysOf({ b: null, 1: null, a: null }), ["1", "b", "a"]);
  assert.is(keysOf([null]), undefined);
});

test("what belongs to this copy of the library is a case as it is (S8)", () => {
  for (const own of [channel(), after(10), sending(channel<number>(), 1)]) assert.is(ownCase(own, "own"), own);
});

test("null, undefined and false are switched off (S3)", () => {
  for (const off of [null, undefined, false]) assert.is(ownCase(off, "off"), undefined);
});

test("signals, promises and foreign cases are told by shape (S8)", () => {
  assert.instance(ownCase(new AbortController().signal, "stop"), SignalCase);
  const promise = Promise.resolve();
  assert.is(ownCase(promise, "reply"), promiseCase(promise));
  assert.instance(ownCase(new Probe(), "probe"), ForeignCase);
  assert.instance(ownCase({ [Symbol.for("sluice.receiving")]: () => receivingFrom(channel()) }, "other"), ForeignCase);
});

test("ownCases() keeps the places of those that are off (S3)", () => {
  const jobs = channel();
  assert.equal(ownCases([null, jobs, false], undefined), [undefined, jobs, undefined]);
  assert.equal(ownCases(valuesOf({ off: null, jobs }, ["off", "jobs"]), ["off", "jobs"]), [undefined, jobs]);
});

test("a case that a getter of the options adds has its number as its key (C19)", async () => {
  const ch = channel<string>(1);
  ch.trySend("late");
  const cases: Record<string, typeof ch | null> = { none: null };
  const meddling = {
    get signal() {
      cases["added"] = ch;
      return undefined;
    },
  };
  const { value } = await selectLoop(cases, meddling).next();
  assert.equal(value, { key: 1, done: false, value: "late" });
});

test.run();
