// With real servers: `ws` on Node, `Deno.serve` on Deno, `Bun.serve` on Bun.
import * as assert from "uvu/assert";
import { type Buffer, dropping, type OverflowError, pipeline, sliding, take, unbounded } from "sluice";
import { fromWebSocket, type PushSource, type WebSocketError } from "sluice/web";
import { failure, thrownBy } from "../../support/failure.ts";
import { collect } from "../../support/reading.ts";
import { watchedSignal } from "../../support/signals.ts";
import { suite, turn } from "../../support/test.ts";
import { connect, type Connected, withSocket } from "../web-socket/connect.ts";
import { type Pushing, pushingContract } from "../../suites/contracts/adapter.ts";

const test = suite("fromWebSocket");

/** The real server of each runtime, told what to say. */
class Theirs implements Pushing {
  readonly connected: Connected;

  constructor(connected: Connected) {
    this.connected = connected;
  }

  get listeners(): number {
    return this.connected.socket.listening;
  }

  open(buffer: number | Buffer<unknown>, signal?: AbortSignal): PushSource<unknown> {
    return fromWebSocket(this.connected.socket, { buffer, signal });
  }

  push(value: number): Promise<unknown> {
    return this.saying(`say ${value}`, "message");
  }

  end(): Promise<unknown> {
    return this.saying("close", "close");
  }

  fail(): Promise<unknown> {
    return this.saying("close 4000 broken", "close");
  }

  private saying(command: string, event: "message" | "close"): Promise<unknown> {
    const { socket } = this.connected;
    if (socket.readyState !== 1) return Promise.resolve();
    const happened = socket.next(event);
    socket.send(command);
    return happened;
  }
}

const contract = pushingContract({
  title: "fromWebSocket",
  push: async () => {
    const theirs = new Theirs(await connect());
    await theirs.connected.socket.next("open");
    return theirs;
  },
  done: (theirs) => (theirs as Theirs).connected.leave(),
  isFailure: (error) => {
    const { name, code, reason } = error as WebSocketError;
    return name === "WebSocketError" && code === 4000 && reason === "broken";
  },
});

test("values are the data of the messages, in order, and a normal close is the end (W2, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const messages = fromWebSocket<string>(socket, { buffer: unbounded() });
    socket.send("echo 3");
    socket.send("close");
    assert.equal(await collect(messages), ["0", "1", "2"]);
    assert.is(socket.listening, 0);
  }));

test("any other close is an error with code and reason, after what is held (W1, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const messages = fromWebSocket<string>(socket, { buffer: unbounded() });
    socket.send("echo 1");
    socket.send("close 4000 no more");
    assert.is((await messages.receive()).value, "0");
    const error = await failure<WebSocketError>(messages.receive());
    assert.equal([error.name, error.code, error.reason], ["WebSocketError", 4000, "no more"]);
    assert.is(error.message, 'Cannot go on: the WebSocket closed with code 4000, "no more"');
    assert.is(socket.listening, 0);
  }));

test("a server that goes away is an error, and no end (W1, W7)", () =>
  withSocket(async (socket, breakOff) => {
    await socket.next("open");
    const messages = fromWebSocket(socket, { buffer: 1 });
    await breakOff();
    const error = await failure<WebSocketError>(messages.receive());
    assert.is(error.name, "WebSocketError");
    assert.is.not(error.code, 1000);
  }));

test("leaving removes the listeners, and leaves the socket open (W2, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const first = fromWebSocket<string>(socket, { buffer: unbounded() });
    socket.send("echo 2");
    for await (const message of first) if (message === "1") break;
    assert.is(socket.listening, 0);
    const second = fromWebSocket<string>(socket, { buffer: unbounded() });
    socket.send("echo 2");
    assert.equal(await pipeline(second, take(1)).toArray(), ["0"]);
    assert.is(socket.listening, 0);
    fromWebSocket(socket, { buffer: 1 })[Symbol.dispose]();
    assert.equal([socket.listening, socket.readyState], [0, 1]);
  }));

test("an abort removes the listeners, and receives reject with the reason (W2, W7, C15)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const watched = watchedSignal();
    const messages = fromWebSocket(socket, { buffer: 1, signal: watched.signal });
    watched.controller.abort("enough");
    assert.is(await failure(messages.receive()), "enough");
    await turn();
    await turn();
    assert.equal([socket.listening, socket.readyState, watched.listeners], [0, 1, 0]);
  }));

test("a full waiting buffer ends it with an OverflowError, others drop and count; the socket goes on (W2)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const full = fromWebSocket<string>(socket, { buffer: 1 });
    const newest = fromWebSocket<string>(socket, { buffer: sliding(1) });
    const oldest = fromWebSocket<string>(socket, { buffer: dropping(1) });
    const all = fromWebSocket<string>(socket, { buffer: unbounded() });
    socket.send("echo 3");
    for (let n = 0; n < 3; n++) await all.receive();
    assert.is((await full.receive()).value, "0");
    const error = await failure<OverflowError<string>>(full.receive());
    assert.equal([error.name, error.value], ["OverflowError", "1"]);
    assert.equal([newest.tryReceive()?.value, newest.stats.dropped], ["2", 2]);
    assert.equal([oldest.tryReceive()?.value, oldest.stats.dropped], ["0", 2]);
    assert.is(socket.readyState, 1);
  }));

test("a fast writer and a slow reader: every message is received or counted, and few are held (W2, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const messages = fromWebSocket<string>(socket, { buffer: sliding(100) });
    let last = -1;
    let received = 0;
    socket.send("echo 50000");
    for await (const message of messages) {
      assert.ok(Number(message) > last);
      last = Number(message);
      received++;
      if (last === 49_999) break;
      if (received % 50 === 0) await turn();
    }
    const { sent, peak, dropped } = messages.stats;
    assert.equal([sent, received + dropped], [50_000, 50_000]);
    assert.ok(dropped > 0 && peak <= 100, `${dropped} were dropped, ${peak} held at once`);
  }));

test("a socket that is closed already is an error: nobody knows how it ended (W1, W7)", () =>
  withSocket(async (socket) => {
    await socket.next("open");
    const closing = socket.next("close");
    socket.send("close");
    await closing;
    const messages = fromWebSocket(socket, { buffer: 1 });
    assert.is((await failure<WebSocketError>(messages.receive())).code, 1006);
    assert.is(socket.listening, 0);
  }));

test("wrong arguments throw and name themselves (C25)", () =>
  withSocket((socket) => {
    const messages = [
      () => fromWebSocket({} as never, { buffer: 1 }),
      () => fromWebSocket(socket, {} as never),
      () => fromWebSocket(socket, undefined as never),
      () => fromWebSocket(socket, 7 as never),
      () => fromWebSocket(socket, { buffer: 1, signal: 7 as never }),
    ].map((call) => thrownBy<Error>(call).message);
    assert.equal(messages, [
      "socket.addEventListener must be a function, not undefined",
      "options.buffer must be a capacity or a Buffer, not undefined",
      "options.buffer must be a capacity or a Buffer, not undefined",
      "options must be an object, not 7",
      "options.signal must be an AbortSignal, not 7",
    ]);
    assert.is(socket.listening, 0);
  }));

contract.run();
test.run();
