/**
 * A number of permits, who holds how many, and the line of those who wait for some.
 *
 * Holds whenever no method is running: the first one in line asks for more permits than are free. Nobody overtakes: while
 * somebody waits, whoever comes gets in line behind them, however little they ask for.
 */
import { finishLater, tidy, type Unfinished } from "../core/afterwards.ts";
import { dispose } from "../core/dispose.ts";
import { Line, type LineOwner, type Resolve, type Waiting } from "../core/line.ts";
import { breathe } from "../core/turn.ts";
import { AbortableOperation, claims, grasp, resolver } from "../core/waiter.ts";
import type { Permit } from "./governor.ts";

export class Permits implements LineOwner, Unfinished {
  /** How many there are. Fewer than are held, after it was made smaller. */
  total: number;
  private held = 0;
  private readonly line: Line = new Line(this);

  constructor(total: number) {
    this.total = total;
  }

  /** The most that `attempt` would give now. */
  get available(): number {
    return this.line.count > 0 ? 0 : Math.max(0, this.free);
  }

  private get free(): number {
    return this.total - this.held;
  }

  /** So many permits, if that needs no waiting. */
  attempt(weight: number): Permit | undefined {
    if (weight > this.available) return undefined;
    this.held += weight;
    return new HeldPermit(this, weight);
  }

  /** Gets in line. Only when `attempt` has just said no, and the signal is not aborted. */
  wait(weight: number, signal: AbortSignal | undefined): Promise<Permit> {
    const promise = new Promise<Permit>(grasp);
    const resolve = unhurried(resolver());
    if (signal === undefined) this.line.push(resolve, weight);
    else {
      const acquire = new Acquire(resolve);
      acquire.watch(signal);
      this.line.push(acquire, weight);
    }
    return promise;
  }

  /** Puts a select in line. A foreign case of it may have released some since `attempt` said no, so look again. */
  enlist(waiting: Waiting, weight: number): void {
    this.line.push(waiting, weight);
    if (this.line.count === 1) finishLater(this);
  }

  giveBack(weight: number): void {
    this.held -= weight;
    if (this.line.count > 0) finishLater(this);
    tidy();
  }

  resize(total: number): void {
    this.total = total;
    if (this.line.count > 0) finishLater(this);
    tidy();
  }

  left(wasFirst: boolean): void {
    if (wasFirst && this.line.count > 0) finishLater(this);
  }

  /** Serves those at the head of the line for whom there is enough. */
  finish(): void {
    const { line } = this;
    while (line.count > 0) {
      const weight = line.firstValue as number;
      if (weight > this.free) return;
      // Theirs already while they are asked: a foreign turn's claim may use the semaphore.
      this.held += weight;
      const waiting = line.shift();
      if (claims(waiting)) grant(waiting, new HeldPermit(this, weight));
      else this.held -= weight;
    }
  }
}

/** Tells a claimed waiter that the permit is theirs. */
function grant(waiting: Waiting, permit: Permit): void {
  if (typeof waiting === "function") waiting(permit);
  else waiting.settle(false, permit);
}

/**
 * Two who hand a permit to each other in a hot loop wait each time, so that nothing of theirs is ever done at once: the
 * waiting must count, or they would starve the runtime.
 */
function unhurried(resolve: Resolve): Resolve {
  const pause = breathe();
  return pause === undefined ? resolve : (result) => resolve(pause.then(() => result));
}

/** A waiting `acquire` with a signal. */
class Acquire extends AbortableOperation {
  settle(_done: boolean, permit: unknown): void {
    this.resolve(permit);
  }
}

class HeldPermit implements Permit {
  private from: Permits | undefined;
  private readonly weight: number;

  constructor(from: Permits, weight: number) {
    this.from = from;
    this.weight = weight;
  }

  release(): void {
    const { from } = this;
    this.from = undefined;
    from?.giveBack(this.weight);
  }

  [dispose](): void {
    this.release();
  }
}
