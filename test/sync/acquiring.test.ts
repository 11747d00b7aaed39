import * as assert from "uvu/assert";
import { channel, type Got, type Permit, select, selectLoop, Semaphore, sending, trySelect, type Turn } from "sluice";
import { deadTurn, ForeignSelect, lent, Probe } from "../support/foreign.ts";
import { got } from "../support/reading.ts";
import { expectUncaught, pending, suite } from "../support/test.ts";

const test = suite("acquiring");

/** A turn that may be claimed, and notes what happens to it. */
function openTurn(): Turn<unknown> & { readonly events: unknown[] } {
  const events: unknown[] = [];
  return {
    events,
    claim: () => events.push("claim") > 0,
    settle: (result) => void events.push(result),
    fail: (error) => void events.push(error),
  };
}

test("a select that wins takes the permits, which its hit holds (S1, G3)", async () => {
  const seats = new Semaphore(3);
  const hit = await select({ seat: seats.acquiring({ weight: 2 }) });
  assert.is(seats.available, 1);
  hit.value.release();
  assert.is(seats.available, 3);
});

test("acquiring() takes nothing until its case happens, and may be used again (S1, S8)", () => {
  const seats = new Semaphore(2);
  const seat = seats.acquiring();
  assert.is(seats.available, 2);
  assert.is(trySelect({ seat })?.key, "seat");
  assert.is(trySelect({ seat })?.key, "seat");
  assert.is(trySelect({ seat }), undefined);
  assert.is(seats.available, 0);
});

test("a select that waits for a permit is served in line with the others (S3, G3)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const order: string[] = [];
  const first = seats.acquire().then((permit) => (order.push("first"), permit));
  const hit = select({ seat: seats.acquiring() }).then(({ value }) => (order.push("select"), value));
  const last = seats.acquire().then((permit) => (order.push("last"), permit));
  held.release();
  (await first).release();
  (await hit).release();
  (await last).release();
  assert.equal(order, ["first", "select", "last"]);
  assert.is(seats.available, 1);
});

test("a select that loses leaves no trace in the line (S1)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const jobs = channel<string>();
  const hit = select({ seat: seats.acquiring(), job: jobs });
  await jobs.send("measure");
  assert.is((await hit).key, "job");
  held.release();
  assert.is(seats.available, 1);
});

test("a heavy select that loses at the head lets those behind it go (S1, G3)", async () => {
  const seats = new Semaphore(3);
  await seats.acquire();
  const controller = new AbortController();
  const hit = select({ seats: seats.acquiring({ weight: 3 }) }, { signal: controller.signal });
  const behind = seats.acquire();
  assert.ok(await pending(behind));
  controller.abort("enough");
  assert.is(await hit.catch((reason) => reason), "enough");
  assert.not(await pending(behind));
});

test("a permit that comes takes a select out of all its lines (S1)", async () => {
  const [seats, jobs] = [new Semaphore(1), channel<string>()];
  const held = await seats.acquire();
  const hit = select({ a: seats.acquiring(), b: seats.acquiring(), out: sending(jobs, "x"), job: jobs });
  held.release();
  assert.ok(["a", "b"].includes((await hit).key));
  assert.equal([jobs.stats.waitingSenders, jobs.stats.waitingReceivers], [0, 0]);
  const next = seats.acquire();
  assert.ok(await pending(next));
});

test("two selects that want the same two permits each get one (S4, G3)", async () => {
  const [left, right] = [new Semaphore(1), new Semaphore(1)];
  const held = [await left.acquire(), await right.acquire()];
  const hits = [0, 1].map(() => select({ left: left.acquiring(), right: right.acquiring() }));
  held[0]?.release();
  held[1]?.release();
  const keys = (await Promise.all(hits)).map(({ key }) => key);
  assert.equal(keys.sort(), ["left", "right"]);
  assert.equal([left.available, right.available], [0, 0]);
});

test("a release by the select's own foreign case is met by its own permit case (S3, S8)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const releasing = new Probe({ park: () => held.release() });
  const hit = await select({ releasing, seat: seats.acquiring() });
  assert.is(hit.key, "seat");
  assert.equal([releasing.waiting.size, seats.available], [0, 0]);
});

test("a case that releases in its poll() lets the same select acquire (S3, S8)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const releasing = new Probe({ poll: () => void held.release() });
  const hit = await select({ seat: seats.acquiring(), releasing }, { priority: true });
  assert.is(hit.key, "seat");
  assert.is(seats.available, 0);
});

test("a select loop acquires again and again; what it was given is the body's to release (S7)", async () => {
  const seats = new Semaphore(2);
  const taken: Permit[] = [];
  for await (const { value } of selectLoop({ seat: seats.acquiring() })) {
    taken.push(value);
    if (taken.length === 3) break;
    if (taken.length === 2) taken[0]?.release();
  }
  assert.is(seats.available, 0);
  for (const permit of taken) permit.release();
  assert.is(seats.available, 2);
});

test("leaving a select loop that waits for a permit leaves no trace (S7, S1)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const hits = selectLoop({ seat: seats.acquiring() });
  const next = hits.next();
  await hits.return?.();
  assert.ok((await next).done);
  held.release();
  assert.is(seats.available, 1);
});

