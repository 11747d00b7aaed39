// What we send to others. W7, N2.
import { type ChannelClosedError, pipeline, type Sender } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { waits } from "../../support/waits.ts";
import type { Fact } from "./adapter.ts";

/** What we made of the other side. */
export interface Sent {
  readonly out: Sender<string>;
  /** Has the other side stop reading; resolves once sends wait. */
  fill(): Promise<unknown>;
  /** Has it read on, up to the end; gives all texts that came, in one, without what filled it. */
  readAll(): Promise<string>;
  /** Has the other side go away; resolves once that is known here. */
  leave(): Promise<unknown>;
  /** How many of our listeners the other side has. */
  readonly listeners: number;
}

export interface SendingKind {
  /** Calls `body` with an adapter over one that is connected. */
  readonly send: (body: (sent: Sent) => unknown) => unknown;
}

export function sendingFacts(fact: Fact, { send }: SendingKind): void {
  const sending = (name: string, body: (sent: Sent) => unknown) => fact(name, () => send(body));

  sending("what is sent arrives, in order, once; then close() is the end (W7, N2)", async ({ out, readAll }) => {
    await out.send("a");
    assert.ok(out.trySend("b"));
    assert.is(await out.sendAll(["c", "d"]), 2);
    assert.is(await pipeline(["e", "f"]).into(out, { close: false }), 2);
    out.close();
    out.close();
    assert.ok(out.closed);
    assert.is(await readAll(), "abcdef");
    assert.not(out.signal.aborted);
  });

  sending(
    "who is not read must wait, in line, and then nothing is lost (W7, N2, C1)",
    async ({ out, fill, readAll }) => {
      await fill();
      const order: string[] = [];
      const sends = ["a", "b", "c"].map((text) => out.send(text).then(() => order.push(text)));
      assert.not(out.trySend("d"));
      assert.ok(await waits(Promise.race(sends)));
      out.close();
      const all = readAll();
      await Promise.all(sends);
      assert.equal(order, ["a", "b", "c"]);
      assert.is(await all, "abc");
    },
  );

  sending("an aborted send is not sent, and leaves no listener (W7, N2, C14, C15)", async ({ out, fill, readAll }) => {
    await fill();
    const watched = watchedSignal();
    const left = failure(out.send("left", watched));
    const stays = out.send("stays");
    watched.controller.abort("enough");
    assert.is(await left, "enough");
    assert.is(await failure(out.send("never", watched)), "enough");
    await rest();
    assert.is(watched.listeners, 0);
    out.close();
    const all = readAll();
    await stays;
    assert.is(await all, "stays");
  });

  sending("after close() nothing can be sent, and the value comes back (W7, N2, C8)", async ({ out }) => {
    out.close();
    const error = await failure<ChannelClosedError>(out.send("late"));
    assert.equal([error.name, error.value], ["ChannelClosedError", "late"]);
    assert.is(out.trySend("late"), false);
  });

  sending(
    "when the other side is gone, sends reject with their values, and the signal is aborted (W7, N2)",
    async (sent) => {
      const { out } = sent;
      const { signal } = out;
      await sent.fill();
      const waiting = failure<ChannelClosedError>(out.send("waits"));
      await sent.leave();
      for (const [error, value] of [[await waiting, "waits"], [await failure(out.send("late")), "late"]] as const) {
        const { name, value: back } = error as ChannelClosedError;
        assert.equal([name, back], ["ChannelClosedError", value]);
      }
      assert.ok(out.closed && signal.aborted);
      assert.is(out.trySend("late"), false);
    },
  );

  sending("a pipeline into one that goes away stops, and releases its source (W7, N2)", async (sent) => {
    let released = 0;
    const endless = function* () {
      try {
        for (;;) yield "more";
      } finally {
        released++;
      }
    };
    await sent.fill();
    const failing = failure<Error>(pipeline(endless()).into(sent.out));
    await sent.leave();
    assert.is((await failing).name, "ChannelClosedError");
    assert.is(released, 1);
  });

  sending("once it is over nobody listens any more (W7)", async (sent) => {
    await sent.leave();
    assert.is(sent.listeners, 0);
  });
}
