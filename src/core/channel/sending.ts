/** A send as a select case. */
import { membersOf, shown } from "../engine/arguments.ts";
import { OperationCase, sendingCase } from "../waiting/case-protocol.ts";
import type { Parked } from "../waiting/wait-queue.ts";
import { WAIT } from "../engine/poll.ts";
import { lineOf, printed } from "../engine/printed.ts";
import type { Case } from "../select-types.ts";
import type { Got, Sender } from "../types.ts";

/**
 * A `select` case that sends `value`: it is ready when `to` can accept the value, and then sends it. The value is sent
 * only if the case happens; the hit is `{ key, done: false, value: undefined }`.
 *
 * On a channel that is closed when the select begins it rejects with `ChannelClosedError`, on a full `strict` channel
 * with `OverflowError`. Throws a `TypeError` when `to` is no sender of this library.
 *
 * @example
 * ```ts
 * import { channel, select, sending } from "sluice";
 *
 * const left = channel<string>();
 * const right = channel<string>(1);
 * const hit = await select({ left: sending(left, "hello"), right: sending(right, "hello") });
 * console.log(hit.key); // right
 * ```
 */
export function sending<T>(to: Sender<T>, value: NoInfer<T>): Case<Got<undefined>> {
  const send = membersOf(to)[sendingCase];
  if (typeof send !== "function") throw new TypeError(`to must be a channel or another sender, not ${shown(to)}`);
  return send.call(to, value);
}

/** What a sender of ours offers to a select. */
export interface Outlet<T> {
  /** Sends if that needs no waiting; false: it must wait. Throws when the value is refused. */
  attemptSend(value: T): boolean;
  enlistSender(sender: Parked, value: T): void;
  /** Would `attemptSend` do anything but say no? `undefined`: only an attempt can tell. */
  readyToSend(): boolean | undefined;
  /** Would a send find something that does not come from this select itself? */
  readyToSendFor(select: unknown, value: T): boolean;
  recheck(): void;
}

export class Sending<T> extends OperationCase<Got<undefined>> {
  static {
    printed(this.prototype, "Case", (it) => [`sending to ${lineOf(it.outlet)}`]);
  }

  private readonly outlet: Outlet<T>;
  private readonly value: T;

  constructor(outlet: Outlet<T>, value: T) {
    super();
    this.outlet = outlet;
    this.value = value;
  }

  override get once(): boolean {
    return true;
  }

  ready(): boolean | undefined {
    return this.outlet.readyToSend();
  }

  attempt(): undefined | typeof WAIT {
    return this.outlet.attemptSend(this.value) ? undefined : WAIT;
  }

  enlist(waiter: Parked): void {
    this.outlet.enlistSender(waiter, this.value);
  }

  override recheck(): void {
    this.outlet.recheck();
  }

  readyFor(select: unknown): boolean {
    return this.outlet.readyToSendFor(select, this.value);
  }
}
