// With real servers: `ws` on Node, `Deno.serve` on Deno, `Bun.serve` on Bun.
import * as assert from "uvu/assert";
import { type ChannelClosedError, pipeline, select, type Sender, sending, sleep, unbounded } from "sluice";
import { fromWebSocket, toWebSocket, type WebSocketData, type WebSocketError } from "sluice/web";
import { failure, thrownBy } from "../../support/failure.ts";
import { pending, suite, turn } from "../../support/test.ts";
import { withTimers } from "../../support/timers.ts";
import { sendingContract } from "../../suites/contracts/adapter.ts";
import { connect, type CountedSocket, withSocket } from "../web-socket/connect.ts";

const test = suite("toWebSocket");

const chunk = new Uint8Array(65_536);
const FULL = 16 * 1024 * 1024;

const contract = sendingContract({
  title: "toWebSocket",
  send: async (body) => {
    const { socket, breakOff, wake, texts, leave } = await connect();
    try {
      await socket.next("open");
      await body({
        out: toWebSocket(socket),
        async fill() {
          socket.send("block 20000");
          do { // more than kernels may still take later
            while (socket.bufferedAmount <= FULL) socket.send(chunk);
            await sleep(50);
          } while (socket.bufferedAmount <= FULL);
        },
        readAll() {
          wake();
          return texts();
        },
        async leave() {
          const closed = socket.next("close");
          await breakOff();
          return await closed;
        },
        get listeners() {
          return socket.listening;
        },
      });
    } finally {
      wake();
      await leave();
    }
  },
});

/** How many messages the server has counted. */
async function count(socket: CountedSocket): Promise<number> {
  using answers = fromWebSocket<string>(socket, { buffer: unbounded() });
  socket.send("count");
  for await (const answer of answers) {
    if (answer.startsWith("received")) return Number(answer.slice("received ".length));
  }
  return assert.unreachable("The socket was closed") as never;
}

/** Has the server stop reading for so long, and sends until a send waits; gives that one. */
async function choked(
  out: Sender<WebSocketData>,
  ms: number,
  signal?: AbortSignal,
): Promise<{ sent: number; last: Promise<void> }> {
  await out.send(`block ${ms}`);
  for (let sent = 1;; sent++) {
    const last = out.send(chunk, { signal });
    last.catch(() => {});
    if (await Promise.race([last.then(() => false), sleep(200).then(() => true)])) return { sent, last };
  }
}

test("a slow reader holds a fast writer back: nothing is lost, little is held (W7)", () =>
  withSocket(async (socket) => {
    const out = toWebSocket(socket);
    let highest = 0;
    await out.send("block 400");
    const start = performance.now();
    for (let n = 0; n < 500; n++) {
      await out.send(chunk);
      highest = Math.max(highest, socket.bufferedAmount);
    }
    assert.ok(performance.now() - start > 300, "it did not wait for the reader");
    assert.ok(highest <= 65_536, `${highest} bytes were held`);
    assert.is(await count(socket), 500);
  }));

test("sends wait for the connection, in order; one that is aborted meanwhile is not sent (W7, C14)", () =>
  withSocket(async (socket) => {
    const out = toWebSocket(socket);
    const controller = new AbortController();
    assert.not(out.trySend("too early"));
    const first = out.send("first");
    const aborted = failure(out.send("second", { signal: controller.signal }));
    const third = out.send("third");
    assert.ok(await pending(third));
    controller.abort("enough");
    assert.is(await aborted, "enough");
    await Promise.all([first, third]);
    assert.is(await count(socket), 2);
  }));

test("close() closes with 1000, after what waits (W7, C7)", () =>
  withSocket(async (socket) => {
    const closing = socket.next("close");
    const out = toWebSocket(socket);
    const sent = Promise.all([out.send("one"), out.send("two")]);
    out.close();
    out.close();
    assert.ok(out.closed);
    const refused = await failure<ChannelClosedError>(out.send("late"));
    assert.equal([refused.name, refused.value], ["ChannelClosedError", "late"]);
    await sent;
    assert.is((await closing).code, 1000);
    assert.is(socket.listening, 0);
    assert.not(out.signal.aborted);
  }));

