// The same through Sluice: `add` waits by itself, a failure that nobody looks at is no unhandled rejection, and what `when`
// refuses is not tried again.
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
  return unsent; // once all that was added has been worked on, since `sending` is closed here, however this is left
}
