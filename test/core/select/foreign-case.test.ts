import * as assert from "uvu/assert";
import { channel, type Got, select, selectLoop, trySelect, type Turn } from "sluice";
import { failure, thrownBy } from "../../support/failure.ts";
import { lent, Probe, receivingFrom } from "../../support/foreign.ts";
import { watchedSignal } from "../../support/signals.ts";
import { got } from "../../support/reading.ts";
import { expectUncaught, pending, suite, turn } from "../../support/test.ts";

const test = suite("foreign case");

function throws(error: unknown): never {
  throw error;
}

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