test("a send that waited when close() was called resolves once its data have left, without the closing handshake (W7, C7)", () =>
  withSocket(async (socket) => {
    const closing = socket.next("close");
    const out = toWebSocket(socket);
    const sent = [out.send("one"), out.send("two")];
    out.close();
    for (const each of sent) {
      await each;
      assert.is(socket.readyState, 2);
    }
    assert.is((await closing).code, 1000);
  }));

test("close() before it is connected is an end like any other (W7)", () =>
  withSocket(async (socket) => {
    const closing = socket.next("close");
    const out = toWebSocket(socket);
    out.close();
    const { code, wasClean } = await closing;
    assert.equal([code, wasClean], [1000, true]);
    assert.not(out.signal.aborted);
  }));

test("close() closes it as well when the last one that waited was aborted (W7, C7, C14)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const closing = socket.next("close");
    const out = toWebSocket(socket, { highWaterMark: 0 });
    socket.send("block 300");
    while (socket.bufferedAmount === 0) socket.send(chunk);
    const controller = new AbortController();
    const waiting = ["one", "two"].map((text) => failure(out.send(text, { signal: controller.signal })));
    out.close();
    controller.abort("enough");
    assert.equal(await Promise.all(waiting), ["enough", "enough"]);
    assert.is((await closing).code, 1000);
  }));

test("close(error) closes with 1011, or 4011 where the engine keeps that for itself (W1, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const closing = socket.next("close");
    const out = toWebSocket(socket);
    out.close(new Error("secret"));
    assert.ok([1011, 4011].includes((await closing).code));
    assert.equal([out.closed, out.signal.aborted], [true, false]);
  }));

test("close(error) is no break: what the socket has then is sent (W7, C12, C26)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const closing = socket.next("close");
    const out = toWebSocket(socket);
    const { last } = await choked(out, 1_000);
    out.close(new Error("secret"));
    await last;
    assert.ok([1011, 4011].includes((await closing).code));
    assert.not(out.signal.aborted);
  }));

test("close(error) is 4011 where the engine lets nobody say 1011, as browsers do (W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const closing = socket.next("close");
    const close = socket.close.bind(socket);
    const out = toWebSocket(Object.assign(socket, {
      close(code?: number) {
        if (code === 1011) {
          throw new DOMException("The code must be 1000 or between 3000 and 4999", "InvalidAccessError");
        }
        close(code);
      },
    }));
    out.close("broken");
    assert.is((await closing).code, 4011);
  }));

test("a socket that the other side closes rejects sends, hands values back and aborts the signal (W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    const closing = socket.next("close");
    await out.send("close 4000 no more");
    assert.is((await closing).code, 4000);
    const error = await failure<ChannelClosedError>(out.send("late"));
    assert.equal([error.name, error.value], ["ChannelClosedError", "late"]);
    const { code: cause, reason } = error.cause as WebSocketError;
    assert.equal([cause, reason], [4000, "no more"]);
    assert.is(out.signal.reason, error.cause);
    assert.ok(out.closed);
    assert.is(socket.listening, 0);
  }));

test("it also aborts the signal when the other side closes normally: nobody reads any more (W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    const closing = socket.next("close");
    await out.send("close");
    await closing;
    assert.ok(out.signal.aborted);
    assert.is((await failure<Error>(out.send("late"))).name, "ChannelClosedError");
  }));

test("when the connection breaks, sends that wait for it to drain reject, and those behind them (W7)", () =>
  withSocket(async (socket, breakOff) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    await choked(out, 20_000);
    const sends = Array.from({ length: 200 }, () => out.send(chunk)); // far more than any buffer may still take
    const outcomes = Promise.allSettled(sends);
    await sleep(100);
    await breakOff();
    const states = (await outcomes).map((outcome) =>
      outcome.status === "fulfilled" ? "sent" : (outcome.reason as ChannelClosedError).name
    );
    assert.equal([...new Set(states)].filter((state) => state !== "sent"), ["ChannelClosedError"]);
    assert.is(states.at(-1), "ChannelClosedError");
    assert.equal(states, [...states].sort().reverse(), "one behind another that was lost was sent");
  }));

