// The heap while a million values pass: adapters hold nothing of what has passed.
import { channel, map, unbounded } from "sluice";
import {
  fromEvents,
  fromObservable,
  fromPublisher,
  fromWebSocket,
  toObservable,
  toPublisher,
  toReadable,
  toTransform,
  toWebSocket,
  toWritable,
} from "sluice/web";
import { Subject } from "rxjs";
import * as assert from "uvu/assert";
import { assertFlat } from "../../support/heap.ts";
import { suite } from "../../support/test.ts";
import { withSocket } from "../../web/web-socket/connect.ts";

const test = suite("leaks: adapters");

const PORTION = 100_000;
const ROUNDS = 10;
const long = { within: 240_000 };

interface Thing {
  readonly number: number;
}

function* things(): Generator<Thing> {
  for (let number = 0;; number++) yield { number };
}

/** Over a million values, the heap stays as it is after the first of them. */
async function assertFlatOver(next: () => unknown): Promise<void> {
  await assertFlat(ROUNDS, async () => {
    for (let count = 0; count < PORTION; count++) await next();
  });
}

test("a million values through streams leave the heap flat (W1)", async () => {
  const out = channel<Thing>();
  const same = toTransform(map((thing: Thing) => thing));
  const piped = toReadable(things()).pipeThrough(same).pipeTo(toWritable(out)).catch(() => {});
  await assertFlatOver(() => out.receive());
  out.cancel();
  await piped;
}, long);

test("a million events and observed values leave the heap flat (W2)", async () => {
  const target = new EventTarget();
  const subject = new Subject<Thing>();
  const events = fromEvents(target, "thing", { buffer: unbounded() });
  const observed = fromObservable(subject, unbounded());
  let number = 0;
  await assertFlatOver(() => {
    target.dispatchEvent(new Event("thing"));
    subject.next({ number: number++ });
    events.tryReceive();
    observed.tryReceive();
  });
  events.cancel();
  observed.cancel();
}, long);

test("a million values that are observed leave the heap flat (W3)", async () => {
  let wake = () => {};
  let seen = 0;
  const subscription = toObservable(things()).subscribe(() => {
    if (++seen % PORTION === 0) wake();
  });
  await assertFlat(ROUNDS, () => new Promise<void>((resolve) => wake = resolve));
  subscription.unsubscribe();
}, long);

test("a million published values leave the heap flat (W4)", async () => {
  const flow = fromPublisher(toPublisher(things()));
  await assertFlatOver(() => flow.next());
  await flow.cancel();
}, long);

test("a million messages from a WebSocket leave the heap flat (W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const messages = fromWebSocket<string>(socket, { buffer: unbounded() });
    await assertFlat(ROUNDS, async () => {
      socket.send(`echo ${PORTION}`);
      for (let count = 0; count < PORTION; count++) await messages.receive();
    });
    assert.is(messages.tryReceive(), undefined);
    messages.cancel();
  }), long);

test("a million messages into a WebSocket leave the heap flat (W7)", () =>
  withSocket(async (socket) => {
    const out = toWebSocket(socket);
    const answers = fromWebSocket<string>(socket, { buffer: unbounded() });
    let sent = 0;
    await assertFlat(ROUNDS, async () => {
      for (let count = 0; count < PORTION; count++) await out.send("message");
      sent += PORTION;
      await out.send("count");
      assert.is((await answers.receive()).value, `received ${sent}`);
    });
  }), long);

test.run();
