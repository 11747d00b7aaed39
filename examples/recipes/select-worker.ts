// A worker that waits for three things at once: the next job, a timeout, and a signal that stops it.
import { after, type Receiver, select } from "sluice";

export interface WorkerOptions<Job> {
  readonly work: (job: Job, signal: AbortSignal) => Promise<void>;
  /** Called when no job has arrived for `patience` ms. */
  readonly idle: () => void;
  readonly patience: number;
  readonly stop: AbortSignal;
}

/** Works until the channel is closed and drained, or the signal aborts. Resolves with the reason. */
export async function runWorker<Job>(
  jobs: Receiver<Job>,
  { work, idle, patience, stop }: WorkerOptions<Job>,
): Promise<"drained" | "stopped"> {
  for (;;) {
    const hit = await select({ stop, job: jobs, late: after(patience) }, { priority: true });
    switch (hit.key) {
      case "stop":
        return "stopped"; // no job was received, since exactly one case completes
      case "late":
        idle();
        break;
      case "job":
        if (hit.done) return "drained";
        await work(hit.value, stop);
    }
  }
}
