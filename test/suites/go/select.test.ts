// What Go's test/chan/select*.go and doubleselect.go say about select, told anew.
import * as assert from "uvu/assert";
import {
  type CaseLike,
  type Channel,
  channel,
  ChannelClosedError,
  type Receiver,
  select,
  selectLoop,
  sending,
  trySelect,
} from "sluice";
import { failure } from "../../support/failure.ts";
import { pending, suite, ticks } from "../../support/test.ts";

const test = suite("Go: test/chan/select");

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const nil = null;

test("chan/doubleselect.go: a value that four cases could send is sent by one of them", async () => {
  const outs = numbers(4).map(() => channel<number>());
  const all = channel<number>();
  const sender = (async () => {
    for (const value of numbers(2_000)) await select(outs.map((out) => sending(out, value)));
    outs.forEach((out) => out.close());
  })();
  const muxes = outs.map(async (out) => {
    for await (const value of out) await all.send(value);
  });
  const closing = Promise.all([sender, ...muxes]).then(() => all.close());
  const seen = new Set<number>();
  for await (const value of all) {
    assert.not(seen.has(value), `${value} came twice`);
    seen.add(value);
  }
  await closing;
  assert.is(seen.size, 2_000);
});

test("chan/select.go: the values of all cases are made for each select, and one of them is sent", async () => {
  let [made, shift] = [0, 0];
  const make = () => (made++, 1 << shift);
  const sendOnce = (a: Channel<number> | null, b: Channel<number> | null) => {
    let sent = 0;
    for (;;) {
      const [first, second] = [make(), make()];
      const hit = trySelect({ a: a && sending(a, first), b: b && sending(b, second) });
      if (hit === undefined) return sent;
      if (hit.key === "a") a = nil;
      else b = nil;
      sent++;
      shift++;
    }
  };
  const [a, b] = [channel<number>(1), channel<number>(1)];
  assert.is(sendOnce(a, b), 2);
  assert.is(((await a.receive()).value ?? 0) | ((await b.receive()).value ?? 0), 3);
  assert.is(sendOnce(a, nil), 1);
  assert.is(made, 10);
});

test("chan/select2.go: a channel that never wins keeps nothing of the selects that waited on it", async () => {
  // The bytes are measured in test/suites/leaks; here it is who still waits.
  const [c, dummy] = [channel<number>(), channel<number>()];
  const sent = c.sendAll(numbers(10_000));
  for (const value of numbers(10_000)) {
    const hit = select({ c, dummy });
    assert.ok(dummy.stats.waitingReceivers <= 1);
    assert.equal(await hit, { key: "c", done: false, value });
  }
  await sent;
  assert.is(dummy.stats.waitingReceivers, 0);
});

// chan/select3.go. In Go a nil channel may stand anywhere; here only among the cases of a select.

test("chan/select3.go: a case on nil is never selected", () => {
  assert.is(trySelect({ in: nil }), undefined);
  assert.is(trySelect([nil, nil]), undefined);
});

test("chan/select3.go: a send where there is room never waits", async () => {
  assert.not(await pending(channel<number>(1).send(7)));
});

test("chan/select3.go: a receive from a closed channel never waits", async () => {
  const closed = channel<number>();
  closed.close();
  for (const _ of numbers(10)) assert.equal(await closed.receive(), { done: true, value: undefined });
});

test("chan/select3.go: a send to a closed channel fails", async () => {
  const closed = channel<number>();
  closed.close();
  assert.instance(await failure(closed.send(7)), ChannelClosedError);
});

test("chan/select3.go: a second close() changes nothing, where Go panics", () => {
  const closed = channel<number>();
  closed.close();
  closed.close();
  closed.close(new Error("too late"));
  assert.equal(closed.tryReceive(), { done: true, value: undefined });
});

test("chan/select3.go: a receive from a channel that is not ready waits", async () => {
  assert.ok(await pending(channel<number>().receive()));
});

test("chan/select3.go: an empty select is a TypeError, where Go waits for ever", async () => {
  assert.instance(await failure(select({})), TypeError);
});

test("chan/select3.go: a select with only nil cases waits", async () => {
  const cases: { [key: string]: null }[] = [{ in: nil }, { out: nil }, { in: nil, out: nil }];
  for (const each of cases) assert.ok(await pending(select(each)));
});

test("chan/select3.go: a select whose channels are not ready waits", async () => {
  assert.ok(await pending(select([channel<number>()])));
});

test("chan/select3.go: a select with a default never waits", () => {
  assert.is(trySelect([nil]), undefined);
  assert.is(trySelect([channel<number>()]), undefined);
});

test("chan/select3.go: a select with a ready channel takes it rather than the default", () => {
  const c = channel<number>(1);
  assert.equal(trySelect([sending(c, 7)]), { key: 0, done: false, value: undefined });
  assert.equal(trySelect([c]), { key: 0, done: false, value: 7 });
});

test("chan/select3.go: a select on a closed channel behaves like the plain operation", async () => {
  const closed = channel<number>();
  closed.close();
  assert.equal(await select([closed]), { key: 0, done: true, value: undefined });
  assert.instance(await failure(select([sending(closed, 7)])), ChannelClosedError);
});

