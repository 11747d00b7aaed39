// Over TCP, between the two ends of real connections.
import type net from "node:net";
import { after, channel, pipeline, select, type Sender, sending, trySelect } from "sluice";
import { fromSocket, toSocket } from "sluice/node";
import * as assert from "uvu/assert";
import { failure, thrownBy } from "../support/failure.ts";
import { pending, suite, turn } from "../support/test.ts";
import { sendingContract } from "../suites/contracts/adapter.ts";
import { closing, event, until } from "./events.ts";
import { connected } from "./loopback.ts";
import { settled } from "./traffic.ts";

const test = suite("socket-sender");
const MEGABYTE = new Uint8Array(1024 * 1024);

/** Sends until the kernels on both sides are full, too, and the next send waits. Gives how many bytes that took. */
function fill(out: Sender<Uint8Array>): Promise<number> {
  let bytes = 0;
  return settled(() => {
    while (out.trySend(MEGABYTE)) bytes += MEGABYTE.length;
    return bytes;
  });
}

const contract = sendingContract({
  title: "toSocket",
  notHere: {
    "once it is over nobody listens": "a socket that is gone is never used again, and its listeners go with it",
  },
  send: (body) =>
    connected(async ({ client, server }) => {
      const out = toSocket(server);
      await body({
        out,
        fill: () => fill(out),
        readAll: async () => (await text(client)).replaceAll("\0", ""),
        leave: async () => {
          client.resetAndDestroy();
          while (!out.closed) {
            out.trySend("anybody there?");
            await turn();
          }
        },
        listeners: 0,
      });
    }),
});

async function text(socket: net.Socket): Promise<string> {
  return (await fromSocket(socket).toArray()).join("");
}

test("toSocket() writes strings and bytes, and close() ends the socket (N2)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    await out.send("hel");
    assert.ok(out.trySend(new Uint8Array([108])));
    assert.is(await out.sendAll(["o", "!"]), 2);
    assert.not(out.closed);
    out.close();
    out.close();
    assert.ok(out.closed);
    assert.is(await text(client), "hello!");
    assert.not(out.signal.aborted);
  }));

test("it waits while the socket is full, and in line (N2, C1)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    await fill(out);
    const order: string[] = [];
    const sends = ["first", "second"].map((name) => out.send(name).then(() => order.push(name)));
    assert.not(out.trySend("third"));
    assert.ok(await pending(Promise.race(sends)));
    const reading = text(client);
    await Promise.all(sends);
    assert.equal(order, ["first", "second"]);
    out.close();
    assert.match(await reading, /firstsecond$/);
  }));

test("an aborted send leaves the line, and its chunk is not written (N2, C14)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    await fill(out);
    const controller = new AbortController();
    const left = failure(out.send("left", { signal: controller.signal }));
    const stays = out.send("stays");
    controller.abort("enough");
    assert.is(await left, "enough");
    const reading = text(client);
    await stays;
    out.close();
    const all = await reading;
    assert.ok(all.endsWith("stays"));
    assert.not(all.includes("left"));
  }));

test("close() ends the socket once what waits is written (N2, C7)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    await fill(out);
    const last = out.send("last");
    out.close();
    assert.is((await failure<Error>(out.send("late"))).name, "ChannelClosedError");
    const reading = text(client);
    await last;
    assert.ok((await reading).endsWith("last"));
  }));

test("close(error) destroys the socket with that error, and rejects what waits (N2)", () =>
  connected(async ({ server }) => {
    const out = toSocket(server);
    await fill(out);
    const waiting = failure<Error & { value: string }>(out.send("waits"));
    const broken = new Error("Wrong answer");
    const closed = failure(closing(server));
    out.close(broken);
    const { name, value, cause } = await waiting;
    assert.equal([name, value, cause], ["ChannelClosedError", "waits", broken]);
    assert.is(await closed, broken);
    assert.is(server.errored, broken);
  }));