test("while it is full, trySend is false, and a send that is aborted leaves the line (W7, C4, C14)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    const { sent, last } = await choked(out, 2_000);
    const controller = new AbortController();
    const behind = failure(out.send("behind", { signal: controller.signal }));
    assert.not(out.trySend("no room"));
    controller.abort("enough");
    assert.is(await behind, "enough");
    const next = out.send("next");
    await last;
    await next;
    assert.is(await count(socket), sent + 1);
  }));

test("an abort ends the wait for the socket to drain, but what the socket has is sent (W7, C14)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    const controller = new AbortController();
    const { sent, last } = await choked(out, 2_000, controller.signal);
    controller.abort("enough");
    assert.ok(await Promise.race([last.then(() => true), sleep(1_000).then(() => false)]));
    assert.is(await count(socket), sent);
  }));

test("an aborted send that waited alone disarms the timer (T2)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket, { highWaterMark: 0 });
    socket.send("block 300");
    while (socket.bufferedAmount === 0) socket.send(chunk);
    await withTimers(async (timers) => {
      const controller = new AbortController();
      const waiting = failure(out.send("late", { signal: controller.signal }));
      assert.is(timers.armed, 1);
      controller.abort("enough");
      assert.is(await waiting, "enough");
      assert.is(timers.armed, 0);
    });
  }));

/** A socket that is full, and drains and breaks when a test says so. */
function fullSocket() {
  const socket = Object.assign(new EventTarget(), {
    readyState: 1,
    bufferedAmount: 1,
    send: (text: string) => void (socket.bufferedAmount += text.length),
    close: () => void (socket.readyState = 2),
    breakOff() {
      socket.readyState = 3;
      socket.dispatchEvent(Object.assign(new Event("close"), { wasClean: false, code: 1006, reason: "" }));
    },
  });
  return socket;
}

test("an abort that ends the last wait for data to leave disarms the timer (T2, W7)", async () => {
  const socket = fullSocket();
  socket.bufferedAmount = 0;
  const out = toWebSocket(socket as unknown as WebSocket, { highWaterMark: 0 });
  await withTimers(async (timers) => {
    const controller = new AbortController();
    const sent = out.send("data", { signal: controller.signal });
    assert.ok(await pending(sent));
    assert.is(timers.armed, 1);
    controller.abort();
    assert.is(await sent, undefined);
    assert.is(timers.armed, 0);
  });
});

test("a send that waits for its data to leave rejects when the connection breaks before (W7)", async () => {
  const socket = fullSocket();
  const out = toWebSocket(socket, { highWaterMark: 4 });
  const waiting = failure<ChannelClosedError<WebSocketData>>(out.send("too long"));
  assert.ok(await pending(waiting));
  socket.breakOff();
  const { name, message, value, cause } = await waiting;
  assert.equal([name, message], ["ChannelClosedError", "Cannot send: the WebSocket closed first"]);
  assert.is(value, "too long");
  assert.is((cause as WebSocketError).code, 1006);
});

test("a socket that is gone has no timer any more (T2)", () =>
  withTimers(async (timers) => {
    const socket = fullSocket();
    const waiting = failure<Error>(toWebSocket(socket, { highWaterMark: 0 }).send("late"));
    assert.is(timers.armed, 1);
    socket.breakOff();
    assert.is((await waiting).name, "ChannelClosedError");
    assert.is(timers.armed, 0);
  }));

for (const closes of ["we", "others"]) {
  test(`what drains while ${closes} close the socket is sent, though the connection breaks after that (W7, C7)`, () =>
    withTimers(async (timers) => {
      const socket = fullSocket();
      const out = toWebSocket(socket, { highWaterMark: 0 });
      const sent = out.send("one");
      socket.bufferedAmount = 0;
      timers.pass(1);
      assert.is(socket.bufferedAmount, 3);
      (closes === "we" ? out : socket).close();
      await turn();
      assert.equal([socket.readyState, timers.armed], [2, 1]);
      socket.bufferedAmount = 0;
      timers.pass(2);
      assert.not(await pending(sent));
      socket.breakOff();
      await sent;
      assert.is(timers.armed, 0);
    }));
}