test("chan/select3.go: a select is not confused when it sees itself", async () => {
  const c = channel<number>();
  assert.ok(await pending(select([sending(c, 1), c])));
});

test("chan/select4.go: only the case that happens has its value used", async () => {
  const [c, c1] = [channel<number>(1), channel<number>()];
  await c.send(42);
  const hit = await select({ c1, c });
  assert.equal([hit.key, hit.value, c1.stats.received], ["c", 42, 0]);
});

/** All ways to leave out or keep the decoys of chan/select5.go around the one case that can happen. */
function* surroundings(real: CaseLike): Generator<CaseLike[]> {
  const dummy = channel<number>();
  const decoys: (() => CaseLike)[] = [() => sending(dummy, 1), () => dummy, () => nil, () => false];
  for (let chosen = 0; chosen < 2 ** decoys.length; chosen++) {
    const kept = decoys.filter((_, index) => chosen & (1 << index)).map((decoy) => decoy());
    for (let place = 0; place <= kept.length; place++) yield [...kept.slice(0, place), real, ...kept.slice(place)];
  }
}

test("chan/select5.go: whatever stands around it, the receive that can happen happens", async () => {
  const c = channel<number>(1);
  let n = 0;
  for (const cases of surroundings(c)) {
    const place = cases.indexOf(c);
    for (const choose of [select, trySelect]) {
      c.trySend(++n);
      assert.equal(await choose(cases), { key: place, done: false, value: n });
    }
    assert.is(c.size, 0);
  }
  assert.ok(n > 90);
});

test("chan/select5.go: whatever stands around it, the send that can happen happens", async () => {
  const c = channel<number>(1);
  let n = 0;
  for (const _ of surroundings(nil)) {
    for (const choose of [select, trySelect]) {
      const real = sending(c, ++n);
      const [cases] = [...surroundings(real)].slice(n % 20);
      assert.equal(await choose(cases ?? []), { key: cases?.indexOf(real), done: false, value: undefined });
      assert.equal(c.tryReceive(), { done: false, value: n });
    }
  }
  assert.ok(n > 90);
});

test("chan/select5.go: whatever stands around nothing, nothing happens", () => {
  let n = 0;
  for (const cases of surroundings(nil)) {
    // A dummy that is both sent to and received from does not meet itself.
    assert.is(trySelect(cases), undefined);
    n++;
  }
  assert.ok(n > 40);
});

test("chan/select5.go: the cases are evaluated in the order written, each once a round", async () => {
  const c = channel<number>(2);
  await c.sendAll([1, 2]);
  const order: number[] = [];
  const note = <T>(place: number, value: T) => (order.push(place), value);
  const loop = selectLoop([() => note(1, nil), () => note(2, c), () => note(3, channel<number>())]);
  await loop.next();
  assert.equal(order, [1, 2, 3]);
  await loop.next();
  assert.equal(order, [1, 2, 3, 1, 2, 3]);
});

test("chan/select6.go: a lost case at the end of a line leaves the line as it was for those who come", async () => {
  const [c1, c2, c3] = [channel<boolean>(), channel<boolean>(), channel<boolean>()];
  const first = c1.receive();
  const second = (async () => {
    const hit = await select({ dummy: c1, c2 });
    assert.is(hit.key, "c2");
    await c3.send(true);
    return await c1.receive();
  })();
  const third = c2.send(true);
  await c3.receive();
  await c1.send(true);
  await c1.send(false);
  assert.equal([(await first).value, (await second).value], [true, false]);
  await third;
});

test("chan/select7.go: a plain or selected send meets a plain or selected receive", async () => {
  const receives: ((c: Receiver<number>) => Promise<{ value: number | undefined }>)[] = [
    (c) => c.receive(),
    (c) => select([c]),
    (c) => select([c, channel<number>()]),
  ];
  const sends: ((c: Channel<number>) => Promise<unknown>)[] = [
    (c) => c.send(1),
    (c) => select([sending(c, 1)]),
    (c) => select([sending(c, 1), sending(channel<number>(), 2)]),
  ];
  for (const receive of receives) {
    for (const send of sends) {
      const c = channel<number>();
      const received = receive(c);
      await ticks(1);
      await send(c);
      assert.is((await received).value, 1);
    }
  }
});

test("chan/select8.go: a break leaves the select, or the loop, and nothing behind", async () => {
  const c = channel<number>();
  const sender = (async () => {
    for (;;) await c.send(5);
  })();
  let passed = 0;
  for (const other of [nil, channel<number>()]) {
    for await (const { value } of selectLoop([c, other])) {
      assert.is(value, 5);
      passed++;
      break;
    }
  }
  assert.is(trySelect({ nil }), undefined);
  assert.is((await select({ c, out: sending(c, 10) })).key, "c");
  assert.is(passed, 2);
  await ticks(3);
  assert.equal([c.stats.waitingSenders, c.stats.waitingReceivers], [1, 0]);
  c.cancel();
  assert.instance(await failure(sender), ChannelClosedError);
});

test.run();