test("a socket that is gone rejects sends with ChannelClosedError, and aborts the signal (N2)", () =>
  connected(async ({ server }) => {
    const out = toSocket(server);
    await fill(out);
    const { signal } = out;
    const broken = new Error("Cable cut");
    const waiting = failure<Error>(out.send("waits"));
    server.destroy(broken);
    assert.is((await failure<Error>(out.send("at once"))).name, "ChannelClosedError");
    const { name, cause } = await waiting;
    assert.equal([name, cause], ["ChannelClosedError", broken]);
    assert.is(signal.reason, broken);
    assert.ok(out.closed);
    assert.not(out.trySend("late"));
    const late = toSocket(server);
    assert.is((await failure<Error>(late.send("late"))).cause, broken);
    assert.ok(late.signal.aborted);
  }));

test("a socket that others ended refuses more (N2)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    server.end("the end");
    assert.is((await failure<Error>(out.send("late"))).name, "ChannelClosedError");
    assert.is(await text(client), "the end");
    await until(() => out.closed);
  }));

test("trySend() is false from the moment on in which it is gone (N2, C4)", () =>
  connected(({ server }) => {
    const out = toSocket(server);
    server.destroy();
    assert.is(out.trySend("late"), false);
  }));

test("a peer that is gone rejects sends, sooner or later (N2)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    client.resetAndDestroy();
    const error = await failure<Error>((async () => {
      for (;;) {
        await out.send("anybody there?");
        await turn();
      }
    })());
    assert.is(error.name, "ChannelClosedError");
  }));

test("other values are a TypeError of that send alone, also when it waited (N2, C21)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    assert.instance(await failure(out.send(1 as never)), TypeError);
    assert.instance(thrownBy(() => out.trySend(null as never)), TypeError);
    await fill(out);
    const wrong = failure(out.send({} as never));
    const right = out.send("right");
    const reading = text(client);
    assert.instance(await wrong, TypeError);
    await right;
    out.close();
    assert.ok((await reading).endsWith("right"));
  }));

test("it stands in a select: ready while there is room (N2, S3)", () =>
  connected(async ({ client, server }) => {
    const out = toSocket(server);
    assert.is((await select({ out: sending(out, "a") })).key, "out");
    await fill(out);
    assert.is(trySelect({ out: sending(out, "b") }), undefined);
    const hit = await select({ out: sending(out, "c"), late: after(5) });
    assert.is(hit.key, "late");
    const waiting = select({ out: sending(out, "d"), other: channel() });
    const reading = text(client);
    assert.is((await waiting).key, "out");
    out.close();
    const all = await reading;
    assert.ok(all.startsWith("a"));
    assert.ok(all.endsWith("d"));
    assert.not(/[bc]/.test(all));
  }));

test("a flow goes into it, and is stopped when the socket is gone (N2)", () =>
  connected(async ({ client, server }) => {
    let released = false;
    const endless = pipeline((function* () {
      try {
        for (;;) yield "chunk";
      } finally {
        released = true;
      }
    })());
    const failing = failure<Error>(endless.into(toSocket(server)));
    await event(client, "readable");
    server.destroy();
    assert.is((await failing).name, "ChannelClosedError");
    assert.ok(released);
  }));

test("with nobody reading it takes a bounded number of bytes (N2)", () =>
  connected(async ({ client, server }) => {
    const bytes = await fill(toSocket(server));
    assert.ok(bytes < 64 * MEGABYTE.length, `${bytes} bytes were sent into nowhere`);
    assert.is(client.bytesRead <= bytes, true);
  }));

test("wrong arguments are a TypeError (C25)", () => {
  assert.match(thrownBy<Error>(() => toSocket(undefined as never)).message, "socket.write must be a function");
  const half = { write: () => {} };
  assert.match(thrownBy<Error>(() => toSocket(half as never)).message, "socket.destroy must be a function");
});

contract.run();
test.run();
