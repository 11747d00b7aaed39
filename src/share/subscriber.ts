/** How a subscriber comes and goes, and whether a value can be given to it. */
import { tidy } from "../core/engine/hooks.ts";
import { hasOther } from "../core/waiting/case-protocol.ts";
import { Fifo } from "../core/channel/fifo.ts";
import { OnAbort } from "../core/engine/abort.ts";
import { printed, waiting } from "../core/engine/printed.ts";
import type { Buffer } from "../core/types.ts";
import { LogReader, type Origin } from "./log-reader.ts";

/** What it subscribes to. */
export interface Host<T> extends Origin<T> {
  join(subscriber: Subscriber<T>): void;
  forget(subscriber: Subscriber<T>): void;
  /** How many buffers of its subscribers are running user code, which it takes no value from. */
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

  /** How many values it holds that are not in the log. */
  get ownSize(): number {
    return this.window === undefined ? this.size : 0;
  }

  /** It has had its end, or has still to read what it holds and then has it. */
  get isOver(): boolean {
    return this.ended;
  }

  /** After its turn in a pass: has it accepted the value? */
  get hasAccepted(): boolean {
    return !this.ended && this.next === undefined;
  }

  /** Begins with what is to be replayed. */
  begin(signal: AbortSignal | undefined): void {
    if (signal?.aborted) return this.leave(signal.reason);
    const { origin } = this;
    const { beginning, accepting, round } = origin.log;
    this.round = round; // it has no turn in a pass that is under way: what is passed is replayed to it, or before its time
    origin.join(this);
    if (signal !== undefined) this.watch = new OnAbort(signal, (reason) => this.leave(reason));
    if (beginning !== undefined) {
      this.next = accepting.enter(beginning);
      this.pull();
    } else if (origin.over) this.end(origin.error);
  }

  /** Could it accept a value now that comes from somebody else than this select? */
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

  /** Accepts the last value of the log, or gets in line with it. */
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

  /** Wants nothing any more. Its receives then reject with the reason, if there is one. */
  private leave(reason: unknown): void {
    this.window?.clear();
    this.window = undefined;
    this.buffer = new Fifo(0);
    this.depart();
    this.end(reason);
    tidy();
  }

  /** That is the end of it, and nobody else's business. What it holds is still to be read, so it listens to its signal. */
  protected override fail(error: unknown): void {
    this.part();
    this.end(error === undefined ? new Error("Cannot go on: the buffer failed with undefined") : error);
  }

  protected override depart(): void {
    this.watch?.unwatch();
    this.watch = undefined;
    this.part();
  }

  /** Wants nothing more. */
  private part(): void {
    const { origin, next } = this;
    origin.forget(this);
    this.next = next && origin.log.accepting.move(next, undefined);
    origin.log.settle();
    origin.stir();
  }
}
