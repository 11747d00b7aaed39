/**
 * The state machine of a circuit breaker, and the queue of calls that wait for it.
 *
 * Holds: a permit counts only in the state in which it was granted; `tried` counts the trials of a half-open circuit
 * that are running or have succeeded.
 */
import { dispose } from "../../core/engine/dispose.ts";
import { printed } from "../../core/engine/printed.ts";
import type { Watch } from "../../share/types.ts";
import { watch } from "../../share/watch.ts";
import type { Permit } from "../../sync/governor.ts";
import type { CircuitState } from "./circuit-state.ts";
import { Outcomes } from "./outcomes.ts";
import { TimedPermitQueue } from "../timed-permit-queue.ts";

export interface CircuitRules {
  /** The fraction of the calls that must have failed. */
  readonly rate: number;
  /** The least number of calls; with a rate of 0, the number of failures. */
  readonly least: number;
  readonly window: number;
  readonly cooldown: number;
  readonly trials: number;
  readonly isFailure: (error: unknown) => boolean;
}

/** A permit whose call need not count. */
export interface ForgettablePermit extends Permit {
  forget(): void;
}

export class Circuit extends TimedPermitQueue {
  readonly state: Watch<CircuitState> = watch<CircuitState>("closed");
  readonly rules: CircuitRules;
  /** The number of state changes. */
  era = 0;
  private outcomes: Outcomes;
  private openUntil = 0;
  private tried = 0;
  private succeeded = 0;

  constructor(rules: CircuitRules) {
    super();
    this.rules = rules;
    this.outcomes = new Outcomes(rules.window);
  }

  /** How long a refused call should wait. The duration of trials is unknown, so it is the cooldown while they run. */
  get retryAfter(): number {
    const delay = this.delay();
    return delay < Infinity ? Math.max(0, Math.ceil(delay)) : this.rules.cooldown;
  }

  /** Counts the outcome of a call of this era. */
  conclude(failed: boolean): void {
    const now = this.clock.elapsed;
    if (this.state.value === "closed") {
      this.outcomes.add(now, failed);
      if (this.broken) this.open(now); // a success, too, may complete the least number of calls
    } else if (failed) this.open(now);
    else if (++this.succeeded === this.rules.trials) this.close();
    this.changed();
  }

  /** Excludes a call of this era; another trial may replace it. */
  forget(): void {
    this.tried--;
    this.changed();
  }

  private get broken(): boolean {
    const { rules: { rate, least }, outcomes: { calls, failures } } = this;
    return rate === 0 ? failures >= least : calls >= least && failures / calls >= rate;
  }

  private open(now: number): void {
    this.openUntil = now + this.rules.cooldown;
    this.change("open");
  }

  private close(): void {
    this.outcomes = new Outcomes(this.rules.window);
    this.change("closed");
  }

  /** The watchers of the state are notified last, because their code may make calls. */
  private change(state: CircuitState, tried = 0): void {
    this.era++;
    this.tried = tried;
    this.succeeded = 0;
    this.state.set(state);
  }

  protected override delay(): number {
    const { value } = this.state;
    if (value === "closed") return 0;
    if (value === "open") return this.openUntil - this.clock.elapsed;
    return this.tried < this.rules.trials ? 0 : Infinity;
  }

  /** The first call after the cooldown makes it half-open. */
  protected override take(calls: number): void {
    if (this.state.value === "open") this.change("half-open", calls);
    else this.tried += calls;
  }

  protected override permit(): Permit {
    return new CircuitPermit(this);
  }
}

class CircuitPermit implements ForgettablePermit {
  static {
    printed(this.prototype, "Permit", (it) => [it.circuit === undefined ? "released" : "held"]);
  }

  private circuit: Circuit | undefined;
  private readonly era: number;

  constructor(circuit: Circuit) {
    this.circuit = circuit;
    this.era = circuit.era;
  }

  release(error?: unknown): void {
    const { circuit } = this;
    if (circuit === undefined) return;
    let failed = error !== undefined;
    try {
      failed = failed && circuit.rules.isFailure(error); // user code
    } finally {
      this.spend()?.conclude(failed);
    }
  }

  forget(): void {
    this.spend()?.forget();
  }

  [dispose](): void {
    this.release();
  }

  /** Uses the permit up. Returns the circuit if the permit still counts there. */
  private spend(): Circuit | undefined {
    const { circuit } = this;
    this.circuit = undefined;
    return circuit?.era === this.era ? circuit : undefined;
  }
}
