/**
 * What a channel holds, and the account of every value's fate.
 *
 * Holds: every accepted value is received once, dropped once, merged once, or still in the buffer; so `sent` is not
 * counted: it is `received + dropped + merged + size`. Hooks learn of a drop after the change.
 */
import { callLater } from "../engine/hooks.ts";
import { callingError, type ColdState, DEFAULTS } from "./cold-state.ts";
import { Fifo, isPlain } from "./fifo.ts";
import { type BufferOwner, Guarded } from "./reentrant.ts";
import { Receiving } from "./receiver.ts";
import type { Buffer, Offered } from "../types.ts";
import { uncloneable } from "../engine/uncloneable.ts";

/** What a channel may be, as bits of its state. */
const ENDED = 1;
const CALLING = 2;

export abstract class Stock<T> extends Receiving<T> implements BufferOwner {
  protected buffer: Buffer<T>;
  protected received = 0;
  protected peak: number;
  protected details: ColdState<T>;
  /** 0: it is open, and no user code of its buffer is running. One number takes a tenth off `select-ready:64` on V8. */
  protected state = 0;
  /** What the buffer passes older values to. */
  protected readonly discard: (older: T) => void;

  constructor(buffer: Buffer<T>, details: ColdState<T>) {
    super();
    this.buffer = buffer instanceof Fifo ? buffer : new Guarded(buffer, this);
    this.discard = isPlain(buffer) ? uncloneable : (older) => this.drop(older); // a plain buffer gives up no value
    this.peak = buffer.size; // it may come with values
    this.details = details;
  }

  /** The sending side has ended. */
  protected get ended(): boolean {
    return (this.state & ENDED) !== 0;
  }

  protected setEnded(): void {
    this.state |= ENDED;
  }

  override get calling(): boolean {
    return (this.state & CALLING) !== 0;
  }

  setCalling(calling: boolean): void {
    this.state = (this.state & ENDED) | (calling ? CALLING : 0);
  }

  /** Only while `state` is not 0. Throws while user code of the buffer runs. */
  protected hasEnded(operation: string): true {
    this.refuseWhileCalling(operation);
    return true;
  }

  /** The channel is closed to the user code of its own buffer. Throws while that runs. */
  protected refuseWhileCalling(operation: string): void {
    if (this.calling) throw callingError(this.details, operation);
  }

  get name(): string | undefined {
    return this.details.name;
  }

  get capacity(): number {
    return this.buffer.capacity;
  }

  get size(): number {
    return this.buffer.size;
  }

  /** Offers a value to the buffer. One that it drops is not counted yet: a `trySend` takes it back. */
  protected offer(value: T): Offered {
    return this.counted(this.buffer.offer(value, this.discard), value);
  }

  /** Accounts for what the buffer made of a value. */
  protected counted(outcome: Offered, _value: T): Offered {
    if (outcome === "kept") {
      const { size } = this.buffer;
      if (size > this.peak) this.peak = size;
    } else if (outcome === "merge") this.ownDetails().merged++;
    return outcome;
  }

  /** Accounts for a value that was taken from the buffer. */
  protected took(_value: T): void {
    this.received++;
  }

  /** Takes values to the end of `batch`, up to `max` in all, if that is only a matter of moving them. */
  protected takeMany(batch: T[], max: number): boolean {
    const { buffer } = this;
    if (buffer.take !== Fifo.prototype.take) return false;
    this.received += (buffer as Fifo<T>).moveTo(batch, max);
    return true;
  }

  protected hasRoom(value: T): boolean {
    const { buffer } = this;
    return buffer.room === undefined ? buffer.size < buffer.capacity : buffer.room(value);
  }

  /** Accounts for an accepted value that no receiver will get. */
  protected drop(value: T): void {
    this.ownDetails().dropped++;
    this.undelivered(value);
  }

  protected dropAll(): void {
    while (this.buffer.size > 0) this.drop(this.buffer.take());
  }

  /** Passes a value that will not be received to the hook. */
  undelivered(value: T): void {
    const { onUndelivered } = this.details;
    if (onUndelivered !== undefined) callLater(onUndelivered, value);
  }

  /** The details of this channel alone, to be changed. */
  protected ownDetails(): ColdState<T> {
    if (this.details === DEFAULTS) this.details = { ...DEFAULTS };
    return this.details;
  }
}
