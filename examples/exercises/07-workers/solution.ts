import { channel, group } from "sluice";

export async function work<T>(jobs: T[], workers: number, doJob: (job: T) => Promise<string>): Promise<string[]> {
  const results: string[] = [];
  const queue = channel<T>();

  async function loop() {
    for await (const job of queue) results.push(await doJob(job));
  }

  await group((g) => {
    for (let count = 0; count < workers; count++) g.go(loop);
    g.go(async ({ signal }) => {
      await queue.sendAll(jobs, { signal });
      queue.close();
    });
  });
  return results;
}
