// A channel as the contract has it, with arrays for lines.
import { attempt, type End, end, type Failure, type Got, got, Refusal } from "./outcome.ts";
import type { Offered } from "sluice";
import { type Kind, Shelf } from "./kinds.ts";
import { type Line, next } from "./party.ts";
import type { Signal } from "./signal.ts";
import type { World } from "./world.ts";

export class ModelChannel {
  readonly name: string;
  readonly shelf: Shelf;
  readonly receivers: Line = { places: [] };
  readonly senders: Line = { places: [], freed: () => this.letIn() };
  closed = false;
  cancelled = false;
  reason: unknown = undefined;
  private error: unknown = undefined;
  readonly counts = { sent: 0, received: 0, dropped: 0, merged: 0, peak: 0 };
  /** Once somebody has asked for it. */
  signal: Signal | undefined = undefined;
  private readonly index: number;
  private readonly hooked: boolean;
  private readonly maxWaiting: number;
  private readonly world: World;

  constructor(world: World, index: number, kind: Kind, options: { hooked: boolean; maxWaiting: number }) {
    this.world = world;
    this.index = index;
    this.name = `c${index}`;
    this.shelf = new Shelf(kind);
    this.hooked = options.hooked;
    this.maxWaiting = options.maxWaiting;
  }

  get size(): number {
    return this.shelf.held.length;
  }

  /** Would `receive` give something now? */
  get hasNext(): boolean {
    return this.size > 0 || this.senders.places.length > 0 || this.closed;
  }

  /** Closed without an error, and nothing is left. */
  get ended(): boolean {
    return this.closed && this.size === 0 && this.senders.places.length === 0 && this.error === undefined;
  }

  /** What a receive now would fail with. */
  get receiveFailure(): Failure | undefined {
    const drained = this.closed && this.size === 0 && this.senders.places.length === 0;
    return drained && this.error !== undefined ? { is: "error", error: this.error } : undefined;
  }

  /** Would a send go on now, be it to fail? */
  accepts(value: unknown): boolean {
    if (this.closed || this.receivers.places.length > 0) return true;
    return this.senders.places.length === 0 && this.ask(value) !== "wait";
  }

  /** What a send now would fail with. */
  sendFailure(value: unknown): Failure | undefined {
    if (this.closed) return this.closedFailure(value);
    if (this.receivers.places.length > 0 || this.senders.places.length > 0) return undefined;
    const answer = this.ask(value);
    if (answer === "fail") return { is: "overflow", value, channel: this.name };
    return answer instanceof Refusal ? answer.failure : undefined;
  }

  /** Sends if that needs no waiting; false: it must wait. */
  send(value: unknown): boolean {
    const outcome = this.place(value);
    if (outcome === "wait") return false;
    const failure = outcome === "closed" ? this.closedFailure(value) : this.account(value, outcome);
    if (failure !== undefined) throw new Refusal(failure);
    return true;
  }

  trySend(value: unknown): boolean {
    const outcome = this.place(value);
    if (outcome === "kept" || outcome === "merge") this.account(value, outcome);
    return outcome === "kept" || outcome === "merge" || outcome === "handed";
  }

  /** What must be thrown when one more would wait. */
  get crowded(): boolean {
    return this.senders.places.length >= this.maxWaiting;
  }

  receive(): Got | End | undefined {
    if (this.size > 0) {
      this.counts.received++;
      const value = this.shelf.take();
      this.letIn();
      return got(value);
    }
    const sender = next(this.senders);
    if (sender !== undefined) {
      this.counts.sent++;
      this.counts.received++;
      sender.party.happened(sender.arm, got(undefined));
      return got(sender.value);
    }
    if (!this.closed) return undefined;
    if (this.error !== undefined) throw new Refusal({ is: "error", error: this.error });
    return end;
  }

  close(error: unknown): void {
    if (this.closed) return;
    this.closed = true;
    this.error = error;
    if (this.senders.places.length === 0) this.endReceivers();
  }

  cancel(reason: unknown): void {
    if (this.cancelled) return;
    this.closed = this.cancelled = true;
    this.reason = reason;
    for (let sender = next(this.senders); sender !== undefined; sender = next(this.senders)) {
      sender.party.failed(this.closedFailure(sender.value));
    }
    while (this.size > 0) this.drop(this.shelf.take());
    this.endReceivers();
    if (this.signal !== undefined) this.world.due.push({ cancelled: this.index });
  }

  overflow(value: unknown): Failure {
    return { is: "overflow", value, channel: this.name };
  }

  private place(value: unknown): Offered | "closed" | "handed" {
    if (this.closed) return "closed";
    const receiver = next(this.receivers);
    if (receiver !== undefined) {
      this.counts.sent++;
      this.counts.received++;
      receiver.party.happened(receiver.arm, got(value));
      return "handed";
    }
    if (this.senders.places.length > 0) return "wait";
    const answer = this.ask(value);
    if (answer instanceof Refusal) throw answer;
    return answer;
  }

  /** What the buffer says; a refusal when one of its functions throws. */
  private ask(value: unknown): Offered | Refusal {
    return attempt(() => {
      try {
        return this.shelf.answer(value);
      } catch (error) {
        throw new Refusal({ is: "error", error });
      }
    });
  }

  /** Has the buffer do what it said; gives the failure if it refused the value. */
  private account(value: unknown, answer: Offered | "handed"): Failure | undefined {
    if (answer === "fail") return this.overflow(value);
    if (answer === "handed") return undefined;
    for (const older of this.shelf.admit(value, answer)) this.drop(older);
    this.counts.sent++;
    this.counts.peak = Math.max(this.counts.peak, this.size);
    if (answer === "drop") this.drop(value);
    if (answer === "merge") this.counts.merged++;
    return undefined;
  }

  /** Senders whose values have room now go in, in order. */
  letIn(): void {
    for (let first = this.senders.places[0]; first !== undefined; first = this.senders.places[0]) {
      const { value, party, arm } = first;
      const answer = this.ask(value);
      if (answer === "wait") return;
      next(this.senders);
      const failure = answer instanceof Refusal ? answer.failure : this.account(value, answer);
      if (failure === undefined) party.happened(arm, got(undefined));
      else party.failed(failure);
    }
  }

  private endReceivers(): void {
    for (let receiver = next(this.receivers); receiver !== undefined; receiver = next(this.receivers)) {
      if (this.error === undefined) receiver.party.happened(receiver.arm, end);
      else receiver.party.failed({ is: "error", error: this.error });
    }
  }

  private drop(value: unknown): void {
    this.counts.dropped++;
    if (this.hooked) this.world.due.push({ channel: this.index, value });
  }

  /** A value that a `sendAll` pulled and could not place: its hook comes, uncounted. */
  strand(value: unknown): void {
    if (this.hooked) this.world.stranded.push({ channel: this.index, value });
  }

  private closedFailure(value: unknown): Failure {
    return { is: "closed", value, channel: this.name, cause: this.cancelled ? this.reason : this.error };
  }
}
