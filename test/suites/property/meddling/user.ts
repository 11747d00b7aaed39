// Who uses the channel: from outside, from within its buffer, and in its hook.
import { type Channel, channel, select, selectLoop, sending, trySelect } from "sluice";
import { Account, type Value } from "./account.ts";
import { bufferOf, custom, type Meddler } from "./buffers.ts";
import { mischief, Operations, withdrawn } from "./operations.ts";
import type { Meddling, Op, Program } from "./program.ts";

export class User extends Operations implements Meddler {
  readonly channel: Channel<Value>;
  readonly account: Account = new Account();
  cancelled = false;
  /** One on which nobody sends but with `trySend`. */
  private readonly other: Channel<string> = channel(custom<string>(0, () => this.meddle()));
  private readonly controllers: AbortController[] = [];
  private readonly iterators;
  private readonly batches;
  private readonly loopIn;
  private readonly loopOut;
  private readonly meddlings: Meddling[];
  private readonly reactions: (Op | undefined)[];

  constructor({ kind, capacity, meddlings, reactions }: Program) {
    super();
    this.meddlings = [...meddlings];
    this.reactions = [...reactions];
    const own = channel<Value>(bufferOf(kind, capacity, this), { onUndelivered: (value) => this.hooked(value) });
    const { other, account } = this;
    this.channel = own;
    this.iterators = [own[Symbol.asyncIterator](), own[Symbol.asyncIterator]()] as const;
    this.batches = own.batches(3);
    this.loopIn = selectLoop({ in: own, other });
    this.loopOut = selectLoop({ out: () => !own.closed && sending(own, account.value("loopOut", 1)), other });
  }

  // ── from within ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** In user code of the channel's own buffer, to which it is closed. */
  asked(quiet = false): void {
    const before = this.state();
    try {
      this.meddle(quiet);
    } finally {
      const [now, was] = [this.state(), before];
      const rose = now.waiting.some((count, side) => count > (was.waiting[side] as number));
      if (now.held !== was.held || rose) this.failures.push("user code of the buffer changed the channel");
    }
  }

  private state(): { held: string; waiting: number[] } {
    const { size, closed, stats: { waitingSenders, waitingReceivers, ...counts } } = this.channel;
    return { held: JSON.stringify([size, closed, counts]), waiting: [waitingSenders, waitingReceivers] };
  }

  /** What user code of either buffer does. */
  private meddle(quiet = false): void {
    const meddling = this.meddlings.shift();
    this.within++;
    try {
      for (const op of meddling?.ops ?? []) this.do(op);
    } finally {
      this.within--;
    }
    if (meddling?.throws && !quiet) throw mischief;
  }

  private hooked(value: Value): void {
    this.account.drop(value);
    const op = this.reactions.shift();
    if (op !== undefined) this.do(op);
  }

  /** From now on nothing is done from within. */
  behave(): void {
    this.meddlings.length = this.reactions.length = 0;
  }

  // ── anywhere ──────────────────────────────────────────────────────────────────────────────────────────────────────

  do({ as, on }: Op): void {
    switch (as) {
      case "send":
        return this.send(as, on);
      case "abortableSend":
        return this.send(as, on, this.controller());
      case "trySend":
        return this.trySend(as, on);
      case "receive":
        return this.receive(as);
      case "abortableReceive":
        return this.receive(as, this.controller());
      case "tryReceive":
        return this.attempt(as, () => this.tryReceive());
      case "next":
        return this.next(as, on);
      case "batch":
        return this.batch(as);
      case "selectIn":
        return this.selectIn(as);
      case "selectOut":
        return this.selectOut(as, on);
      case "selectBoth":
        return this.selectBoth(as, on);
      case "trySelect":
        return this.trySelect(as, on);
      case "loopIn":
        return this.nextIn(as);
      case "loopOut":
        return this.follow(
          as,
          this.loopOut.next(),
          ({ value: hit }) => hit?.key === "out" && this.account.sentByLoop(),
        );
      case "other":
        return this.attempt(as, () => this.other.trySend("something"));
      case "abort":
        return this.abort(this.controllers[on % this.controllers.length]);
      case "leave":
        return this.leave(
          [...this.iterators, this.batches, this.loopIn, this.loopOut][on % 5] as AsyncIterator<unknown>,
        );
      case "close":
        return this.attempt(as, () => this.channel.close());
      case "cancel":
        return this.attempt(as, () => {
          this.channel.cancel("enough");
          this.cancelled = true;
        });
    }
  }

