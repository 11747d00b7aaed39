// Over UDP, from one real socket to another.
import dgram from "node:dgram";
import { readFileSync } from "node:fs";
import process from "node:process";
import { type Buffer, pipeline, sliding, strict, take, unbounded } from "sluice";
import { type Datagram, fromDatagrams, type PushSource } from "sluice/node";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { drained } from "../support/reading.ts";
import { suite, turn } from "../support/test.ts";
import { type Pushing, pushingContract } from "../suites/contracts/adapter.ts";
import { closing, event, until } from "./events.ts";
import { settled } from "./traffic.ts";

const test = suite("datagrams");

interface Pair {
  readonly receiver: dgram.Socket;
  readonly port: number;
  readonly send: (text: string) => Promise<void>;
}

async function paired(body: (pair: Pair) => unknown): Promise<void> {
  const [receiver, sender] = [dgram.createSocket("udp4"), dgram.createSocket("udp4")];
  receiver.bind(0, "127.0.0.1");
  await event(receiver, "listening");
  const { port } = receiver.address();
  const send = (text: string) =>
    new Promise<void>((resolve, reject) =>
      sender.send(text, port, "127.0.0.1", (error) => error ? reject(error) : resolve())
    );
  try {
    await body({ receiver, port, send });
  } finally {
    sender.close();
    if (listening(receiver)) receiver.close();
  }
}

function listening(socket: dgram.Socket): boolean {
  try {
    return socket.address() !== undefined;
  } catch {
    return false;
  }
}

/** How many datagrams the kernel has lost that were meant for this port. Only that of Linux says so. */
function lostByKernel(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = readFileSync("/proc/net/udp", "utf8").split("\n").map((line) => line.trim().split(/\s+/));
  return Number(rows.find(([, address]) => address?.endsWith(local))?.at(-1));
}

/** Two sockets, one of which hears the other. */
class Theirs implements Pushing {
  private readonly pair: Pair;
  readonly leave: () => void;

  constructor(pair: Pair, leave: () => void) {
    this.pair = pair;
    this.leave = leave;
  }

  get listeners(): number {
    const { receiver } = this.pair;
    return ["message", "error", "close"].reduce((sum, name) => sum + receiver.listenerCount(name), 0);
  }

  open(buffer: number | Buffer<unknown>): PushSource<unknown> {
    return fromDatagrams(this.pair.receiver, buffer as Buffer<Datagram>);
  }

  async push(value: number): Promise<void> {
    const came = new Promise((resolve) => this.pair.receiver.once("message", resolve));
    await this.pair.send(`${value}`);
    await came;
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.pair.receiver.once("close", resolve));
    this.pair.receiver.close();
    await closed;
  }

  fail(error: Error): void {
    this.pair.receiver.emit("error", error);
  }
}

const contract = pushingContract({
  title: "fromDatagrams",
  notHere: {
    "a full waiting buffer": "datagrams may be lost on any way: a full buffer that would have a sender wait drops them",
    "an abort stops it": "it takes no signal: using and cancel() stop it",
  },
  numberOf: ({ data }: Datagram) => Number(`${data}`),
  push: () =>
    new Promise<Pushing>((resolve, reject) => {
      paired((pair) => new Promise<void>((leave) => resolve(new Theirs(pair, leave)))).catch(reject);
    }),
  done: (theirs) => (theirs as Theirs).leave(),
});

test("fromDatagrams() gives what comes, and from whom (N2)", () =>
  paired(async ({ receiver, send }) => {
    const datagrams = fromDatagrams(receiver, 4);
    await send("hello");
    const { value } = await datagrams.receive();
    assert.is(`${value?.data}`, "hello");
    assert.is(value?.address, "127.0.0.1");
    assert.type(value?.port, "number");
  }));

test("leaving takes the listeners away and leaves the socket open (N2)", () =>
  paired(async ({ receiver, send }) => {
    const before = receiver.eventNames().length;
    const datagrams = fromDatagrams(receiver, 4);
    await send("one");
    await pipeline(datagrams, take(1)).run();
    assert.is(receiver.eventNames().length, before);
    using again = fromDatagrams(receiver, 4);
    await send("two");
    assert.is(`${(await again.receive()).value?.data}`, "two");
  }));

test("it ends with the socket, and fails with its error (N2)", async () => {
  await paired(async ({ receiver, send }) => {
    const datagrams = fromDatagrams(receiver, 4);
    await send("last");
    await until(() => datagrams.stats.sent === 1);
    const closed = closing(receiver);
    receiver.close();
    await closed;
    assert.is(`${(await datagrams.receive()).value?.data}`, "last");
    assert.ok((await datagrams.receive()).done);
  });
  await paired(async ({ receiver }) => {
    const broken = new Error("Cable cut");
    const next = failure(fromDatagrams(receiver, 4).receive());
    receiver.emit("error", broken);
    assert.is(await next, broken);
  });
});

test("a buffer that would have a sender wait drops instead, and one that refuses ends it (N2)", () =>
  paired(async ({ receiver, send }) => {
    const waiting = fromDatagrams(receiver, 2);
    const refusing = fromDatagrams(receiver, strict(2));
    for (const text of ["1", "2", "3", "4"]) await send(text);
    await until(() => waiting.stats.sent === 4);
    assert.is(waiting.stats.dropped, 2);
    assert.equal(drained(waiting).map(({ data }) => `${data}`), ["1", "2"]);
    await send("5");
    assert.is(`${(await waiting.receive()).value?.data}`, "5");
    assert.equal([refusing.tryReceive(), refusing.tryReceive()].map((got) => `${got?.value?.data}`), ["1", "2"]);
    assert.is((await failure<Error>(refusing.receive())).name, "OverflowError");
  }));

test(
  "in a flood every datagram is received, dropped or lost by the kernel: none is unaccounted for (N2)",
  () =>
    paired(async ({ receiver, port, send }) => {
      const datagrams = fromDatagrams(receiver, sliding(1024));
      let [sent, came] = [0, 0];
      receiver.on("message", () => came++);
      const flood = async (count: number) => {
        for (const end = sent + count; sent < end; sent++) await send(`${sent}`);
      };
      await flood(2000); // more than the kernel holds
      while (sent < 20_000) {
        await flood(50);
        await turn();
        if (sent % 5000 === 1000) datagrams.tryReceive(); // a consumer that is far too slow
      }
      await settled(() => datagrams.stats.sent);
      if (process.platform === "linux") assert.is(came + lostByKernel(port), sent);
      const { received, dropped } = datagrams.stats;
      assert.ok(dropped > 0);
      const held = drained(datagrams).map(({ data }) => Number(`${data}`));
      assert.is(held.length, 1024);
      assert.is(received + held.length + dropped, came);
      assert.ok(held.every((number, index) => index === 0 || number > (held[index - 1] ?? 0)), "the newest, in order");
    }),
  { within: 60_000 },
);

test("wrong arguments are a TypeError, and so is a missing buffer (C25)", () => {
  const socket = dgram.createSocket("udp4");
  assert.match(thrownBy<Error>(() => fromDatagrams({} as never, unbounded())).message, "socket.on must be a function");
  assert.match(thrownBy<Error>(() => fromDatagrams(socket, undefined as never)).message, "buffer must be a capacity");
  socket.close();
});

contract.run();
test.run();
