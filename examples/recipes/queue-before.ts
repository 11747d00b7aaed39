// Mails through p-queue and p-retry: four at once, three attempts each, and a loop that must not run ahead.
import PQueue from "p-queue";
import pRetry, { AbortError } from "p-retry";

export class NoSuchAddress extends Error {}

/** Sends all mails, and resolves with those that could not be sent. */
export async function sendAll(
  mails: AsyncIterable<string>,
  send: (mail: string, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<string[]> {
  const queue = new PQueue({ concurrency: 4 });
  const unsent: string[] = [];
  for await (const mail of mails) {
    signal.throwIfAborted();
    await queue.onSizeLessThan(8); // without this line the queue holds all mails
    const attempt = async () => {
      try {
        await send(mail, signal);
      } catch (error) {
        throw error instanceof NoSuchAddress ? new AbortError(error) : error;
      }
    };
    void queue.add(() => pRetry(attempt, { retries: 2, minTimeout: 20, signal }))
      .catch(() => unsent.push(mail)); // without this line one failure ends the process
  }
  await queue.onIdle();
  return unsent;
}