  private send(as: Op["as"], weight: number, controller?: AbortController): void {
    const value = this.account.value(as, weight, controller);
    this.follow(as, this.channel.send(value, controller), () => this.account.accept(value));
  }

  private trySend(as: Op["as"], weight: number): void {
    const value = this.account.value(as, weight);
    this.attempt(as, () => this.channel.trySend(value) && this.account.accept(value));
  }

  private receive(as: Op["as"], controller?: AbortController): void {
    const began = this.account.now();
    this.follow(as, this.channel.receive(controller), ({ value }) => this.account.receive(as, began, value, true));
  }

  /** Says whether there was a value. */
  tryReceive(): boolean {
    const began = this.account.now();
    const result = this.channel.tryReceive();
    if (result !== undefined) this.account.receive("tryReceive", began, result.value, true);
    return result?.done === false;
  }

  /** An iterator that was left ends before its channel. */
  private next(as: Op["as"], on: number): void {
    const began = this.account.now();
    const iterator = this.iterators[on % 2] as AsyncIterator<Value>;
    this.follow(as, iterator.next(), ({ done, value }) => done || this.account.receive(as, began, value, true));
  }

  /** A batch that had to wait is completed later. */
  private batch(as: Op["as"]): void {
    const began = this.account.now();
    this.follow(as, this.batches.next(), ({ value: batch = [] }) => {
      for (const value of batch) this.account.receive(as, began, value, false);
    });
  }

  private selectIn(as: Op["as"]): void {
    const { channel, other, account } = this;
    const began = account.now();
    this.follow(as, select({ in: channel, other }, this.controller()), (hit) => {
      if (hit.key === "in") account.receive(as, began, hit.value, true);
    });
  }

  private selectOut(as: Op["as"], weight: number): void {
    const { channel, other, account } = this;
    const controller = this.controller();
    const value = account.value(as, weight, controller);
    this.follow(as, select({ out: sending(channel, value), other }, controller), ({ key }) => {
      if (key === "out") account.accept(value);
    });
  }

  /** Others may get in line when its value is offered, before it gets in line itself. */
  private selectBoth(as: Op["as"], weight: number): void {
    const { channel, other, account } = this;
    const controller = this.controller();
    const began = account.now();
    const value = account.value(as, weight, controller);
    this.follow(as, select({ out: sending(channel, value), in: channel, other }, controller), (hit) => {
      if (hit.key === "out") account.accept(value);
      if (hit.key === "in") account.receive(as, began, hit.value, false);
    });
  }

  private trySelect(as: Op["as"], weight: number): void {
    const { channel, account } = this;
    const began = account.now();
    const value = account.value(as, weight);
    this.attempt(as, () => {
      const hit = trySelect({ out: sending(channel, value), in: channel });
      if (hit?.key === "out") account.accept(value);
      if (hit?.key === "in") account.receive(as, began, hit.value, true);
    });
  }

  private nextIn(as: Op["as"]): void {
    const began = this.account.now();
    this.follow(as, this.loopIn.next(), ({ value: hit }) => {
      if (hit?.key === "in" && !hit.done) this.account.receive(as, began, hit.value, false);
    });
  }

  private controller(): AbortController {
    const controller = new AbortController();
    this.controllers.push(controller);
    return controller;
  }

  private abort(controller: AbortController | undefined): void {
    controller?.abort(withdrawn);
  }

  private leave(iterator: AsyncIterator<unknown>): void {
    void iterator.return?.();
  }

  // ── to the end ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What waits for something else than the channel waits no longer. */
  release(): void {
    for (const controller of this.controllers) this.abort(controller);
    this.other.close();
    for (const iterator of [...this.iterators, this.batches, this.loopIn, this.loopOut]) void iterator.return?.();
  }
}
