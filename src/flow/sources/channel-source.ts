/**
 * A channel, or another receiver of this library, as the first link of a chain. Unless it is `owned`, it is shared:
 * leaving neither takes a value nor closes it. Values that it holds move without a hop.
 *
 * A sender must not run the pipeline inside `send`, so a link that waited wakes the chain one hop later.
 */
import { flush, whenWhole } from "../../core/engine/hooks.ts";
import type { Leavable, Waiter } from "../../core/waiting/wait-queue.ts";
import type { Receiving } from "../../core/channel/receiver.ts";
import { Breather } from "../breather.ts";
import { END, type Exit, type Failure, Link, type Poll, rouse, WAIT } from "../link.ts";

export class ChannelSource<T> extends Link<T> implements Waiter {
  line: Leavable | undefined = undefined;
  slot = 0;
  private readonly channel: Receiving<T>;
  private readonly breather = new Breather();
  private waiting = false;
  private arrived: { readonly value: T } | undefined = undefined;
  private failure: Failure | undefined = undefined;
  private ended = false;

  constructor(channel: Receiving<T>) {
    super();
    this.channel = channel;
  }

  override poll(): Poll<T> {
    const { arrived, failure } = this;
    if (arrived !== undefined) {
      this.arrived = undefined;
      return arrived.value;
    }
    if (failure !== undefined) throw failure.error;
    if (this.ended || this.stopped) return END;
    if (this.waiting) return WAIT;
    if (this.breather.stops(this.down)) return WAIT;
    try {
      return this.attempt();
    } finally {
      flush();
    }
  }

  private attempt(): Poll<T> {
    const polled = this.channel.attempt();
    if (polled === WAIT) {
      if (this.stopped) return END; // by user code that the channel called
      this.waiting = true;
      this.channel.enlist(this);
    } else if (polled === END) this.ended = true;
    return polled;
  }

  claim(): boolean {
    return true;
  }

  settle(done: boolean, value: unknown): void {
    if (done) this.ended = true;
    else this.arrived = { value: value as T };
    this.goOn();
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.goOn();
  }

  private goOn(): void {
    this.waiting = false;
    now.then(this.onNextHop);
  }

  private readonly onNextHop = (): void => rouse(this.down);

  protected override release({ reason }: Exit): undefined {
    const { line, channel } = this;
    this.line = undefined;
    line?.remove(this.slot);
    if (channel.owned) whenWhole(() => channel.cancel(reason));
    flush();
    return undefined;
  }
}

const now = Promise.resolve();
