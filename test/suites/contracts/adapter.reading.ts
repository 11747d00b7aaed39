// A source of ours that others read. W1.
import { channel, type Source } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { pending } from "../../support/test.ts";
import type { Fact } from "./adapter.ts";

/** How its reader reads. */
export interface Reading {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: number | undefined }>;
  /** Resolves when all has stopped. */
  cancel(reason?: unknown): Promise<unknown>;
}

export interface ReadingKind {
  readonly read: (source: Source<number>, signal?: AbortSignal) => Reading;
}

/** 1, 2, 3, …, and what became of them. */
class Numbers {
  pulled = 0;
  released = 0;
  private readonly last: number;

  constructor(last = Infinity) {
    this.last = last;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, undefined> {
    try {
      while (this.pulled < this.last) yield await Promise.resolve(++this.pulled);
    } finally {
      this.released++;
    }
  }
}

export function readingFacts(fact: Fact, { read }: ReadingKind): void {
  fact("nothing is pulled before it is asked for, and then no more than that (W1)", async () => {
    const numbers = new Numbers();
    const reading = read(numbers);
    await rest();
    assert.is(numbers.pulled, 0);
    assert.is((await reading.next()).value, 1);
    await rest();
    assert.is(numbers.pulled, 1);
    await reading.cancel();
  });

  fact("values come in order, then the end (W1)", async () => {
    const reading = read(new Numbers(3));
    const values = [];
    for (let next = await reading.next(); !next.done; next = await reading.next()) values.push(next.value);
    assert.equal(values, [1, 2, 3]);
    assert.ok((await reading.next()).done);
  });

  fact("cancelling it releases the source, once (W1)", async () => {
    const numbers = new Numbers();
    const owning = read(numbers);
    await owning.next();
    await owning.cancel("enough");
    await owning.cancel("enough");
    assert.is(numbers.released, 1);
  });

  fact("the source is told why it was cancelled (W1)", async () => {
    const reason = new Error("enough");
    const reasons: unknown[] = [];
    const numbers = new ReadableStream<number>({
      pull: (controller) => controller.enqueue(1),
      cancel: (given) => void reasons.push(given),
    }, { highWaterMark: 0 });
    const reading = read(numbers);
    await reading.next();
    await reading.cancel(reason);
    assert.equal(reasons, [reason]);
  });

  fact("what was not asked for is not lost by a cancel (W1)", async () => {
    const jobs = channel<number>(4);
    await jobs.sendAll([1, 2, 3, 4]);
    const sharing = read(jobs);
    assert.is((await sharing.next()).value, 1);
    await sharing.cancel("enough");
    await rest();
    assert.equal([jobs.size, jobs.tryReceive()?.value, jobs.stats.dropped], [3, 2, 0]);
  });

  fact("cancelling it while a read waits takes nothing that comes later (W1)", async () => {
    const jobs = channel<number>(1);
    const reading = read(jobs);
    const next = reading.next();
    next.catch(() => {});
    assert.ok(await pending(next));
    await reading.cancel();
    await rest();
    assert.is(jobs.stats.waitingReceivers, 0);
    await jobs.send(1);
    await rest();
    assert.is(jobs.size, 1);
  });

  fact("an error of the source is what the reader gets, after the values before it (W1)", async () => {
    const error = new Error("broken");
    const jobs = channel<number>(1);
    await jobs.send(1);
    jobs.close(error);
    const reading = read(jobs);
    assert.is((await reading.next()).value, 1);
    assert.is(await failure(reading.next()), error);
  });

  fact("an abort stops the source, the reader gets the reason, and no listener is left (W1, C15)", async () => {
    const numbers = new Numbers();
    const watched = watchedSignal();
    const reason = new Error("enough");
    const reading = read(numbers, watched.signal);
    await reading.next();
    watched.controller.abort(reason);
    assert.is(await failure(reading.next()), reason);
    await rest();
    assert.is(numbers.released, 1);
    assert.is(watched.listeners, 0);
  });

  fact("an abort reaches a read that waits, and without a reason it is an AbortError (W1)", async () => {
    const jobs = channel<number>();
    const controller = new AbortController();
    const reading = read(jobs, controller.signal);
    const next = reading.next();
    next.catch(() => {});
    assert.ok(await pending(next));
    controller.abort();
    assert.is((await failure<Error>(next)).name, "AbortError");
    assert.is(jobs.stats.waitingReceivers, 0);
  });

  fact("with a signal that is aborted already nothing is pulled (W1, C13)", async () => {
    const numbers = new Numbers();
    const reason = new Error("never");
    const reading = read(numbers, AbortSignal.abort(reason));
    assert.is(await failure(reading.next()), reason);
    assert.is(numbers.pulled, 0);
  });

  fact("at its end and after a cancel no listener is left on the signal (W1, C15)", async () => {
    for (const leave of [(reading: Reading) => reading.next(), (reading: Reading) => reading.cancel()]) {
      const watched = watchedSignal();
      const reading = read(new Numbers(1), watched.signal);
      await reading.next();
      await leave(reading);
      await rest();
      assert.is(watched.listeners, 0);
    }
  });
}
