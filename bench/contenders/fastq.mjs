import fastq from "fastq";

export default {
  package: "fastq",
  about: "limits how many run, not how many are queued",
  bounded: false,
  async mapOrdered(values, fn, concurrency, visit) {
    const queue = fastq.promise(fn, concurrency);
    const results = await Promise.all(values.map((value) => queue.push(value)));
    results.forEach(visit);
  },
};
