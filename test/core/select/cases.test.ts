// Signals, promises and the cases of others in our select.
import * as assert from "uvu/assert";
import { channel, type Got, select, selectLoop, trySelect, type Turn } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { got, lent, Probe, receivingFrom } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { expectUncaught, pending, suite, ticks, turn } from "../../support/test.ts";

const test = suite("cases");

/** A promise that counts the reactions it carries. */
function watchedPromise<T>() {
  let [fulfill, reject] = [(_: T) => {}, (_: unknown) => {}];
  const promise = new Promise<T>((onFulfilled, onRejected) => [fulfill, reject] = [onFulfilled, onRejected]);
  const then = promise.then.bind(promise);
  const watched = { promise, fulfill, reject, reactions: 0 };
  Object.defineProperty(promise, "then", {
    value: (...reactions: Parameters<typeof then>) => {
      watched.reactions++;
      return then(...reactions);
    },
  });
  return watched;
}

// Signals

test("a signal that was aborted is ready, its value is the reason (S3)", async () => {
  for (const reason of [new Error("enough"), "enough", 0, null]) {
    const stop = AbortSignal.abort(reason);
    assert.equal(await select({ stop, off: null }), { key: "stop", done: false, value: reason });
    assert.equal(trySelect([stop]), { key: 0, done: false, value: reason });
  }
});