test("a send that still waits for room when others close the socket learns why from its event (W7)", () =>
  withTimers(async (timers) => {
    const socket = fullSocket();
    const out = toWebSocket(socket, { highWaterMark: 0 });
    const waiting = failure<ChannelClosedError>(out.send("late"));
    socket.close();
    socket.bufferedAmount = 0;
    timers.pass(1);
    socket.breakOff();
    const { value, cause } = await waiting;
    assert.equal([value, (cause as WebSocketError).code, timers.armed], ["late", 1006, 0]);
  }));

test("those in line while others close the socket wait for its event alone, without a timer (W7, T2)", () =>
  withTimers(async (timers) => {
    const socket = fullSocket();
    socket.bufferedAmount = 0;
    const out = toWebSocket(socket, { highWaterMark: 0 });
    const sent = out.send("one");
    const behind = [failure<ChannelClosedError>(out.send("two"))];
    socket.close();
    await turn();
    assert.equal([socket.bufferedAmount, timers.armed], [3, 1]);
    socket.bufferedAmount = 0;
    timers.pass(1);
    await sent;
    assert.is(timers.armed, 0);
    behind.push(failure(out.send("three")));
    assert.is(timers.armed, 0);
    socket.breakOff();
    assert.equal((await Promise.all(behind)).map(({ value }) => value), ["two", "three"]);
  }));

test("a pipeline flows into it no faster than the other side reads (W7)", () =>
  withSocket(async (socket) => {
    const closing = socket.next("close");
    const sent = await pipeline(Array.from({ length: 100 }, (_, n) => `${n}`)).into(toWebSocket(socket));
    assert.equal([sent, (await closing).code], [100, 1000]);
  }));

test("sendAll and a select send into it, too (W7, S1)", () =>
  withSocket(async (socket) => {
    const out = toWebSocket(socket);
    assert.is(await out.sendAll(["one", "two"]), 2);
    assert.is((await select({ out: sending(out, "three") })).key, "out");
    assert.is(await count(socket), 3);
  }));

test("over a socket that closes, or is closed, nothing can be sent (W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const closing = socket.next("close");
    socket.close();
    for (const _ of ["closing", "closed"]) {
      const out = toWebSocket(socket);
      assert.ok(out.closed && out.signal.aborted);
      assert.is((await failure<Error>(out.send("late"))).name, "ChannelClosedError");
      assert.is(socket.listening, 0);
      await closing;
    }
  }));

test("a send into a socket that others are closing rejects, though no event has come yet, and trySend() is false (W7, C4)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    socket.close();
    assert.is(out.trySend("late"), false);
    const error = await failure<ChannelClosedError>(out.send("late"));
    assert.equal([error.name, error.value], ["ChannelClosedError", "late"]);
  }));

test("wrong arguments throw and name themselves (C25)", () =>
  withSocket((socket) => {
    const messages = [
      () => toWebSocket({} as never),
      () => toWebSocket(new EventTarget() as never),
      () => toWebSocket(socket, { highWaterMark: -1 }),
      () => toWebSocket(socket, 7 as never),
    ].map((call) => thrownBy<Error>(call).message);
    assert.equal(messages, [
      "socket.addEventListener must be a function, not undefined",
      "socket.send must be a function, not undefined",
      "options.highWaterMark must be an integer of at least 0, not -1",
      "options must be an object, not 7",
    ]);
  }));

contract.run();
test("what the socket's own send() tries with the sender is refused, and changes nothing (C21, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const out = toWebSocket(socket);
    const refused: Promise<Error>[] = [];
    const sent: unknown[] = [];
    const { send } = socket;
    socket.send = (data) => {
      if (refused.length === 0) {
        refused.push(failure<Error>(out.send("x")), failure<Error>(out.send("y")));
        refused.push(Promise.resolve(thrownBy<Error>(() => out.close(new Error("broken")))));
      }
      sent.push(data);
      send.call(socket, data);
    };
    await out.send("a");
    for (const error of await Promise.all(refused)) assert.match(error.message, / is calling its buffer$/);
    const closed = socket.next("close");
    out.close();
    assert.equal([sent, (await closed).code], [["a"], 1000]);
  }));

test.run();
