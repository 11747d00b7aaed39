/// <reference lib="esnext.disposable" preserve="true" />
/** Every value for every subscriber. */
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
 * Sends each value to everyone who has subscribed. The slowest sets the pace: `send` resolves when every subscriber has
 * accepted the value, by its own buffer. One with `sliding`, `dropping` or `conflating` holds nobody back, and its
 * `lagged` counts what it missed; one with a full `strict` buffer ends with `OverflowError`.
 *
 * `trySend` is all or none: false, and nobody gets the value, when some subscriber would have to wait. An aborted `send`
 * is withdrawn from those that have not accepted it; those that have keep it. Likewise, the case of a select happens only
 * when all can take its value at once. `replay` is how many of the last values a newcomer gets first; they stand first in
 * its line. While there is no subscriber, values go, or their sends wait with `whenNone: "wait"`; then a send that no
 * subscriber had accepted when the last one left waits, too. After `close` subscribers
 * get what they hold, and what was already waiting, and then the end or the error; so does who subscribes then.
 *
 * A value is kept once, however many have yet to read it; only buffers with a policy of their own keep it themselves. What
 * a function of a subscriber's buffer throws ends that subscriber. Its `signal` is never aborted: subscribers come and go.
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
