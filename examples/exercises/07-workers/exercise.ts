/**
 * Do all jobs, `workers` of them at once at most, and return the results in the order in which they are ready. So far
 * all jobs begin at the same time. Start `workers` loops over one channel of jobs. Observe that a slow job holds up one
 * loop, and the others go on.
 */
export async function work<T>(jobs: T[], workers: number, doJob: (job: T) => Promise<string>): Promise<string[]> {
  const results: string[] = [];
  await Promise.all(jobs.map(async (job) => results.push(await doJob(job))));
  void workers; // not used yet
  return results;
}
