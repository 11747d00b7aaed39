import { channel, conflating, sliding } from "sluice";
import type { Payment } from "./exercise.ts";

export async function newest(readings: number[]): Promise<{ shown: number[]; missed: number }> {
  const screen = channel<number>(sliding(3));
  await screen.sendAll(readings);
  screen.close();
  const shown: number[] = [];
  for await (const reading of screen) shown.push(reading);
  return { shown, missed: screen.stats.dropped };
}

export async function sums(payments: Payment[]): Promise<{ booked: Payment[]; dropped: number }> {
  const ledger = channel<Payment>(conflating({
    keyOf: ({ name }) => name,
    merge: (held, newer) => ({ name: held.name, amount: held.amount + newer.amount }),
  }));
  await ledger.sendAll(payments);
  ledger.close();
  const booked: Payment[] = [];
  for await (const payment of ledger) booked.push(payment);
  return { booked, dropped: ledger.stats.dropped };
}
