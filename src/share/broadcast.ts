/// <reference lib="esnext.disposable" preserve="true" />
/** Sends every value to every subscriber. */
import { checkCount, checkOptions, shown } from "../core/engine/arguments.ts";
import { sendingCase } from "../core/waiting/case-protocol.ts";
import { dispose } from "../core/engine/dispose.ts";
import { counted, printed, waiting } from "../core/engine/printed.ts";
import type { Case } from "../core/select-types.ts";
import { Sending } from "../core/channel/sending.ts";
import type { Got } from "../core/types.ts";
import { Broadcasting } from "./broadcasting.ts";
import type { Broadcast, BroadcastOptions } from "./types.ts";

/**
 * Creates a sender whose values go to every subscriber. The slowest blocking subscriber sets the pace: `send` resolves
 * when every subscriber has accepted the value, according to its own buffer. A subscriber with a `sliding`, `dropping`
 * or `conflating` buffer does not delay the sender, and its `lagged` counts the values that it missed. One with a full
 * `strict` buffer ends with `OverflowError`.
 *
 * `trySend` is all or none: when one subscriber would have to wait, it returns false and no subscriber receives the
 * value. An aborted `send` is withdrawn from the subscribers that have not accepted it; the others keep the value. A
 * select case is chosen only when all subscribers can take its value at once.
 *
 * `replay` is how many of the last values a new subscriber receives first, ahead of newer ones. While there is no
 * subscriber, values are dropped or, with `whenNone: "wait"`, their sends wait. A send that no subscriber had accepted
 * when the last one left then waits, too. After `close`, subscribers receive the values they hold, then those of
 * waiting sends, and then the end or the error; later subscribers do, too.
 *
 * A value is stored once, however many subscribers have yet to read it; only buffers with a policy of their own store
 * values themselves. An error thrown by a function of a subscriber's buffer ends that subscriber. The sender's `signal`
 * never aborts, because subscribers come and go.
 *
 * Throws a `TypeError` or `RangeError` for wrong options.
 *
 * @example
 * ```ts
 * import { broadcast, sliding } from "sluice";
 *
 * const prices = broadcast<number>();
 * const ledger = prices.subscribe(2); // gets every price; holds the sender back when it is two behind
 * const screen = prices.subscribe(sliding(1)); // gets the newest
 *
 * for (const price of [10, 11]) await prices.send(price);
 * prices.close();
 * for await (const price of ledger) console.log(price); // 10 11
 * for await (const price of screen) console.log(price, screen.lagged); // 11 1
 * ```
 */
export function broadcast<T>(options?: BroadcastOptions): Broadcast<T> {
  checkOptions(options);
  const { replay = 0, whenNone = "drop" } = options ?? {};
  checkCount("options.replay", replay, 0, "refused");
  if (whenNone !== "drop" && whenNone !== "wait") {
    throw new TypeError(`options.whenNone must be "drop" or "wait", not ${shown(whenNone)}`);
  }
  return new OwnBroadcast(replay, whenNone === "wait");
}

class OwnBroadcast<T> extends Broadcasting<T> implements Broadcast<T> {
  [dispose](): void {
    this.close();
  }

  [sendingCase](value: T): Case<Got<undefined>> {
    return new Sending(this, value);
  }

  static {
    printed(this.prototype, "Broadcast", ({ subscribers, log, senders, ended }) => {
      let { held } = log;
      for (const subscriber of log.readers) held += subscriber.ownSize;
      const waits = waiting(senders.count + log.pending, "sender");
      return [counted(subscribers, "subscriber"), `${held} held`, waits, ended && "closed"];
    });
  }
}
