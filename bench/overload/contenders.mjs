// Jobs from a source that is faster than the work, eight at a time: each library as its own documentation shows it.

export const contenders = {
  sluice: {
    title: "Sluice",
    async run(jobs, work) {
      const { map, pipeline } = await import("../dist/sluice/mod.js");
      await pipeline(jobs, map(work, { concurrency: 8 })).run();
    },
  },
  "p-queue": {
    title: "p-queue, `add()` not awaited",
    async run(jobs, work) {
      const { default: PQueue } = await import("p-queue");
      const queue = new PQueue({ concurrency: 8 });
      for await (const job of jobs) void queue.add(() => work(job));
      await queue.onIdle();
    },
  },
  "p-queue-held": {
    title: "p-queue, held back by `onSizeLessThan(8)`",
    async run(jobs, work) {
      const { default: PQueue } = await import("p-queue");
      const queue = new PQueue({ concurrency: 8 });
      for await (const job of jobs) {
        await queue.onSizeLessThan(8);
        void queue.add(() => work(job));
      }
      await queue.onIdle();
    },
  },
  rxjs: {
    title: "RxJS, `mergeMap(work, 8)`",
    async run(jobs, work) {
      const { from, lastValueFrom, mergeMap } = await import("rxjs");
      await lastValueFrom(from(jobs).pipe(mergeMap(work, 8)));
    },
  },
  effect: {
    title: "Effect, `Stream.mapEffect`, 8 at a time",
    async run(jobs, work) {
      const { Effect, Stream } = await import("effect");
      const stream = Stream.fromAsyncIterable(jobs, (error) => error);
      const worked = Stream.mapEffect(stream, (job) => Effect.promise(() => work(job)), { concurrency: 8 });
      await Effect.runPromise(Stream.runDrain(worked));
    },
  },
};
