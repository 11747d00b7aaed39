// A model of a broadcast: each subscriber is a channel of its own, to which every send goes by itself.
import { END, type Poll, WAIT } from "../../../src/core/engine/poll.ts";
import type { Store } from "./kinds.ts";

/** Something that was asked for, and what the model says has become of it. */
export class Party {
  outcome: "waiting" | "gone" | { readonly value: unknown } | { readonly error: unknown } = "waiting";

  get waits(): boolean {
    return this.outcome === "waiting";
  }
}

export class Send extends Party {
  readonly value: number;
  readonly isSelect: boolean;
  /** The subscribers that have not accepted it. */
  readonly owing: Set<Member> = new Set();
  begun = false;
  /** It has looked whether it can go at once. */
  parked = false;
  /** Some subscriber has accepted it. */
  owned = false;

  constructor(value: number, isSelect: boolean) {
    super();
    this.value = value;
    this.isSelect = isSelect;
  }

  settle(): void {
    if (this.waits && this.owing.size === 0) this.outcome = { value: undefined };
  }
}

export class Receive extends Party {
  private readonly member: Member;

  constructor(member: Member) {
    super();
    this.member = member;
  }

  abort(): void {
    this.outcome = { error: "aborted" };
    this.member.receivers = this.member.receivers.filter((other) => other !== this);
  }

  answer(polled: Poll<number>): void {
    this.outcome = { value: polled === END ? { done: true, value: undefined } : { done: false, value: polled } };
  }
}

/** A subscriber. */
export class Member {
  line: Send[] = [];
  receivers: Receive[] = [];
  ended = false;
  error: unknown = undefined;
  store: Store;
  private readonly world: World;

  constructor(world: World, store: Store) {
    this.world = world;
    this.store = store;
  }

  ready(value: number): boolean {
    if (this.ended) return true;
    if (this.line.length > 0) return false;
    return this === this.world.asking || this.receivers.length > 0 || this.store.room(value);
  }

  give(send: Send): void {
    if (this.ended) return;
    if (this.line.length === 0) {
      const receiver = this.receivers.shift();
      if (receiver !== undefined) {
        send.owned = true;
        return receiver.answer(send.value);
      }
      if (this.offer(send)) return;
    }
    this.line.push(send);
    send.owing.add(this);
  }

  private offer(send: Send): boolean {
    const outcome = this.store.offer(send.value);
    if (outcome === "fail") this.fail("overflow");
    else if (outcome !== "wait") send.owned = true;
    return outcome !== "wait";
  }

  /** The value is taken out of the line. */
  private accept(): Send {
    const send = this.line.shift() as Send;
    send.owned = true;
    send.owing.delete(this);
    send.settle();
    return send;
  }

  pull(): void {
    for (let [first] = this.line; first !== undefined && this.offer(first); [first] = this.line) {
      if (this.line.length > 0) this.accept();
    }
    this.rest();
  }

  take(): Poll<number> {
    const { world, store } = this;
    if (store.held.length === 0 && this.line.length === 0 && !this.ended) world.serve(this);
    try {
      if (store.held.length > 0) return store.held.shift() as number;
      if (this.line.length > 0) return this.accept().value;
    } finally {
      this.pull();
      world.goOn();
    }
    if (!this.ended) return WAIT;
    if (this.error !== undefined) throw this.error;
    return END;
  }

  /** Ends when nothing can come any more. */
  rest(): void {
    if (this.world.over && this.line.length === 0 && !this.ended) this.end(this.world.error);
    if (this.ended && this.store.held.length === 0) this.depart();
  }

  end(error: unknown): void {
    this.ended = true;
    if (error !== undefined) this.error = error;
    if (this.store.held.length > 0) return;
    this.depart();
    for (const receiver of this.receivers.splice(0)) {
      if (this.error === undefined) receiver.answer(END);
      else receiver.outcome = { error: this.error };
    }
  }

  private fail(error: unknown): void {
    this.depart();
    this.end(error);
  }

  leave(reason?: unknown): void {
    this.store.held = [];
    this.depart();
    this.end(reason);
    this.world.goOn();
  }

  private depart(): void {
    this.world.members.delete(this);
    const line = this.line.splice(0);
    for (const send of line) send.owing.delete(this);
    this.world.takeBack(line);
  }
}

export class World {
  readonly members: Set<Member> = new Set();
  /** Those that have not begun. */
  private queue: Send[] = [];
  /** All that have begun and were not withdrawn. */
  private sent: Send[] = [];
  private closed = false;
  over = false;
  error: unknown = undefined;
  asking: Member | undefined = undefined;
  private readonly replay: number;
  private readonly waits: boolean;

  constructor(replay: number, waits: boolean) {
    this.replay = replay;
    this.waits = waits;
  }

  join(member: Member): void {
    this.members.add(member);
    if (this.replay > 0) member.line = this.sent.slice(-this.replay);
    for (const send of member.line) send.owing.add(member);
    member.pull();
    this.goOn();
  }

  send(send: Send): void {
    if (this.closed) send.outcome = { error: "closed" };
    else this.queue.push(send);
    this.goOn();
    send.parked = true;
  }

  trySend(value: number): boolean {
    if (this.closed || this.queue.length > 0 || !this.fits(value)) return false;
    const send = new Send(value, true);
    send.parked = true; // a `trySend` does not wait
    this.begin(send);
    this.goOn();
    return !this.waits || send.owned || send.owing.size > 0;
  }

  /** Sends that a subscriber leaves behind are over, or they wait for the next one. */
  takeBack(sends: readonly Send[]): void {
    for (const send of sends) if (!this.waits || send.owned) send.settle();
    const returned = sends.filter((send) => send.waits && send.owing.size === 0);
    if (returned.length === 0) return;
    this.sent = this.sent.filter((send) => !returned.includes(send));
    this.queue.unshift(...returned);
    this.over = false;
  }

  /** Everyone in the queue who can begin, begins. */
  goOn(): void {
    for (let [first] = this.queue; first !== undefined; [first] = this.queue) {
      if (first.isSelect ? !this.fits(first.value) : this.unwanted) break;
      this.queue.shift();
      this.begin(first);
    }
    if (!this.closed || this.queue.length > 0) return;
    this.over = true;
    for (const member of this.members) member.rest();
  }

  serve(member: Member): void {
    this.asking = member;
    this.goOn();
    this.asking = undefined;
  }

  private begin(send: Send): void {
    send.begun = true;
    this.sent.push(send);
    for (const member of this.members) member.give(send);
    // What looked as if all had room, and then some buffer had none, has happened nevertheless.
    const begun = !this.waits || send.owned || send.owing.size > 0;
    if (send.isSelect && (begun || send.parked)) send.outcome = { value: undefined };
    if (begun) return send.settle();
    this.sent = this.sent.filter((other) => other !== send);
    if (send.waits) this.queue.unshift(send);
  }

  private get unwanted(): boolean {
    return this.waits && [...this.members].every(({ ended }) => ended);
  }

  private fits(value: number): boolean {
    return !this.unwanted && [...this.members].every((member) => member.ready(value));
  }

  withdraw(send: Send): void {
    if (!send.waits) return;
    send.outcome = { error: "aborted" };
    this.queue = this.queue.filter((other) => other !== send);
    this.sent = this.sent.filter((other) => other !== send);
    for (const member of send.owing) member.line = member.line.filter((other) => other !== send);
    for (const member of send.owing) member.pull();
    this.goOn();
  }

  close(error: unknown): void {
    if (this.closed) return;
    this.closed = true;
    this.error = error;
    this.goOn();
  }
}
