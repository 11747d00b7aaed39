import { iterate } from "../support/loops.mjs";

const CAPACITY = 16;

/** Each value once, a cursor for each reader, and one promise for all who wait; nobody can leave. */
class Log {
  values = new Array(CAPACITY).fill(undefined);
  cursors = [];
  end = 0;
  closed = false;
  wake = undefined;
  waiting = undefined;
  resume = undefined;

  async send(value) {
    while (this.end - Math.min(...this.cursors) === CAPACITY) {
      await new Promise((resolve) => void (this.resume = resolve));
    }
    this.values[this.end++ & (CAPACITY - 1)] = value;
    this.awaken();
  }

  close() {
    this.closed = true;
    this.awaken();
  }

  awaken() {
    this.waiting = undefined;
    this.wake?.();
    this.wake = undefined;
  }

  subscribe() {
    const { cursors } = this;
    const index = cursors.push(this.end) - 1;
    return { [Symbol.asyncIterator]: () => ({ next: () => this.next(index) }) };
  }

  async next(index) {
    const { cursors } = this;
    while (cursors[index] === this.end) {
      if (this.closed) return { done: true, value: undefined };
      await (this.waiting ??= new Promise((resolve) => void (this.wake = resolve)));
    }
    const value = this.values[cursors[index]++ & (CAPACITY - 1)];
    this.resume?.();
    this.resume = undefined;
    return { done: false, value };
  }
}

export default {
  about: "one log for all, written by hand; nobody comes or leaves later",
  limit: true,
  bounded: true,
  async broadcast(visits, count) {
    const log = new Log();
    const reading = visits.map((visit) => iterate(log.subscribe(), visit));
    for (let value = 0; value < count; value++) await log.send(value);
    log.close();
    await Promise.all(reading);
  },
};
