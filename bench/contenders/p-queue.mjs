import PQueue from "p-queue";

export default {
  package: "p-queue",
  about: "limits how many run, not how many are queued",
  bounded: false,
  async mapOrdered(values, fn, concurrency, visit) {
    const queue = new PQueue({ concurrency });
    const results = await queue.addAll(values.map((value) => () => fn(value)));
    results.forEach(visit);
  },
};
