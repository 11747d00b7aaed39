// What others push and we receive. W2.
import { type Buffer, dropping, type OverflowError, pipeline, sliding, strict, unbounded } from "sluice";
import * as assert from "uvu/assert";
import type { PushSource } from "../../../src/edges/types.ts";
import { failure, thrownBy } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { watchedSignal } from "../../support/signals.ts";
import type { Fact } from "./adapter.ts";

/** The other side, and what we made of it. */
export interface Pushing {
  /** Opens the adapter over it. */
  open(buffer: number | Buffer<unknown>, signal?: AbortSignal): PushSource<unknown>;
  /** Resolves when it has arrived, if that takes time. */
  push(value: number): unknown;
  /** How many listen to it. */
  readonly listeners: number;
  /** Ends it, where it has an end. */
  readonly end?: (() => unknown) | undefined;
  /** Fails, where it can. */
  readonly fail?: ((error: Error) => unknown) | undefined;
}

export interface PushingKind {
  /** A new one, and what is to be done after the test. */
  readonly push: () => Pushing | Promise<Pushing>;
  readonly done?: ((pushing: Pushing) => unknown) | undefined;
  /** The number that a value stands for. Default: it is one. */
  readonly numberOf?: ((value: never) => number) | undefined;
  /** What comes of a failure. Default: the error that it failed with. */
  readonly isFailure?: ((error: unknown, given: Error) => boolean) | undefined;
}

export function pushingFacts(fact: Fact, { push, done, numberOf, isFailure = Object.is }: PushingKind): void {
  const number = (numberOf ?? Number) as (value: unknown) => number;
  const received = async (source: PushSource<unknown>) => number((await source.receive()).value);
  const taken = (source: PushSource<unknown>) => number(source.tryReceive()?.value);

  const pushing = (name: string, body: (pushing: Pushing) => unknown) =>
    fact(name, async () => {
      const other = await push();
      try {
        await body(other);
      } finally {
        await done?.(other);
      }
    });

  const pushAll = async (other: Pushing, ...values: number[]) => {
    for (const value of values) await other.push(value);
  };

  pushing("it listens from the call on, and keeps what comes (W2)", async (other) => {
    const before = other.listeners;
    const source = other.open(unbounded());
    assert.ok(other.listeners > before);
    await pushAll(other, 1, 2);
    assert.is(source.stats.sent, 2);
    assert.equal([await received(source), taken(source)], [1, 2]);
    source.cancel();
    assert.is(other.listeners, before);
  });

  pushing("without a buffer it is a TypeError, and nothing listens (W2)", (other) => {
    const before = other.listeners;
    assert.is(thrownBy<Error>(() => other.open(undefined as never)).name, "TypeError");
    assert.is(other.listeners, before);
  });

  pushing("whichever way its consumer leaves, it stops listening (W2)", async (other) => {
    const ways: Record<string, (source: PushSource<unknown>) => unknown> = {
      loop: async (source) => {
        for await (const _ of source) break;
      },
      consume: async (source) => {
        for await (const _ of source.consume()) break;
      },
      batches: async (source) => {
        for await (const _ of source.batches()) break;
      },
      pipeline: async (source) => {
        for await (const _ of pipeline(source)) break;
      },
      cancel: (source) => source.cancel(),
      using: (source) => source[Symbol.dispose](),
    };
    for (const [title, leave] of Object.entries(ways)) {
      const before = other.listeners;
      const source = other.open(unbounded());
      await pushAll(other, 1, 2);
      await leave(source);
      assert.is(other.listeners, before, title);
    }
  });

  for (const [title, buffer] of [["waiting", () => 1], ["strict", () => strict(1)]] as const) {
    pushing(`a full ${title} buffer ends it with an OverflowError, after what is held (W2)`, async (other) => {
      const before = other.listeners;
      const source = other.open(buffer());
      await pushAll(other, 1, 2, 3);
      assert.is(other.listeners, before);
      assert.is(await received(source), 1);
      const error = await failure<OverflowError<unknown>>(source.receive());
      assert.equal([error.name, number(error.value)], ["OverflowError", 2]);
    });
  }

  pushing("other buffers drop and count (W2)", async (other) => {
    const newest = other.open(sliding(1));
    const oldest = other.open(dropping(1));
    await pushAll(other, 1, 2, 3);
    assert.equal([taken(newest), newest.stats.dropped], [3, 2]);
    assert.equal([taken(oldest), oldest.stats.dropped], [1, 2]);
    newest.cancel();
    oldest.cancel();
  });

  pushing("an abort stops it, receives reject with the reason, and no listener is left (W2, C15)", async (other) => {
    const before = other.listeners;
    const watched = watchedSignal();
    const source = other.open(unbounded(), watched.signal);
    await pushAll(other, 1);
    watched.controller.abort("enough");
    assert.is(other.listeners, before);
    assert.is(await failure(source.receive()), "enough");
    await rest();
    assert.is(watched.listeners, 0);
    const late = other.open(unbounded(), watched.signal);
    assert.is(other.listeners, before);
    assert.is(await failure(late.receive()), "enough");
  });

  pushing("when it ends, what is held comes first, and nothing listens any more (W2)", async (other) => {
    if (other.end === undefined) return assert.unreachable("It has no end: name that in notHere");
    const before = other.listeners;
    const source = other.open(unbounded());
    await pushAll(other, 1, 2);
    await other.end();
    assert.equal((await collect(source)).map(number), [1, 2]);
    assert.is(other.listeners, before);
  });

  pushing("when it fails, its error comes after what is held, and nothing listens any more (W2)", async (other) => {
    if (other.fail === undefined) return assert.unreachable("It cannot fail: name that in notHere");
    const before = other.listeners;
    const error = new Error("broken");
    const source = other.open(unbounded());
    await pushAll(other, 1);
    await other.fail(error);
    assert.is(await received(source), 1);
    assert.ok(isFailure(await failure(source.receive()), error));
    assert.is(other.listeners, before);
    await other.push(2);
    assert.is(source.stats.sent, 1);
  });
}
