const end = Promise.resolve({ done: true, value: undefined });

export default {
  about: "the same work written by hand for this one pipeline",
  limit: true,
  // deno-lint-ignore require-await -- it has nothing to wait for
  async maps(values, [a, b, c, d], visit) {
    for (const value of values) visit(d(c(b(a(value)))));
  },
  async mapsIterate(values, [a, b, c, d], visit) {
    let index = 0;
    const next = () =>
      index < values.length ? Promise.resolve({ done: false, value: d(c(b(a(values[index++])))) }) : end;
    for await (const value of { [Symbol.asyncIterator]: () => ({ next }) }) {
      visit(value);
    }
  },

  /** Results in a ring as large as the concurrency; the consumer waits for the oldest alone. */
  async mapOrdered(values, fn, concurrency, visit) {
    const results = new Array(concurrency).fill(undefined);
    const settled = new Array(concurrency).fill(false);
    let [started, delivered, wake] = [0, 0, undefined];
    const start = () => {
      const index = started++;
      const slot = index % concurrency;
      fn(values[index]).then((result) => {
        results[slot] = result;
        settled[slot] = true;
        if (index === delivered && wake !== undefined) wake();
      });
    };
    const grab = (resolve) => void (wake = resolve);
    while (started < Math.min(concurrency, values.length)) start();
    for (; delivered < values.length; delivered++) {
      const slot = delivered % concurrency;
      if (!settled[slot]) {
        await new Promise(grab);
        wake = undefined;
      }
      settled[slot] = false;
      const result = results[slot];
      if (started < values.length) start();
      visit(result);
    }
  },

  async mapUnordered(values, fn, concurrency, visit) {
    let index = 0;
    const worker = async () => {
      while (index < values.length) visit(await fn(values[index++]));
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  },
};
