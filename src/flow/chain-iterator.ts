/// <reference lib="esnext.disposable" preserve="true" />
/** The async iterator over a chain, and the link by which another pipeline takes the chain over. */
import { releasing } from "../core/channel/iterate.ts";
import { asyncDispose } from "../core/engine/dispose.ts";
import { completed, failed } from "../core/engine/event-loop.ts";
import type { NextResult } from "../core/engine/poll.ts";
import { printed } from "../core/engine/printed.ts";
import { Chain } from "./chain.ts";
import { NextCall } from "./demand.ts";
import { type Exit, Link, type Poll, WAIT } from "./link.ts";
import { reasonOf } from "./run.ts";
import { type Linked, linkOf } from "./sources/open.ts";

/** The input of a foreign stage, and the result of a stage that foreign code calls. */
export interface ChainIterator<T> extends Chain<T>, Linked<T>, AsyncIterableIterator<T, undefined, undefined> {
  /** Whether an operation reads, or has read, the chain to its end. */
  reading: boolean;
  /** The error for a further consumer; undefined while the chain accepts one. */
  readonly refusal: TypeError | undefined;
  next(): Promise<NextResult<T>>;
  return(): Promise<NextResult<T>>;
  throw(error?: unknown): Promise<never>;
  cancel(reason?: unknown): Promise<void>;
  [Symbol.asyncIterator](): this;
  [Symbol.asyncDispose](): Promise<void>;
}

class LinkIterator<T> extends Chain<T> implements ChainIterator<T> {
  /** Whether it belongs to another pipeline. */
  private given = false;
  reading = false;

  next(): Promise<NextResult<T>> {
    if (this.given) return failed(givenAway());
    const first = this.free;
    const value = first ? this.attempt() : WAIT;
    if (value !== WAIT) return Promise.resolve({ value, done: false });
    return new Promise((resolve, reject) => {
      const consumer = new NextCall<T>(resolve, reject);
      if (first) this.lead(consumer);
      else this.ask(consumer);
    });
  }

  async return(): Promise<NextResult<T>> {
    await this.cancel();
    return { value: undefined, done: true };
  }

  async throw(error?: unknown): Promise<never> {
    await this.stop({ reason: error, failed: true });
    throw error;
  }

  cancel(reason?: unknown): Promise<void> {
    return this.stop({ reason, failed: false });
  }

  /** Called by a pipeline of another copy of the library. */
  [releasing](reason: unknown): Promise<void> {
    return this.cancel(reason);
  }

  private async stop(exit: Exit): Promise<void> {
    const { running } = this;
    try {
      await this.halt(exit);
      this.forgive();
    } finally {
      if (!running) await completed(); // in a running chain, the pulls have counted
    }
  }

  [asyncDispose](): Promise<void> {
    return this.cancel();
  }

  /** Called by each loop, so a second loop is refused here. */
  [Symbol.asyncIterator](): this {
    this.checkFirst();
    return this;
  }

  get refusal(): TypeError | undefined {
    if (this.given) return givenAway();
    if (!this.reading && !this.spent) return undefined;
    const how = this.over ? "has run" : "is being read to its end";
    const why = this.exit && { cause: reasonOf(this.exit) };
    return new TypeError(`Cannot read the flow: it ${how}, and a flow runs once`, why);
  }

  private checkFirst(): void {
    const { refusal } = this;
    if (refusal !== undefined) throw refusal;
  }

  get [linkOf](): () => Link<T> {
    this.checkFirst();
    return () => {
      this.given = true;
      return new FlowLink(this);
    };
  }

  static {
    printed(this.prototype, "Flow", (it) => ["", it.progress]);
  }
}

/** The class itself: `isolatedDeclarations` does not allow its symbols in an exported class. */
export const ChainIterator: new <T>(link: Link<T>, signal?: AbortSignal) => ChainIterator<T> = LinkIterator;

function givenAway(): TypeError {
  return new TypeError("Cannot read the flow: it belongs to another pipeline");
}

/** A flow as the first link of another pipeline. */
class FlowLink<T> extends Link<T> {
  private readonly flow: Chain<T>;

  constructor(flow: Chain<T>) {
    super();
    this.flow = flow;
  }

  override poll(): Poll<T> {
    return this.flow.pollFor(this.down);
  }

  protected override release(exit: Exit): Promise<void> | undefined {
    return this.flow.abandon(exit);
  }
}
