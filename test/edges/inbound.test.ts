import * as assert from "uvu/assert";
import {
  type Buffer,
  channel,
  conflating,
  dropping,
  type OverflowError,
  pipeline,
  priority,
  select,
  sized,
  sliding,
  strict,
  take,
  unbounded,
} from "sluice";
import { pushSource } from "../../src/edges/inbound.ts";
import type { Observer, PushSource } from "../../src/edges/types.ts";
import { failure, thrownBy } from "../support/failure.ts";
import { collect, drained, got } from "../support/reading.ts";
import { watchedSignal } from "../support/signals.ts";
import { expectUncaught, pending, suite, turn } from "../support/test.ts";

const test = suite("inbound");

const end = { done: true, value: undefined };
/** Something that pushes numbers, and knows who listens. */
class Tap {
  listeners = 0;
  stopped = 0;
  private observer: Observer<[number]> | undefined = undefined;

  open(buffer: number | Buffer<number>, signal?: AbortSignal): PushSource<number> {
    return pushSource(buffer, { signal, map: (n: number) => n, subscribe: this.subscribe });
  }

  readonly subscribe = (observer: Observer<[number]>): () => void => {
    this.observer = observer;
    this.listeners++;
    return () => {
      this.listeners--;
      this.stopped++;
    };
  };

  push(...numbers: number[]): void {
    for (const n of numbers) this.observer?.next(n);
  }

  end(): void {
    this.observer?.complete();
  }

  fail(error: unknown): void {
    this.observer?.error(error);
  }
}

test("a push source listens from the call on, and keeps what nobody has taken yet, in order", async () => {
  const tap = new Tap();
  const source = tap.open(unbounded());
  assert.is(tap.listeners, 1);
  tap.push(1, 2);
  assert.equal(source.stats.sent, 2);
  assert.equal(await source.receive(), got(1));
  assert.equal(source.tryReceive(), got(2));
  const third = source.receive();
  assert.ok(await pending(third));
  tap.push(3);
  assert.equal(await third, got(3));
});

test("a push source without a buffer is a TypeError, and so is a wrong one", () => {
  const tap = new Tap();
  const missing = thrownBy<Error>(() => tap.open(undefined as never));
  assert.is(missing.name, "TypeError");
  assert.is(missing.message, "buffer must be a capacity or a Buffer, not undefined");
  assert.is(thrownBy<Error>(() => tap.open("4" as never)).name, "TypeError");
  assert.is(thrownBy<Error>(() => tap.open(-1)).name, "RangeError");
  assert.is(tap.listeners, 0);
});

test("a source that ends gives what is held, then the end, and is no longer listened to", async () => {
  const tap = new Tap();
  const source = tap.open(unbounded());
  tap.push(1, 2);
  tap.end();
  tap.push(3);
  assert.is(tap.listeners, 0);
  assert.equal(await collect(source), [1, 2]);
  assert.equal(await source.receive(), end);
});

test("a source that fails gives what is held, then its error, and is no longer listened to", async () => {
  const tap = new Tap();
  const source = tap.open(unbounded());
  const error = new Error("broken");
  tap.push(1);
  tap.fail(error);
  assert.is(tap.listeners, 0);
  assert.equal(await source.receive(), got(1));
  assert.is(await failure(source.receive()), error);
  assert.is(await failure(source.receive()), error);
});

test("a failure with undefined is an error, and no end", async () => {
  const tap = new Tap();
  const source = tap.open(1);
  tap.fail(undefined);
  const error = await failure<Error>(source.receive());
  assert.is(error.message, "Cannot go on: the source failed with undefined");
});

const waitingBuffers = {
  "a rendezvous": () => 0,
  "a plain buffer": () => 2,
  priority: () => priority<number>(2, (a, b) => a - b),
  sized: () => sized<number>(2, () => 1),
  strict: () => strict<number>(2),
};

