// A sender of ours that others write into. W1.
import { type Channel, channel, type ChannelClosedError, type Sender } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { collect } from "../../support/reading.ts";
import { waits } from "../../support/waits.ts";
import type { Fact } from "./adapter.ts";

/** How its writer writes. */
export interface Writing {
  /** Resolves when the value has been taken. */
  write(value: number): Promise<unknown>;
  close(): Promise<unknown>;
  abort(reason?: unknown): Promise<unknown>;
  /** Resolves with what the writing side fails with; a rejection of it is no error of the test. */
  readonly failed: Promise<unknown>;
}

export interface WritingKind {
  readonly write: (sender: Sender<number>) => Writing;
}

export function writingFacts(fact: Fact, { write }: WritingKind): void {
  const silent = (promise: Promise<unknown>) => {
    promise.catch(() => {});
    return promise;
  };
  const opened = (jobs: Channel<number>) => {
    const writing = write(jobs);
    silent(writing.failed);
    return writing;
  };

  fact("a write waits until the channel has accepted its value (W1)", async () => {
    const jobs = channel<number>(1);
    const writing = opened(jobs);
    await writing.write(1);
    const second = silent(writing.write(2));
    assert.ok(await waits(second));
    assert.is(jobs.tryReceive()?.value, 1);
    await second;
    assert.is(jobs.tryReceive()?.value, 2);
  });

  fact("closing it closes the channel, after all that was written (W1)", async () => {
    const jobs = channel<number>();
    const writing = opened(jobs);
    const values = collect(jobs);
    silent(writing.write(1));
    silent(writing.write(2));
    await writing.close();
    assert.equal(await values, [1, 2]);
    assert.ok(jobs.closed);
  });

  fact("aborting it closes the channel with the reason, and withdraws a write that waits (W1)", async () => {
    const jobs = channel<number>();
    const writing = opened(jobs);
    const error = new Error("broken");
    const waiting = failure(silent(writing.write(1)));
    await rest();
    assert.is(jobs.stats.waitingSenders, 1);
    silent(writing.abort(error));
    await rest();
    assert.is(jobs.stats.waitingSenders, 0);
    assert.is(await failure(jobs.receive()), error);
    assert.ok(await waiting instanceof Error);
  });

  fact("aborted without a reason it ends the channel with an AbortError, and not as if all had come (W1)", async () => {
    const jobs = channel<number>();
    const writing = opened(jobs);
    silent(writing.abort());
    await rest();
    assert.is((await failure<Error>(jobs.receive())).name, "AbortError");
  });

  fact(
    "when the channel is cancelled it fails with a ChannelClosedError at once, which has the reason (W1)",
    async () => {
      const jobs = channel<number>();
      const writing = opened(jobs);
      await rest();
      jobs.cancel("enough");
      const error = await writing.failed as ChannelClosedError;
      assert.is(error.name, "ChannelClosedError");
      assert.is(error.cause, "enough");
      assert.ok(await failure(writing.write(1)));
    },
  );

  fact("closed or aborted, it leaves no listener on the channel's signal (W1, C15)", async () => {
    for (const leave of [(writing: Writing) => writing.close(), (writing: Writing) => writing.abort("enough")]) {
      const watched = watchedSignal();
      const jobs = Object.defineProperty(channel<number>(1), "signal", { value: watched.signal });
      const writing = opened(jobs);
      await rest();
      assert.is(watched.listeners, 1);
      silent(leave(writing));
      await rest();
      assert.is(watched.listeners, 0);
    }
  });

  fact("over a channel that is cancelled already it fails (W1)", async () => {
    const jobs = channel<number>();
    jobs.cancel("enough");
    const writing = opened(jobs);
    assert.is((await writing.failed as Error).name, "ChannelClosedError");
  });

  fact("a write into a channel that others have closed fails with a ChannelClosedError (W1)", async () => {
    const jobs = channel<number>(1);
    const writing = opened(jobs);
    jobs.close();
    silent(writing.write(1));
    assert.is((await writing.failed as Error).name, "ChannelClosedError");
  });
}
