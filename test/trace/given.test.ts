// What is shown of a trace is a trace, or says that it is none.
import * as assert from "uvu/assert";
import { channel } from "sluice";
import { reportDeadlocks, toChromeTrace, toMermaid, toReport, toText, trace } from "sluice/trace";
import { checkEvents, checkTrace } from "../../src/trace/given.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { revoked } from "../support/revoked.ts";
import { suite } from "../support/test.ts";

const test = suite("given");

const wrong: readonly [unknown, string][] = [
  [undefined, "undefined"],
  [5, "5"],
  ["x", '"x"'],
  [{}, "an object"],
  [revoked([]), "a revoked Proxy"],
];

test("toText(), toMermaid() and toChromeTrace() throw a TypeError for what is no array of events (C25)", () => {
  for (const show of [toText, toMermaid, toChromeTrace]) {
    for (const [given, text] of wrong) {
      const error = thrownBy<Error>(() => show(given as never));
      assert.is(String(error), `TypeError: events must be an array, not ${text}`);
    }
    const error = thrownBy<Error>(() => show([undefined] as never));
    assert.is(String(error), "TypeError: events[0] must be an event of a trace, not undefined");
  }
});

test("toReport() and reportDeadlocks() throw a TypeError for what is no trace (C25)", () => {
  for (const show of [toReport, reportDeadlocks]) {
    for (const [given, text] of wrong.slice(1)) {
      const error = thrownBy<Error>(() => show(given as never));
      assert.is(String(error), `TypeError: running must be a trace, not ${text}`);
    }
  }
  assert.match(thrownBy<Error>(() => toReport(undefined as never)).message, "running must be a trace, not undefined");
});

test("every event, operation and split of a trace passes, and one that lacks something does not (C25)", async () => {
  const running = trace();
  const jobs = channel<number>();
  const waiting = jobs.send(1);
  checkTrace("running", running);
  const { events } = running;
  const event = events[0];
  const lacking = [{ task: 5 }, { time: "now" }, { channel: {} }, { channel: { id: 1 } }, { kind: "made" }, {
    kind: {},
  }];
  for (const change of lacking) {
    const error = thrownBy<Error>(() => checkEvents([{ ...event, ...change } as never]));
    assert.is(error.message, "events[0] must be an event of a trace, not an object");
  }
  const [operation] = running.waiting;
  for (const change of [{ task: 5 }, { operation: "take" }, { channel: null }]) {
    const given = { events, waiting: [{ ...operation, ...change }], stalled: [] };
    const error = thrownBy<Error>(() => checkTrace("running", given as never));
    assert.is(error.message, "running.waiting[0] must be an operation of a trace, not an object");
  }
  checkTrace("running", { events, waiting: [], stalled: [{ site: undefined, branches: [{ held: 1, waits: true }] }] });
  for (const branches of [undefined, [{}]]) {
    const given = { events, waiting: [], stalled: [{ site: undefined, branches }] };
    const error = thrownBy<Error>(() => checkTrace("running", given as never));
    assert.is(error.message, "running.stalled[0] must be a split of a trace, not an object");
  }
  running.stop();
  jobs.cancel();
  await failure(waiting);
});

test.run();