for (const [title, buffer] of Object.entries(waitingBuffers)) {
  test(`${title} that is full ends it with an OverflowError, which has the value, after what is held (C12)`, async () => {
    const tap = new Tap();
    const source = tap.open(buffer());
    const held = title === "a rendezvous" ? [] : [1, 2];
    tap.push(...held, 3, 4);
    assert.is(tap.listeners, 0);
    assert.equal(held.map(() => source.tryReceive()), held.map(got));
    const error = await failure<OverflowError<number>>(source.receive());
    assert.is(error.name, "OverflowError");
    assert.is(error.value, 3);
    assert.equal([source.stats.sent, source.stats.dropped], [held.length, 0]);
  });
}

test("sliding, dropping and conflating drop and count, and the source goes on (B3)", () => {
  const kept = [
    { buffer: sliding<number>(2), values: [3, 4], dropped: 2 },
    { buffer: dropping<number>(2), values: [1, 2], dropped: 2 },
    { buffer: conflating<number>({ keyOf: (n) => n % 2 }), values: [3, 4], dropped: 2 },
    { buffer: unbounded<number>(), values: [1, 2, 3, 4], dropped: 0 },
  ];
  for (const { buffer, values, dropped } of kept) {
    const tap = new Tap();
    const source = tap.open(buffer);
    tap.push(1, 2, 3, 4);
    assert.is(source.stats.dropped, dropped);
    assert.equal(drained(source), values);
    assert.is(tap.listeners, 1);
  }
});

test("values are what map gives; what it throws ends the source, and so does what a function of the buffer throws", async () => {
  const error = new Error("odd");
  const even = (n: number): string => {
    if (n % 2 === 1) throw error;
    return `#${n}`;
  };
  const tap = new Tap();
  const mapped = pushSource(unbounded<string>(), { map: even, subscribe: tap.subscribe });
  tap.push(2, 3);
  assert.is(tap.listeners, 0);
  assert.equal(mapped.tryReceive(), got("#2"));
  assert.is(await failure(mapped.receive()), error);

  const picky = tap.open(sized<number>(2, () => {
    throw error;
  }));
  tap.push(1);
  assert.is(tap.listeners, 0);
  assert.is(await failure(picky.receive()), error);
});

test("leaving a loop, batches, consume() or a pipeline, cancel() and using stop it, once (C18)", async () => {
  const ways: Record<string, (source: PushSource<number>) => unknown> = {
    loop: async (source) => {
      for await (const n of source) if (n === 1) break;
    },
    batches: async (source) => {
      for await (const batch of source.batches(1)) if (batch[0] === 1) break;
    },
    consume: async (source) => {
      for await (const n of source.consume()) if (n === 1) break;
    },
    pipeline: async (source) => {
      for await (const n of pipeline(source)) if (n === 1) break;
    },
    take: (source) => pipeline(source, take(1)).toArray(),
    "a pipeline that never ran": (source) => pipeline(source).cancel(),
    cancel: (source) => source.cancel(),
    using: (source) => source[Symbol.dispose](),
  };
  for (const [title, leave] of Object.entries(ways)) {
    const tap = new Tap();
    const source = tap.open(unbounded());
    tap.push(1, 2);
    await leave(source);
    assert.is(tap.listeners, 0, title);
    source.cancel();
    tap.push(3);
    assert.is(tap.stopped, 1, title);
    assert.equal(await source.receive(), end, title);
    const { sent, received, dropped } = source.stats;
    assert.equal([sent, received + dropped], [2, 2], title);
  }
});

test("a pipeline over it that waits when it is left stops it, too (P4)", async () => {
  const tap = new Tap();
  const flow = pipeline(tap.open(1));
  const next = flow.next();
  assert.ok(await pending(next));
  await flow.cancel();
  assert.equal(await next, end);
  assert.is(tap.listeners, 0);
});

