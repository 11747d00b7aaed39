import { channel, conflating } from "sluice";

/**
 * A screen shows the newest three readings and says how many it missed. With a plain capacity the sender waits for a
 * screen that reads later; choose the buffer that fits. Observe that `sendAll` then resolves before anything is read.
 */
export async function newest(readings: number[]): Promise<{ shown: number[]; missed: number }> {
  const screen = channel<number>(3);
  await screen.sendAll(readings);
  screen.close();
  const shown: number[] = [];
  for await (const reading of screen) shown.push(reading);
  return { shown, missed: screen.stats.dropped };
}

export interface Payment {
  readonly name: string;
  readonly amount: number;
}

/**
 * Payments come faster than they are booked, and the ledger needs one sum for each name. So far a newer payment
 * replaces the older one; have the buffer `merge` them. Observe that `stats.dropped` falls to 0, and `stats.merged`
 * rises instead.
 */
export async function sums(payments: Payment[]): Promise<{ booked: Payment[]; dropped: number }> {
  const ledger = channel<Payment>(conflating({ keyOf: ({ name }) => name }));
  await ledger.sendAll(payments);
  ledger.close();
  const booked: Payment[] = [];
  for await (const payment of ledger) booked.push(payment);
  return { booked, dropped: ledger.stats.dropped };
}
