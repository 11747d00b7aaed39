/// <reference lib="esnext.disposable" preserve="true" />
/** A value that changes: a broadcast that replays the last one, and of which each subscriber keeps the newest. */
import { sliding } from "../buffers/sliding.ts";
import { checkFunction } from "../core/arguments.ts";
import { dispose } from "../core/dispose.ts";
import { ChannelClosedError } from "../core/errors.ts";
import type { WaitOptions } from "../core/types.ts";
import { broadcast } from "./broadcast.ts";
import type { Broadcast, Subscription, Watch } from "./types.ts";

/**
 * A value that changes and can be watched: settings, a connection's state, progress. Whoever subscribes gets the current
 * value at once and then always the newest, however slow it is, so that nobody ever waits; what must not be missed belongs
 * in a `broadcast`.
 *
 * Setting the same value (`Object.is`) tells nobody. After `close` the value stays; subscribers, later ones too, get it and
 * then the end, or the error.
 *
 * @example
 * ```ts
 * import { watch } from "sluice";
 *
 * const level = watch("low");
 * const levels = level.subscribe();
 * console.log(level.value, (await levels.receive()).value); // low low
 *
 * level.set("high");
 * level.update((value) => `very ${value}`);
 * level.close();
 * for await (const value of levels) console.log(value); // very high
 * console.log(levels.lagged); // 1
 * ```
 */
export function watch<T>(initial: T): Watch<T> {
  return new OwnWatch(initial);
}

class OwnWatch<T> implements Watch<T> {
  value: T;
  private readonly changes: Broadcast<T> = broadcast({ replay: 1 });
  private error: unknown = undefined;

  constructor(initial: T) {
    this.value = initial;
    this.changes.trySend(initial);
  }

  get closed(): boolean {
    return this.changes.closed;
  }

  set(value: T): void {
    if (this.closed) throw new ChannelClosedError("Cannot set: the watch is closed", value, undefined, this.error);
    if (Object.is(value, this.value)) return;
    this.value = value;
    void this.changes.send(value); // waits only while another value is being given out
  }

  update(fn: (value: T) => T): void {
    checkFunction("fn", fn);
    this.set(fn(this.value));
  }

  close(error?: unknown): void {
    if (!this.closed) this.error = error;
    this.changes.close(error);
  }

  subscribe(options?: WaitOptions): Subscription<T> {
    return this.changes.subscribe(sliding(1), options);
  }

  [dispose](): void {
    this.close();
  }

  get [Symbol.toStringTag](): string {
    return "Watch";
  }
}
