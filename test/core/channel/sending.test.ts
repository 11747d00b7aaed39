import * as assert from "uvu/assert";
import {
  type Case,
  channel,
  ChannelClosedError,
  dropping,
  type Got,
  OverflowError,
  select,
  type Sender,
  sending,
  strict,
  trySelect,
} from "sluice";
import { thrownBy } from "../../support/failure.ts";
import { Probe } from "../../support/foreign.ts";
import { pending, suite } from "../../support/test.ts";

const test = suite("sending");

test("sending() sends nothing until its case happens (S1)", () => {
  const results = channel<number>(1);
  const out = sending(results, 42);
  assert.equal([results.size, results.stats.sent], [0, 0]);
  trySelect({ out });
  assert.equal([results.size, results.stats.sent], [1, 1]);
});

test("a send case is ready when the channel can accept its value: a receiver waits, or there is room (S3)", async () => {
  const [waitedFor, room, full] = [channel<number>(), channel<number>(1), channel<number>(1)];
  const received = waitedFor.receive();
  full.trySend(0);
  assert.is(trySelect([sending(waitedFor, 1)])?.key, 0);
  assert.is(trySelect([sending(room, 2)])?.key, 0);
  assert.is(trySelect([sending(full, 3)]), undefined);
  assert.is(trySelect([sending(channel<number>(), 4)]), undefined);
  assert.is((await received).value, 1);
});

test("a send case waits until its value is accepted (S3, C2)", async () => {
  const results = channel<string>();
  const hit = select({ out: sending(results, "x") });
  assert.ok(await pending(hit));
  assert.is(results.size, 0);
  assert.is((await results.receive()).value, "x");
  assert.not(await pending(hit));
});

test("a send case may be used again, and sends each time (S8)", async () => {
  const results = channel<string>(2);
  const out = sending(results, "x");
  await select({ out });
  await select({ out });
  assert.equal([results.tryReceive()?.value, results.tryReceive()?.value], ["x", "x"]);
});

test("a send case may wait in several selects at once (S8)", async () => {
  const results = channel<string>();
  const out = sending(results, "x");
  const hits = [select({ out }), select({ a: out, b: out })];
  assert.is(results.stats.waitingSenders, 3);
  assert.equal([(await results.receive()).value, (await results.receive()).value], ["x", "x"]);
  await Promise.all(hits);
  assert.is(results.stats.waitingSenders, 0);
});

test("sending() gives a Case: poll() sends what needs no waiting (S8)", () => {
  const results = channel<string>(1);
  const out = sending(results, "x");
  assert.equal(out.poll(), { done: false, value: undefined });
  assert.is(out.poll(), undefined);
  assert.is(results.size, 1);
});

test("poll() of a send case throws what the channel refuses with (S8, S5)", () => {
  const closed = channel<string>();
  closed.close();
  assert.instance(thrownBy(() => sending(closed, "x").poll()), ChannelClosedError);
  assert.instance(thrownBy(() => sending(channel(strict<string>(0)), "x").poll()), OverflowError);
});

test("the hooks of a channel run after the poll() of a send case (S8, C21)", () => {
  const lost: string[] = [];
  const hints = channel(dropping<string>(0), { onUndelivered: (value) => void lost.push(value) });
  assert.equal(sending(hints, "x").poll(), { done: false, value: undefined });
  assert.equal(lost, ["x"]);
});

test("a channel is no send case: sending() says what to send", () => {
  const results = channel<string>(1);
  assert.is(trySelect({ out: results }), undefined);
  assert.is(results.size, 0);
});

test("sending() to what is no sender is a TypeError that says what was given (C25)", () => {
  const wrong: [unknown, string][] = [
    [undefined, "not undefined"],
    [null, "not null"],
    [5, "not 5"],
    ["jobs", 'not "jobs"'],
    [{}, "not an object"],
    [() => {}, "not a function"],
    [{ send: () => Promise.resolve() }, "not an object"],
  ];
  for (const [to, message] of wrong) {
    const error = thrownBy<TypeError>(() => sending(to as Sender<string>, "x"));
    assert.instance(error, TypeError);
    assert.match(error.message, /^to must be/);
    assert.match(error.message, message);
  }
});

test("a sender of another kind joins in by the symbol sluice.sending (S8)", async () => {
  const probe = new Probe();
  const given: string[] = [];
  const queue = {
    [Symbol.for("sluice.sending")](value: string): Case<Got<undefined>> {
      assert.is(this, queue);
      given.push(value);
      return probe as Case<Got<undefined>>;
    },
  };
  const hit = select({ out: sending(queue as unknown as Sender<string>, "x") });
  assert.equal(given, ["x"]);
  assert.ok(probe.happen(undefined));
  assert.equal(await hit, { key: "out", done: false, value: undefined });
});

test("a send case says that it happens once, to select loops of other copies, too (C27)", () => {
  const out: unknown = sending(channel<string>(), "x");
  assert.is((out as { readonly once?: boolean }).once, true);
});

test.run();
