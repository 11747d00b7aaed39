// The least pipeline: links that know of each other only that they can be asked for a value, and whose functions are known
// when it runs. No failures, no way to stop it, no signals.
const END = Symbol("end");
const end = Promise.resolve({ done: true, value: undefined });

class Source {
  index = 0;

  constructor(values) {
    this.values = values;
  }

  poll() {
    return this.index < this.values.length ? this.values[this.index++] : END;
  }
}

/** One after the other. */
class Serial {
  constructor(up, fn) {
    this.up = up;
    this.fn = fn;
    this.apply = (value) => value === END ? END : fn(value);
  }

  /** A value, `END`, or a promise of either. */
  poll() {
    const value = this.up.poll();
    if (value === END) return END;
    if (isPromise(value)) return value.then(this.apply);
    const { fn } = this;
    return fn(value);
  }
}

const isPromise = (value) => typeof value === "object" && value !== null && typeof value.then === "function";

const chain = (values, functions) => functions.reduce((link, fn) => new Serial(link, fn), new Source(values));

/** Several at once. An item holds its place until the next value after its result is asked for. */
class Crowd {
  ended = false;
  inHand = 0;

  constructor(up, fn, concurrency, visit, resolve) {
    Object.assign(this, { up, fn, concurrency, visit, resolve });
  }

  fill() {
    while (!this.ended && this.inHand < this.concurrency) {
      const value = this.up.poll();
      if (value === END) this.ended = true;
      else {
        this.inHand++;
        this.start(value);
      }
    }
    if (this.ended && this.inHand === 0) this.resolve();
  }

  give(result) {
    this.visit(result);
    this.inHand--;
    this.fill();
  }
}

class Unordered extends Crowd {
  done = (result) => this.give(result);

  start(value) {
    const { fn } = this;
    fn(value).then(this.done);
  }
}

class Ordered extends Crowd {
  started = 0;
  given = 0;
  tasks = Array.from({ length: this.concurrency }, () => new Task(this));

  start(value) {
    const { fn } = this;
    fn(value).then(this.tasks[this.started++ % this.concurrency].done);
  }

  serve() {
    for (;;) {
      const task = this.tasks[this.given % this.concurrency];
      if (!task.settled) return;
      task.settled = false;
      this.given++;
      this.give(task.result);
    }
  }
}

class Task {
  settled = false;
  result = undefined;

  constructor(crowd) {
    this.done = (result) => {
      this.result = result;
      this.settled = true;
      crowd.serve();
    };
  }
}

const run = (Kind) => (values, fn, concurrency, visit) =>
  new Promise((resolve) => new Kind(new Source(values), fn, concurrency, visit, resolve).fill());

export default {
  about: "the least that pulls values through functions known at run time, written by hand",
  limit: true,
  async maps(values, functions, visit) {
    const link = chain(values, functions);
    for (;;) {
      let value = link.poll();
      if (isPromise(value)) value = await value;
      if (value === END) return;
      visit(value);
    }
  },
  async mapsIterate(values, functions, visit) {
    const link = chain(values, functions);
    const next = () => {
      const value = link.poll();
      if (isPromise(value)) return value.then(resultOf);
      return value === END ? end : Promise.resolve(resultOf(value));
    };
    for await (const value of { [Symbol.asyncIterator]: () => ({ next }) }) visit(value);
  },
  mapOrdered: run(Ordered),
  mapUnordered: run(Unordered),
};

const resultOf = (value) => value === END ? { value: undefined, done: true } : { value, done: false };
