import { after, type Receiver, select, sleep } from "sluice";

/**
 * Collect the answers that come within `ms` milliseconds. So far each answer gets that long again, so a steady stream
 * is collected to its end. Move one line. Observe how little separates a limit for each round from one for the whole
 * loop.
 */
export async function within(ms: number, answers: Receiver<string>): Promise<string[]> {
  const collected: string[] = [];
  for (;;) {
    const late = after(ms);
    const hit = await select({ answer: answers, late });
    if (hit.key === "late" || hit.done) return collected;
    collected.push(hit.value);
  }
}

/**
 * Return the next job, or `undefined` if none comes within `ms` milliseconds. With `Promise.race` the receive that lost
 * goes on waiting, and takes a later job that no task sees. Give up in a way that leaves the line, with `select` or a
 * signal. Observe that the late job is still there for the next receive.
 */
export async function nextWithin(ms: number, jobs: Receiver<string>): Promise<string | undefined> {
  const nothing = sleep(ms).then(() => undefined);
  const received = await Promise.race([jobs.receive(), nothing]);
  return received?.value;
}
