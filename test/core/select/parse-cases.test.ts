// The messages for wrong cases are in select.test.ts.
import * as assert from "uvu/assert";
import { after, channel, select, selectLoop, sending } from "sluice";
import { ForeignCase } from "../../../src/core/select/foreign-case.ts";
import { keysOf, ownCase, ownCases, valuesOf } from "../../../src/core/select/parse-cases.ts";
import { promiseCase } from "../../../src/core/select/promise-case.ts";
import { SignalCase } from "../../../src/core/select/signal-case.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { Probe, receivingFrom } from "../../support/foreign.ts";
import { revoked } from "../../support/revoked.ts";
import { suite } from "../../support/test.ts";

const test = suite("parse cases");

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

test("a revoked Proxy is neither cases nor a case, and is named as what it is (S8, C25)", async () => {
  const given = "must be an object or an array of cases, not a revoked Proxy";
  assert.match(thrownBy<Error>(() => keysOf(revoked({}))).message, given);
  for (const each of [revoked({}), revoked(() => {})]) {
    const message = /^case "each" must be a channel, .*not a revoked Proxy$/;
    assert.match(thrownBy<Error>(() => ownCase(each, "each")).message, message);
    assert.match((await failure<Error>(select({ each } as never))).message, message);
    assert.match(thrownBy<Error>(() => selectLoop({ each } as never)).message, message);
  }
});

test("what the getter of a case throws comes out as it is (S8)", () => {
  const broken = new Error("In the getter");
  const given = {
    get then() {
      throw broken;
    },
  };
  assert.is(thrownBy(() => ownCase(given, "given")), broken);
});

test.run();