test("a signal happens when it is aborted (S3)", async () => {
  const controller = new AbortController();
  const jobs = channel<string>();
  assert.is(trySelect({ stop: controller.signal }), undefined);
  const hit = select({ job: jobs, stop: controller.signal });
  assert.ok(await pending(hit));
  controller.abort("enough");
  assert.equal(await hit, { key: "stop", done: false, value: "enough" });
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("a signal in two cases has one of them happen (S1, S4)", async () => {
  const watched = watchedSignal();
  const hit = select({ a: watched.signal, b: watched.signal });
  watched.controller.abort("enough");
  assert.is((await hit).value, "enough");
  await turn();
  assert.is(watched.listeners, 0);
});

test("a signal that is aborted while the others leave does not take the place of the case that happened (S1, C12)", async () => {
  for (
    const begin of [
      (cases: Parameters<typeof select>[0]) => select(cases),
      async (cases: Parameters<typeof select>[0]) => (await selectLoop(cases).next()).value,
    ]
  ) {
    const controller = new AbortController();
    const jobs = channel<string>();
    const request = new Probe({ leave: () => controller.abort("enough") });
    const hit = begin({ request, stop: controller.signal, job: jobs });
    assert.ok(jobs.trySend("measure"));
    assert.equal(await hit, { key: "job", done: false, value: "measure" });
  }
});

test("however many selects wait on one signal, it has one listener (C15)", async () => {
  const watched = watchedSignal();
  const hits = Array.from({ length: 20 }, () => select({ stop: watched.signal }));
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  for (const hit of hits) assert.is((await hit).value, "enough");
});

test("a signal is known by its shape: that of another realm will do", async () => {
  const listeners: ((event?: unknown) => void)[] = [];
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
    removeEventListener: () => {},
  };
  const hit = select({ stop: signal as unknown as AbortSignal });
  assert.is(listeners.length, 1);
  Object.assign(signal, { aborted: true, reason: "enough" });
  listeners.forEach((listener) => listener());
  assert.equal(await hit, { key: "stop", done: false, value: "enough" });
});

// Promises

test("a promise happens when it is fulfilled (S3)", async () => {
  const { promise, fulfill } = watchedPromise<string>();
  const jobs = channel<string>();
  const hit = select({ job: jobs, reply: promise });
  assert.ok(await pending(hit));
  fulfill("hello");
  assert.equal(await hit, { key: "reply", done: false, value: "hello" });
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("that a promise is fulfilled is known a hop after it was first met", async () => {
  const reply = Promise.resolve("hello");
  assert.is(trySelect({ reply }), undefined);
  await ticks(1);
  assert.equal(trySelect({ reply }), { key: "reply", done: false, value: "hello" });
  assert.equal(await select({ reply, off: null }), { key: "reply", done: false, value: "hello" });
});

test("a fulfilled promise is not taken again and again: it stays fulfilled (S3)", async () => {
  const reply = Promise.resolve("hello");
  for (let round = 0; round < 3; round++) assert.is((await select([reply])).value, "hello");
});

test("a rejection rejects the select, with all else left (S8)", async () => {
  const { promise, reject } = watchedPromise<string>();
  const [jobs, probe, stop] = [channel<string>(), new Probe(), watchedSignal()];
  const hit = select({ job: jobs, probe, stop: stop.signal, reply: promise });
  const reason = new Error("no reply");
  reject(reason);
  assert.is(await failure(hit), reason);
  assert.equal([jobs.stats.waitingReceivers, probe.waiting.size], [0, 0]);
  await turn();
  assert.is(stop.listeners, 0);
});

test("a rejection that is known rejects a later select, and trySelect() throws it (S8)", async () => {
  const reason = new Error("no reply");
  const reply = Promise.reject(reason);
  assert.is(await failure(select({ reply })), reason);
  assert.is(await failure(select({ reply })), reason);
  assert.is(thrownBy(() => trySelect({ reply })), reason);
});

test("however many selects wait on one promise, it carries one reaction (S8)", async () => {
  const watched = watchedPromise<string>();
  const reply = watched.promise;
  const jobs = channel<number>();
  const hits = Array.from({ length: 100 }, () => select({ job: jobs, reply }));
  for (let value = 0; value < 50; value++) jobs.trySend(value);
  for (let round = 0; round < 100; round++) trySelect({ reply });
  assert.is(watched.reactions, 1);
  watched.fulfill("hello");
  const keys = (await Promise.all(hits)).map(({ key }) => key);
  assert.equal([keys.filter((key) => key === "job").length, keys.filter((key) => key === "reply").length], [50, 50]);
  await select({ reply });
  assert.is(watched.reactions, 1);
});

test("a losing promise that rejects later is silent (S8)", async () => {
  const errors = await expectUncaught(async () => {
    const { promise, reject } = watchedPromise<string>();
    const jobs = channel<number>(1);
    jobs.trySend(1);
    assert.is((await select({ reply: promise, job: jobs })).key, "job");
    reject(new Error("too late"));
  });
  assert.equal(errors, []);
});

test("a promise that rejects after its select was aborted is silent (S8)", async () => {
  const errors = await expectUncaught(async () => {
    const { promise, reject } = watchedPromise<string>();
    const controller = new AbortController();
    const hit = select({ reply: promise }, { signal: controller.signal });
    controller.abort("enough");
    assert.is(await failure(hit), "enough");
    reject(new Error("too late"));
  });
  assert.equal(errors, []);
});

test("selects that wait on one promise are told in the order in which they came (S3)", async () => {
  const { promise, fulfill } = watchedPromise<string>();
  const order: number[] = [];
  const hits = [0, 1, 2].map((index) => select([promise]).then(() => order.push(index)));
  fulfill("hello");
  await Promise.all(hits);
  assert.equal(order, [0, 1, 2]);
});

test("a thenable is a promise, and its then is called once (S8)", async () => {
  const calls: ((value: string) => void)[] = [];
  const reply = { then: (fulfill: (value: string) => void) => void calls.push(fulfill) } as unknown as Promise<string>;
  const hits = [select({ reply }), select({ reply })];
  await ticks(2);
  assert.is(calls.length, 1);
  calls.forEach((fulfill) => fulfill("hello"));
  for (const hit of hits) assert.equal(await hit, { key: "reply", done: false, value: "hello" });
});

test("a thenable whose then throws rejects the select (S8)", async () => {
  const reason = new Error("no reply");
  const reply = { then: () => throws(reason) } as unknown as Promise<string>;
  assert.is(await failure(select({ reply })), reason);
});

function throws(error: unknown): never {
  throw error;
}

// The cases of others

test("a case whose poll() gives something happens, and does not park (S8)", async () => {
  const probe = new Probe({ poll: () => got("hello") });
  assert.equal(await select({ off: null, probe }), { key: "probe", done: false, value: "hello" });
  assert.equal(trySelect([probe]), { key: 0, done: false, value: "hello" });
  assert.equal([probe.polls, probe.turns.length], [2, 0]);
});

test("poll() and park() are called as methods of their case (S8)", async () => {
  class Door {
    turn: Turn<Got<string>> | undefined;
    private opened = false;
    poll() {
      return this.opened ? got("open") : undefined;
    }
    park(turn: Turn<Got<string>>) {
      this.turn = turn;
      return () => void (this.turn = undefined);
    }
    open() {
      this.opened = true;
      const { turn } = this;
      if (turn?.claim()) turn.settle(got("open"));
    }
  }
  const door = new Door();
  const hit = select({ door });
  assert.ok(await pending(hit));
  door.open();
  assert.equal(await hit, { key: "door", done: false, value: "open" });
  assert.is(door.turn, undefined);
  assert.is(trySelect({ door })?.value, "open");
});

test("no case parks before all have been polled (S8)", () => {
  const events: string[] = [];
  const probes = ["a", "b", "c"].map((name) =>
    new Probe({ poll: () => void events.push(`poll ${name}`), park: () => void events.push(`park ${name}`) })
  );
  select(probes, { priority: true });
  assert.equal(events, ["poll a", "poll b", "poll c", "park a", "park b", "park c"]);
});

test("a case may end a select as an end, or with an error (S8)", async () => {
  const [ending, failing] = [new Probe(), new Probe()];
  const hits = [select({ ending }), select({ failing })];
  assert.ok(ending.turn.claim());
  ending.turn.settle({ done: true, value: undefined });
  assert.equal(await hits[0], { key: "ending", done: true, value: undefined });
  const reason = new Error("broken");
  assert.ok(failing.turn.claim());
  failing.turn.fail(reason);
  assert.is(await failure(hits[1]!), reason);
});

test("claim() is true for exactly one case of a select (S8)", async () => {
  const [a, b] = [new Probe(), new Probe()];
  const hit = select({ a, b });
  const turns = [a.turn, b.turn];
  assert.equal([turns[1]?.claim(), turns[0]?.claim(), turns[1]?.claim()], [true, false, false]);
  turns[1]?.settle(got(1));
  assert.equal(await hit, { key: "b", done: false, value: 1 });
  assert.equal(turns.map((turn) => turn.claim()), [false, false]);
});

test("whoever claimed may settle later: nobody else can happen meanwhile (S8)", async () => {
  const [probe, jobs] = [new Probe(), channel<string>()];
  const controller = new AbortController();
  const hit = select({ probe, job: jobs }, { signal: controller.signal });
  const { turn } = probe;
  assert.ok(turn.claim());
  assert.not(jobs.trySend("measure"));
  controller.abort();
  assert.ok(await pending(hit));
  turn.settle(got("at last"));
  assert.equal(await hit, { key: "probe", done: false, value: "at last" });
});

test("when claim() says true, all the others have left (S1, S8)", () => {
  const [a, b, jobs] = [new Probe(), new Probe(), channel<string>()];
  select({ a, b, job: jobs });
  assert.ok(a.turn.claim());
  assert.equal([b.waiting.size, b.leaves, jobs.stats.waitingReceivers], [0, 1, 0]);
});

test("claim() says no after the select was decided or aborted (S8)", async () => {
  const [won, aborted] = [new Probe(), new Probe()];
  const jobs = channel<string>();
  const controller = new AbortController();
  const hits = [select({ won, job: jobs }), select({ aborted }, { signal: controller.signal })];
  jobs.trySend("measure");
  controller.abort("enough");
  assert.equal([won.turn.claim(), aborted.turn.claim()], [false, false]);
  assert.is((await hits[0])?.key, "job");
  assert.is(await failure(hits[1]!), "enough");
});

test("a loser leaves exactly once (S1, S8)", async () => {
  const [loser, jobs] = [new Probe(), channel<string>()];
  const hit = select({ loser, job: jobs });
  jobs.trySend("measure");
  await hit;
  assert.equal([loser.leaves, loser.turns.length], [1, 1]);
});

test("a turn that is settled without claim(), or after a no, says so and changes nothing (S8)", async () => {
  const [a, b] = [new Probe(), new Probe()];
  const hit = select({ a, b });
  const message = /claim\(\)/;
  assert.throws(() => a.turn.settle(got("early")), message);
  assert.throws(() => a.turn.fail("early"), message);
  assert.ok(await pending(hit));
  assert.ok(b.turn.claim());
  assert.not(a.turn.claim());
  assert.throws(() => a.turn.settle(got("refused")), message);
  b.turn.settle(got("right"));
  assert.throws(() => b.turn.settle(got("again")), message);
  assert.throws(() => b.turn.fail("again"), message);
  assert.equal(await hit, { key: "b", done: false, value: "right" });
});

test("claim() asked again by the case that has it says no, and takes nothing away (S8)", async () => {
  const probe = new Probe();
  const hit = select({ probe });
  assert.equal([probe.turn.claim(), probe.turn.claim()], [true, false]);
  probe.turn.settle(got("right"));
  assert.is((await hit).value, "right");
});

test("a turn's functions may be used apart from it (S8)", async () => {
  const probe = new Probe();
  const hit = select({ probe });
  const { claim, settle } = probe.turn;
  assert.ok(claim());
  settle(got("right"));
  assert.is((await hit).value, "right");
});

test("what poll() throws rejects the select; nobody has parked (S8)", async () => {
  const reason = new Error("broken");
  const [before, behind] = [new Probe(), new Probe()];
  const broken = new Probe({ poll: () => throws(reason) });
  const jobs = channel<string>();
  assert.is(await failure(select({ before, job: jobs, broken, behind })), reason);
  assert.equal([before.turns.length, behind.turns.length, jobs.stats.waitingReceivers], [0, 0, 0]);
  assert.is(thrownBy(() => trySelect({ broken })), reason);
});

test("what park() throws rejects the select, with all else left (S8)", async () => {
  const reason = new Error("broken");
  const [before, behind] = [new Probe(), new Probe()];
  const broken = new Probe({ park: () => throws(reason) });
  const [jobs, stop, own] = [channel<string>(), watchedSignal(), watchedSignal()];
  const hit = select({ before, job: jobs, stop: stop.signal, broken, behind }, { signal: own.signal });
  assert.is(await failure(hit), reason);
  assert.equal([before.waiting.size, behind.waiting.size, jobs.stats.waitingReceivers], [0, 0, 0]);
  assert.equal([before.turn.claim(), broken.turn.claim()], [false, false]);
  await turn();
  assert.equal([stop.listeners, own.listeners], [0, 0]);
});

test("park() may settle at once; the others are left, or do not park (S8)", async () => {
  const [before, behind, jobs] = [new Probe(), new Probe(), channel<string>()];
  const prompt = new Probe({
    park(turn) {
      assert.ok(turn.claim());
      turn.settle(got("at once"));
    },
  });
  const hit = select({ before, prompt, behind, job: jobs });
  assert.equal([before.waiting.size, behind.turns.length, jobs.stats.waitingReceivers], [0, 0, 0]);
  assert.equal(await hit, { key: "prompt", done: false, value: "at once" });
  assert.ok(prompt.leaves <= 1);
});

test("park() may fail the select at once (S8)", async () => {
  const prompt = new Probe({
    park(turn) {
      assert.ok(turn.claim());
      turn.fail("reason");
    },
  });
  assert.is(await failure(select({ prompt, off: null })), "reason");
});

test("park() may claim at once and settle later (S8)", async () => {
  const jobs = channel<string>();
  const slow = new Probe({ park: (turn) => assert.ok(turn.claim()) });
  const hit = select({ slow, job: jobs });
  assert.is(jobs.stats.waitingReceivers, 0);
  assert.ok(await pending(hit));
  slow.turn.settle(got("at last"));
  assert.is((await hit).value, "at last");
});

test("what park() throws after its case happened is reported: the case has happened (S8)", async () => {
  const reason = new Error("broken");
  const hits: unknown[] = [];
  const errors = await expectUncaught(async () => {
    const confused = new Probe({
      park(turn) {
        turn.claim();
        turn.settle(got("right"));
        throw reason;
      },
    });
    hits.push((await select({ confused })).value);
  });
  assert.equal([hits, errors], [["right"], [reason]]);
});

test("the turn of a park() that threw after another case had happened is dead in later rounds of a loop (S1, S7, S8)", async () => {
  const reason = new Error("broken");
  const jobs = channel<string>();
  const hits: unknown[] = [];
  const errors = await expectUncaught(async () => {
    let parks = 0;
    const broken = new Probe({
      park() {
        if (parks++ > 0) return;
        jobs.trySend("first");
        throw reason;
      },
    });
    const loop = selectLoop({ job: jobs, broken });
    hits.push((await loop.next()).value?.value);
    const next = loop.next();
    hits.push(broken.turns[0]?.claim());
    jobs.trySend("second");
    hits.push((await next).value?.value);
  });
  assert.equal([hits, errors], [["first", false, "second"], [reason]]);
});

test("a park() that gives no function rejects the select (S8)", async () => {
  const jobs = channel<string>();
  const wrong = { poll: () => undefined, park: () => 5 as unknown as () => void };
  const error = await failure<TypeError>(select({ job: jobs, wrong }));
  assert.instance(error, TypeError);
  assert.match(error.message, "park() of a Case must give a function, not 5");
  assert.is(jobs.stats.waitingReceivers, 0);
});

test("a poll() or settle() that gives no result fails the select, and does not leave it hanging (S8)", async () => {
  const wrong = { poll: () => 5 as unknown as undefined, park: () => () => {} };
  assert.instance(await failure(select({ wrong })), TypeError);
  const probe = new Probe();
  const hit = select({ probe });
  assert.ok(probe.turn.claim());
  probe.turn.settle(undefined as unknown as ReturnType<typeof got>);
  assert.instance(await failure(hit), TypeError);
});

test("what a loser throws while it leaves is reported; the others leave all the same (S8, C21)", async () => {
  const reason = new Error("broken");
  const jobs = channel<string>();
  const [before, behind] = [new Probe(), new Probe()];
  const broken = new Probe({ leave: () => throws(reason) });
  const errors = await expectUncaught(async () => {
    const hit = select({ before, broken, behind, job: jobs });
    assert.ok(jobs.trySend("measure"));
    assert.is((await hit).value, "measure");
  });
  assert.equal(errors, [reason]);
  assert.equal([before.waiting.size, behind.waiting.size], [0, 0]);
});

test("a case that is claimed by an operation on our channel tells its select before the call returns (S8)", async () => {
  const jobs = channel<string>();
  const hit = select({ job: lent(receivingFrom(jobs)) });
  assert.ok(jobs.trySend("measure"));
  assert.is(jobs.stats.waitingReceivers, 0);
  assert.is((await hit).value, "measure");
});

test("a receiver of another kind joins in by the symbol sluice.receiving (S8)", async () => {
  const probe = new Probe();
  const queue = {
    [Symbol.for("sluice.receiving")]() {
      assert.is(this, queue);
      return probe;
    },
  };
  const hit = select({ job: queue as unknown as Probe });
  assert.ok(probe.happen("measure"));
  assert.equal(await hit, { key: "job", done: false, value: "measure" });
});

test("one case may stand in several places, and in several selects (S4, S8)", async () => {
  const probe = new Probe();
  const hits = [select({ a: probe, b: probe }), select([probe])];
  assert.is(probe.waiting.size, 3);
  assert.ok(probe.happen(1));
  assert.is(probe.waiting.size, 1);
  assert.ok(probe.happen(2));
  assert.equal((await Promise.all(hits)).map(({ value }) => value), [1, 2]);
});

test.run();
