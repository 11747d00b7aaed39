import { after, type Receiver, select } from "sluice";

export async function within(ms: number, answers: Receiver<string>): Promise<string[]> {
  const collected: string[] = [];
  const late = after(ms);
  for (;;) {
    const hit = await select({ answer: answers, late });
    if (hit.key === "late" || hit.done) return collected;
    collected.push(hit.value);
  }
}

export async function nextWithin(ms: number, jobs: Receiver<string>): Promise<string | undefined> {
  const hit = await select({ job: jobs, late: after(ms) });
  return hit.key === "job" ? hit.value : undefined;
}
