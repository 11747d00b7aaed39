/// <reference lib="esnext.disposable" preserve="true" />
/**
 * A value that notifies subscribers of its changes. Unlike a broadcast it has no log: a subscriber holds the newest
 * value or none.
 *
 * Holds, whenever no method is running: a waiting receiver has seen the newest value.
 */
import { flush } from "../core/engine/hooks.ts";
import { checkFunction, shown, signalOf } from "../core/engine/arguments.ts";
import { receivingCase } from "../core/waiting/case-protocol.ts";
import { dispose } from "../core/engine/dispose.ts";
import { ChannelClosedError } from "../core/errors.ts";
import { counted, printed } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import type { End, Got, WaitOptions } from "../core/types.ts";
import { uncloneable } from "../core/engine/uncloneable.ts";
import type { Subscription, Watch } from "./types.ts";
import { type Watched, Watcher } from "./watcher.ts";

/**
 * Creates a value that changes and can be watched: settings, a connection's state, progress. A subscriber receives the
 * current value at once, and then always the newest one, however slow it is, so that a setter never waits. Values that
 * must not be missed belong in a `broadcast`.
 *
 * Setting the same value (`Object.is`) does nothing. After `close` the value stays; subscribers, including later ones,
 * receive it and then the end, or the error.
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

class OwnWatch<T> implements Watch<T>, Watched<T> {
  value: T;
  version = 1;
  closed = false;
  over = false;
  error: unknown = undefined;
  readonly watchers: Set<Watcher<T>> = new Set();
  protected readonly clone: () => void = uncloneable;
  private telling = false;
  /** A change happened during the current notification. */
  private untold = false;

  constructor(initial: T) {
    this.value = initial;
  }

  set(value: T): void {
    if (this.closed) throw new ChannelClosedError("Cannot set: the watch is closed", value, undefined, this.error);
    if (Object.is(value, this.value)) return;
    this.value = value;
    this.version++;
    this.tell();
    flush();
  }

  update(fn: (value: T) => T): void {
    checkFunction("fn", fn);
    this.set(fn(this.value));
  }

  close(error?: unknown): void {
    if (this.closed) return;
    this.closed = true;
    this.error = error;
    this.tell();
    flush();
  }

  subscribe(options?: WaitOptions): Subscription<T> {
    const signal = signalOf(options);
    const subscription = new WatchSubscription<T>(this);
    subscription.begin(signal);
    flush();
    return subscription;
  }

  /** A value set during a notification reaches every watcher after the one being delivered. */
  tell(): void {
    this.untold = true;
    if (this.telling) return;
    this.telling = true;
    try {
      while (this.untold) this.tellAll();
    } finally {
      this.telling = false; // near the end of the stack any call can throw
    }
  }

  private tellAll(): void {
    const { value, version, watchers } = this;
    this.untold = false;
    for (const watcher of watchers) watcher.hand(value, version);
    if (this.untold || !this.closed) return;
    this.over = true;
    for (const watcher of watchers) watcher.end();
  }

  [dispose](): void {
    this.close();
  }

  static {
    printed(this.prototype, "Watch", (it) => [
      shown(it.value),
      counted(it.watchers.size, "subscriber"),
      it.closed && "closed",
    ]);
  }
}

class WatchSubscription<T> extends Watcher<T> implements Subscription<T> {
  [dispose](): void {
    this.cancel();
  }

  [receivingCase](): Case<Got<T> | End> {
    return this.asCase();
  }
}
