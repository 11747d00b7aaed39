/** A subscriber: how it joins and leaves, and whether it can take a value. */
import { flush } from "../core/engine/hooks.ts";
import { hasOther } from "../core/waiting/case-protocol.ts";
import { Fifo } from "../core/channel/fifo.ts";
import { OnAbort } from "../core/engine/abort.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import type { Buffer } from "../core/types.ts";
import { LogReader, type Origin } from "./log-reader.ts";

/** The object subscribed to. */
export interface Host<T> extends Origin<T> {
  join(subscriber: Subscriber<T>): void;
  forget(subscriber: Subscriber<T>): void;
  /** How many of its subscribers' buffers are running user code; values that these send to the host are refused. */
  calls: number;
}

export abstract class Subscriber<T> extends LogReader<T> {
  static {
    printed(this.prototype, "Subscription", (it) => [
      `${it.size}/${it.capacity}`,
      waiting(it.receivers.waiting, "receiver"),
      it.lagged > 0 && `${it.lagged} lagged`,
      it.ended && "closed",
    ]);
  }

  protected override readonly origin: Host<T>;
  private watch: OnAbort | undefined = undefined;

  constructor(host: Host<T>, buffer: Buffer<T>) {
    super(buffer, host.log);
    this.origin = host;
  }

  override setCalling(calling: boolean): void {
    const { origin } = this;
    origin.calls += calling ? 1 : -1;
    super.setCalling(calling);
    origin.stir();
  }

  get lagged(): number {
    return this.details.dropped;
  }

  /** How many values it holds outside the log. */
  get ownSize(): number {
    return this.window === undefined ? this.size : 0;
  }

  /** Whether no value will follow those that it holds. It may still have to read these. */
  get isOver(): boolean {
    return this.ended;
  }

  /** Whether it has accepted the value, after its turn in a pass. */
  get hasAccepted(): boolean {
    return !this.ended && this.next === undefined;
  }

  /** Starts with the values to replay. */
  begin(signal: AbortSignal | undefined): void {
    if (signal?.aborted) return this.leave(signal.reason);
    const { origin } = this;
    const { beginning, accepting, round } = origin.log;
    this.round = round; // no turn in a pass under way: its value is replayed to this subscriber, or older than it
    origin.join(this);
    if (signal !== undefined) this.watch = new OnAbort(signal, (reason) => this.leave(reason));
    if (beginning !== undefined) {
      this.next = accepting.enter(beginning);
      this.pull();
    } else if (origin.over) this.end(origin.error);
  }

  /** Whether it could accept a value now, from a sender other than this select. */
  couldTake(value: T, select: unknown): boolean {
    if (this.ended) return true;
    if (this.next !== undefined) return false;
    if (this.wanting) return true;
    if (
      this.receivers.count > 0 && this.buffer.size === 0 && (select === undefined || hasOther(this.receivers, select))
    ) return true;
    try {
      return this.hasRoom(value);
    } catch (error) {
      this.fail(error);
      return true;
    }
  }

  /** Accepts a value, if that is possible without the log. */
  takes(value: T): boolean {
    this.round = this.origin.log.round;
    if (this.ended) return true;
    if (this.next !== undefined) return false;
    if (this.receivers.count > 0 && this.buffer.size === 0 && this.handOver(value)) return true;
    return this.window === undefined && this.admit(value);
  }

  /** Accepts the last value of the log, or queues it. */
  enter(value: T, position: number): void {
    if (this.next !== undefined || this.ended) return;
    const { log } = this.origin;
    log.cursor = position;
    if (this.window === undefined || !this.admit(value)) this.next = log.accepting.enter(position);
  }

  override end(error: unknown): void {
    if (this.next !== undefined) return;
    this.setEnded();
    if (error !== undefined) this.ownDetails().error = error;
    if (this.buffer.size > 0) return;
    this.depart();
    this.endReceivers();
  }

  override cancel(): void {
    this.refuseWhileCalling("cancel");
    this.leave(undefined);
  }

  /** Leaves and drops what it holds. Its receives then reject with the reason, if there is one. */
  private leave(reason: unknown): void {
    this.window?.clear();
    this.window = undefined;
    this.buffer = new Fifo(0);
    this.depart();
    this.end(reason);
    flush();
  }

  /** Ends this subscriber alone. The values that it holds can still be read, so it keeps watching its signal. */
  protected override fail(error: unknown): void {
    this.part();
    this.end(error === undefined ? new Error("Cannot go on: the buffer failed with undefined") : error);
  }

  protected override depart(): void {
    this.watch?.unwatch();
    this.watch = undefined;
    this.part();
  }

  /** Leaves the log. */
  private part(): void {
    const { origin, next } = this;
    origin.forget(this);
    this.next = next && origin.log.accepting.move(next, undefined);
    origin.log.settle();
    origin.stir();
  }
}