test("through the public protocol, poll() acquires and park() waits its turn (S8)", () => {
  const seats = new Semaphore(1);
  const seat = lent(seats.acquiring());
  const permit = seat.poll()?.value as Permit;
  assert.is(seat.poll(), undefined);
  const turn = openTurn();
  seat.park(turn);
  assert.equal(turn.events, []);
  permit.release();
  assert.is(turn.events[0], "claim");
  assert.equal([turn.events.length, seats.available], [2, 0]);
  (turn.events[1] as Got<Permit>).value.release();
  assert.is(seats.available, 1);
});

test("a foreign select acquires, or leaves (S8)", async () => {
  const seats = new Semaphore(2);
  const held = await seats.acquire();
  const left = new ForeignSelect([lent(seats.acquiring({ weight: 2 }))]);
  const behind = new ForeignSelect([lent(seats.acquiring())]);
  assert.ok(await pending(behind.result));
  left.leave();
  ((await behind.result).value as Permit).release();
  held.release();
  assert.is(seats.available, 2);
});

test("a permit for a foreign turn whose claim says no goes to the next in line (S8, G3)", async () => {
  const seats = new Semaphore(2);
  const held = await seats.acquire({ weight: 2 });
  const dead = deadTurn();
  seats.acquiring({ weight: 2 }).park(dead);
  const next = seats.acquire();
  held.release();
  assert.is(dead.asked, 1);
  (await next).release();
  assert.is(seats.available, 2);
});

test("a permit for dead turns alone is free again (S8, G3)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  for (let count = 0; count < 3; count++) seats.acquiring().park(deadTurn());
  held.release();
  assert.is(seats.available, 1);
});

test("a turn that parks where a permit came free since its poll takes it, a dead one does not (S8)", () => {
  const seats = new Semaphore(2);
  const [turn, dead] = [openTurn(), deadTurn()];
  seats.acquiring().park(dead)();
  assert.equal([dead.asked, seats.available], [1, 2]);
  seats.acquiring().park(turn)();
  assert.equal([turn.events.length, seats.available], [2, 1]);
});

test("while a foreign turn is asked, its permits are not free, and nobody gets them twice (S8, C21)", async () => {
  const seats = new Semaphore(2);
  const held = await seats.acquire({ weight: 2 });
  const tried: unknown[] = [];
  const events = openTurn();
  const claim = () => {
    tried.push(seats.tryAcquire(2), seats.available);
    return true;
  };
  seats.acquiring().park({ ...events, claim });
  held.release();
  assert.equal(tried, [undefined, 1]);
  assert.is(events.events.length, 1);
  assert.is(seats.available, 1);
});

test("a foreign turn may acquire, release and resize while it is asked (S8, C21)", async () => {
  const seats = new Semaphore(2);
  const [one, two] = [await seats.acquire(), await seats.acquire()];
  const acquired: Promise<Permit>[] = [];
  const claim = () => {
    two.release();
    acquired.push(seats.acquire({ weight: 2 }), seats.acquire());
    seats.resize(3);
    return false;
  };
  seats.acquiring().park({ ...openTurn(), claim });
  const next = seats.acquire();
  one.release();
  (await next).release();
  for (const each of acquired) (await each).release();
  assert.is(seats.available, 3);
});

test("a turn that was claimed, and whose permit went elsewhere meanwhile, gets the next (S8)", () => {
  const seats = new Semaphore(1);
  const taken: (Permit | undefined)[] = [];
  const turn = openTurn();
  const claim = () => {
    taken.push(seats.tryAcquire());
    return true;
  };
  const leave = seats.acquiring().park({ ...turn, claim });
  assert.equal(turn.events, []);
  leave();
  taken[0]?.release();
  assert.is(turn.events.length, 1);
  assert.is(seats.available, 0);
});

test("what a turn throws is reported, and the line goes on (S8, C21)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const broken = new Error("broken");
  seats.acquiring().park({
    ...openTurn(),
    claim() {
      throw broken;
    },
  });
  const next = seats.acquire();
  assert.equal(await expectUncaught(() => held.release()), [broken]);
  assert.not(await pending(next));
});

test("an abort listener that releases in the middle of a select's claim finds the semaphore whole (C21)", async () => {
  const [seats, others] = [new Semaphore(1), new Semaphore(1)];
  const [seat, other] = [await seats.acquire(), await others.acquire()];
  const probe = new Probe({ leave: () => other.release() });
  const hit = select({ seat: seats.acquiring(), probe });
  const waiting = others.acquire();
  seat.release();
  assert.is((await hit).key, "seat");
  await waiting;
  assert.equal([seats.available, others.available], [0, 0]);
});

test("a permit and a value that come in the same tick: one happens, the other stays (S1)", async () => {
  const seats = new Semaphore(1);
  const held = await seats.acquire();
  const probe = new Probe();
  const hit = select({ seat: seats.acquiring(), probe });
  assert.ok(probe.happen("first"));
  held.release();
  assert.equal(await hit, { key: "probe", ...got("first") });
  assert.is(seats.available, 1);
});

test.run();