test("an abort stops it at once, drops what is held, and is what receives reject with (C13, C14, C15)", async () => {
  const tap = new Tap();
  const watched = watchedSignal();
  const waiting = tap.open(unbounded(), watched.signal);
  const receive = waiting.receive();
  const holding = tap.open(unbounded(), watched.signal);
  tap.push(1, 2);
  assert.is(watched.listeners, 1);
  watched.controller.abort("enough");
  assert.is(tap.listeners, 0);
  assert.is(await failure(receive), "enough");
  assert.is(await failure(holding.receive()), "enough");
  assert.is(await failure(collect(holding)), "enough");
  assert.is(holding.stats.dropped, 2);
  await turn();
  assert.is(watched.listeners, 0);

  const late = tap.open(unbounded(), watched.signal);
  assert.is(tap.listeners, 0);
  assert.is(await failure(late.receive()), "enough");
});

test("an abort drops what is held also when the source has ended by itself (W2)", async () => {
  const late = new Tap();
  const within = (observer: Observer<[number]>) => {
    for (const n of [1, 2, 3]) observer.next(n);
    observer.complete();
    return () => {};
  };
  for (const given of ["later", "at once"]) {
    const watched = watchedSignal();
    const { signal } = watched;
    const source = given === "later"
      ? late.open(unbounded(), signal)
      : pushSource(unbounded<number>(), { signal, map: (n: number) => n, subscribe: within });
    late.push(1, 2, 3);
    late.end();
    assert.equal(await source.receive(), got(1));
    assert.is(watched.listeners, 1);
    watched.controller.abort("enough");
    assert.is(await failure(source.receive()), "enough");
    assert.is(source.stats.dropped, 2);
    await turn();
    assert.is(watched.listeners, 0);
  }
});

test("a source that has ended looks at its signal until the last value is taken (C15)", async () => {
  for (const batched of [false, true]) {
    const tap = new Tap();
    const watched = watchedSignal();
    const source = tap.open(unbounded(), watched.signal);
    tap.push(1, 2);
    tap.end();
    if (batched) await source.batches().next();
    else assert.equal(drained(source), [1, 2]);
    await turn();
    await turn();
    assert.is(watched.listeners, 0);
    watched.controller.abort("late");
    assert.equal(await source.receive(), end);
  }
});

test("a source that has ended, or was left, no longer looks at its signal (C15)", async () => {
  const tap = new Tap();
  for (const leave of [(source: PushSource<number>) => source.cancel(), () => tap.end()]) {
    const watched = watchedSignal();
    const source = tap.open(unbounded(), watched.signal);
    leave(source);
    await turn();
    await turn();
    assert.is(watched.listeners, 0);
    watched.controller.abort("late");
    assert.equal(await source.receive(), end);
  }
});

test("whoever pushes, ends, fails or aborts within subscribe is heard, and the listening stopped", async () => {
  const ways: Record<string, (observer: Observer<[number]>, controller: AbortController) => void> = {
    end: (observer) => observer.complete(),
    fail: (observer) => observer.error("broken"),
    abort: (_, controller) => controller.abort("aborted"),
  };
  const outcomes: unknown[] = [];
  for (const way of Object.values(ways)) {
    const controller = new AbortController();
    let stopped = 0;
    const source = pushSource(unbounded<number>(), {
      signal: controller.signal,
      map: (n: number) => n,
      subscribe: (observer) => {
        observer.next(1);
        way(observer, controller);
        observer.next(2);
        return () => stopped++;
      },
    });
    assert.is(stopped, 1);
    outcomes.push(await collect(source).catch((error) => error));
  }
  assert.equal(outcomes, [[1], "broken", "aborted"]);
});

test("what subscribe throws is thrown, and leaves nothing on the signal", () => {
  const watched = watchedSignal();
  const error = new Error("nothing to listen to");
  const thrown = thrownBy(() =>
    pushSource(1, {
      signal: watched.signal,
      map: (n: number) => n,
      subscribe: () => {
        throw error;
      },
    })
  );
  assert.is(thrown, error);
  assert.is(watched.listeners, 0);
});

test("what stopping throws is reported, and whoever left is not harmed (C21)", async () => {
  const error = new Error("cannot stop");
  const source = pushSource(1, {
    map: (n: number) => n,
    subscribe: () => () => {
      throw error;
    },
  });
  assert.equal(await expectUncaught(() => source.cancel()), [error]);
  assert.equal(await source.receive(), end);
});

