/** `for { select { … } }`. */
import { beginLater, flush, type Unfinished } from "../engine/hooks.ts";
import { type AnyHit, keyAt } from "./parse-cases.ts";
import type { Resolve } from "../waiting/wait-queue.ts";
import { END, ended, type NextResult, WAIT } from "../engine/poll.ts";
import { endInTurn, rejected } from "../engine/rejected.ts";
import { Ring } from "../engine/ring.ts";
import { LoopRounds } from "./rounds.ts";
import { failed, resolved, wake } from "../engine/event-loop.ts";
import type { CaseLike, Cases, Hit, SelectOptions } from "../select-types.ts";

/**
 * An endless `select`: an iterator of hits that reads the cases once and reuses its places in line.
 *
 * What can happen only once (a send, a timer, a signal, a promise) is switched off after it happened, a receive case
 * when its channel is closed and drained (without a hit; a close error is thrown). A case given as a function is asked
 * again each round, in the context of the call that started that round. The loop ends when nothing is left that could
 * happen. Leaving it leaves the channels open.
 *
 * Throws a `TypeError` for wrong arguments; its `next()` rejects with what a case fails with, and with `signal.reason`.
 *
 * @example
 * ```ts
 * import { channel, selectLoop } from "sluice";
 *
 * const words = channel<string>(2);
 * const numbers = channel<number>(2);
 * await words.sendAll(["one", "two"]);
 * await numbers.sendAll([1, 2]);
 * words.close();
 * numbers.close();
 *
 * for await (const hit of selectLoop({ word: words, number: numbers }, { priority: true })) {
 *   console.log(hit.key, hit.value); // word one word two number 1 number 2
 * }
 * ```
 */
export function selectLoop<const C extends Cases<CaseLike | (() => CaseLike)>>(
  cases: C,
  options?: SelectOptions,
): AsyncIterableIterator<Hit<C>, undefined, undefined> {
  return new SelectLoop(cases, options) as AsyncIterableIterator<Hit<C>, undefined, undefined>;
}

type NextHit = NextResult<AnyHit>;

/**
 * Holds: `first`, if there is one, and then `unanswered` are the `next()` calls that wait, in order; while anybody
 * waits, a round is parked, or being made or decided, or about to be (`finish`).
 */
class SelectLoop extends LoopRounds implements AsyncIterableIterator<AnyHit, undefined, undefined>, Unfinished {
  private first: Resolve | undefined = undefined;
  private readonly unanswered = new Ring<Resolve>();
  /** A round is being made; user code that takes part in it may call `next` and `return`. */
  private busy = false;
  /** The next round was wanted while this one was being made. */
  private again = false;

  next(): Promise<NextHit> {
    if (this.ended && !this.deciding) return resolved(endInTurn);
    if (this.busy || this.first !== undefined || this.unanswered.size > 0) {
      return this.wantMore();
    }
    let next: Promise<NextHit>;
    try {
      next = this.begin();
    } catch (error) {
      next = failed(error);
      this.first = undefined;
      this.lost(error);
    }
    // User code may have asked for more, or for the end.
    if (this.first === undefined && (this.ended || this.unanswered.size > 0)) beginLater(this);
    flush();
    return next;
  }

  private wantMore(): Promise<NextHit> {
    return new Promise((resolve) => this.unanswered.push(resolve));
  }

  private begin(): Promise<NextHit> {
    const next = this.round();
    if (next !== undefined) return resolved(next);
    const answer = this.wantFirst();
    this.wait(); // what it throws ends the loop
    return answer;
  }

  private wantFirst(): Promise<NextHit> {
    return new Promise((resolve) => void (this.first = resolve));
  }

  /** Parks the round. If it ended while it got in line, the next one begins only now. */
  private wait(): void {
    this.busy = true;
    try {
      this.parkRound();
    } finally {
      this.busy = false;
    }
    if (this.again) beginLater(this);
    this.again = false;
  }

  return(): Promise<NextHit> {
    this.stop();
    flush();
    return resolved(endInTurn);
  }

  throw(error?: unknown): Promise<NextHit> {
    return this.return().then(() => {
      throw error;
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Has one case happen that gives a hit, or ends the loop if none is left; `undefined`: it must wait. */
  private round(): NextHit | undefined {
    if (this.signal?.aborted) throw this.signal.reason;
    this.busy = this.deciding = true;
    try {
      this.ask();
      while (!this.ended) {
        const polled = this.attempt();
        if (polled === WAIT) break;
        if (polled !== END) return this.happened(this.index, polled);
        this.switchOff(this.index);
      }
      if (this.isOver) this.ended = true;
      return this.ended ? ended() : undefined;
    } finally {
      this.busy = this.deciding = false;
    }
  }

  private happened(index: number, value: unknown): NextHit {
    this.switchOffIfDone(index);
    return { value: { key: keyAt(this.keys, index), done: false, value }, done: false };
  }

  won(index: number, done: boolean, value: unknown): void {
    this.deciding = false;
    if (done) this.switchOff(index);
    else this.answer(this.happened(index, value));
    beginLater(this);
  }

  lost(error: unknown): void {
    this.deciding = false;
    this.answer(rejected(error));
    this.stop();
  }

  /** Goes on for the next one who waits. */
  finish(): void {
    if (this.busy) this.again = true;
    if (this.busy || this.isParked || this.deciding) return;
    if (this.ended) return this.stop();
    this.first ??= this.unanswered.size > 0 ? this.unanswered.shift() : undefined;
    if (this.first === undefined) return;
    try {
      const next = this.round();
      if (next === undefined) return this.wait();
      this.answer(next);
      beginLater(this);
    } catch (error) {
      this.lost(error);
    }
  }

  private answer(next: NextHit | PromiseLike<never>): void {
    const { first } = this;
    this.first = undefined;
    if (first !== undefined) wake(first, next);
  }

  /** An iterator ends once: calls that still wait return the end, but for the first one what the round brings that is decided. */
  private stop(): void {
    this.ended = true;
    if (this.deciding) return; // `finish` goes on
    this.claim();
    this.deciding = false;
    this.dismissAll();
    this.answer(ended());
    while (this.unanswered.size > 0) wake(this.unanswered.shift(), endInTurn);
  }
}
