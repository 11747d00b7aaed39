// The same with Sluice: `add` waits, a failed task does not cause an unhandled rejection, and `when` decides which errors
// are retried.
import { pool, retry } from "sluice";

export class NoSuchAddress extends Error {}

/** Sends all mails, and resolves with those that could not be sent. */
export async function sendAll(
  mails: AsyncIterable<string>,
  send: (mail: string, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<string[]> {
  const unsent: string[] = [];
  const when = (error: unknown) => !(error instanceof NoSuchAddress);
  await using sending = pool(async (mail: string) => {
    try {
      await retry(() => send(mail, signal), { attempts: 3, delay: 20, signal, when });
    } catch {
      unsent.push(mail);
    }
  }, { concurrency: 4, capacity: 8 });
  for await (const mail of mails) await sending.add(mail, { signal });
  return unsent; // `await using` waits for all added mails first
}