test("a push source stands in a select (S1)", async () => {
  const tap = new Tap();
  const source = tap.open(1);
  const hit = select({ number: source, never: null });
  tap.push(7);
  assert.equal(await hit, { key: "number", done: false, value: 7 });
});

test("a push source stands in the select of another copy of the library (C27)", () => {
  const tap = new Tap();
  const source = tap.open(1);
  const receiving = Object(source)[Symbol.for("sluice.receiving")].call(source);
  assert.is(receiving.poll(), undefined);
  tap.push(7);
  assert.equal(receiving.poll(), got(7));
});

test("what still comes after its end is not even looked at, and who tells it learns that (W2)", () => {
  const looked: number[] = [];
  let tell: ((n: number) => boolean) | undefined;
  const source = pushSource(unbounded<number>(), {
    map(n: number) {
      looked.push(n);
      return n;
    },
    subscribe({ next }) {
      tell = next;
      return () => {};
    },
  });
  assert.is(tell?.(1), true);
  source.cancel();
  assert.is(tell?.(2), false);
  assert.equal(looked, [1]);
});

test("what is pushed while the buffer is asked waits for its answer, and is kept where there is room (C21)", () => {
  const tap = new Tap();
  const source = tap.open(conflating({
    keyOf(n) {
      if (n === 1) tap.push(2);
      return n;
    },
  }));
  tap.push(1);
  assert.equal(drained(source), [1, 2]);
  assert.is(tap.listeners, 1);
});

test("what is pushed while the buffer is asked, and has no room by then, ends the source, after what is held (C21)", async () => {
  const tap = new Tap();
  const source = tap.open(sized(1, (n) => {
    if (n === 1) tap.push(2);
    return 1;
  }));
  tap.push(1);
  assert.is(tap.listeners, 0);
  assert.equal(await source.receive(), got(1));
  assert.is((await failure<OverflowError>(source.receive())).value, 2);
  assert.equal([source.stats.sent, source.stats.received], [1, 1]);
});

test("what is pushed while the buffer is asked, and is refused by it then, ends the source with that error (C21)", async () => {
  const broken = new Error("broken");
  const tap = new Tap();
  const source = tap.open(sized(10, (n) => {
    if (n === 1) tap.push(2);
    if (n === 2) throw broken;
    return 1;
  }));
  tap.push(1, 3);
  assert.is(tap.listeners, 0);
  assert.equal(await source.receive(), got(1));
  assert.is(await failure(source.receive()), broken);
});

test("events that user code of the buffer makes come after the one in question, and before all later ones (C1, C12, C21)", async () => {
  for (const last of ["value", "error", "end"]) {
    const tap = new Tap();
    const source = tap.open(conflating({
      keyOf(n) {
        if (n === 1) tap.push(2);
        return n;
      },
    }));
    const hooked = channel<number>(1, {
      onUndelivered() { // in a hook, so that what waits for its turn is still behind
        tap.push(1);
        if (last === "value") tap.push(3);
        if (last === "error") tap.fail(new Error("broken"));
        if (last === "end") tap.end();
      },
    });
    hooked.trySend(0);
    hooked.cancel();
    const events = [(await source.receive()).value, (await source.receive()).value];
    assert.equal(events, [1, 2], last);
    if (last === "value") assert.equal(await source.receive(), got(3));
    if (last === "error") assert.is((await failure<Error>(source.receive())).message, "broken");
    if (last === "end") assert.equal(await source.receive(), end);
  }
});

test("an event that comes after the source failed is not taken, also in user code of another buffer (C9, C21)", async () => {
  const tap = new Tap();
  const source = tap.open(unbounded());
  const other = channel<number>(sized(9, () => {
    tap.fail(new Error("broken"));
    tap.push(1);
    return 1;
  }));
  other.trySend(0);
  assert.is((await failure<Error>(source.receive())).message, "broken");
  assert.is(source.stats.sent, 0);
});

test.run();
