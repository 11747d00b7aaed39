import { END, iterate, withLoops } from "../support/loops.mjs";
import { Ring } from "../support/ring.mjs";

const sent = Promise.resolve();
const end = Promise.resolve({ done: true, value: undefined });
// deno-lint-ignore require-await -- makes a resolved promise faster than Promise.resolve does
const ready = async (value) => ({ done: false, value });

let pending;
const grab = (resolve) => void (pending = resolve);

/** The first waiter in fields, a ring for the rest; no cancel, no select, no signal, no counts, no guard of the loop. */
class Minimal {
  capacity;
  buffer = undefined;
  closed = false;
  receiver = undefined;
  sender = undefined;
  offered = undefined;
  receivers = undefined;
  senders = undefined;

  constructor(capacity) {
    this.capacity = capacity;
  }

  send(value) {
    const { receiver, buffer } = this;
    if (receiver !== undefined) {
      this.receiver = this.receivers !== undefined && this.receivers.size > 0 ? this.receivers.shift() : undefined;
      receiver({ done: false, value });
      return sent;
    }
    if (this.capacity > 0) {
      if (buffer === undefined) this.buffer = new Ring().with(value);
      else if (buffer.size < this.capacity) buffer.push(value);
      else return this.park(value);
      return sent;
    }
    return this.park(value);
  }

  park(value) {
    const promise = new Promise(grab);
    if (this.sender === undefined) {
      this.sender = pending;
      this.offered = value;
    } else {
      (this.senders ??= new Ring()).push(pending);
      this.senders.push(value);
    }
    return promise;
  }

  receive() {
    const { buffer, offered } = this;
    if (buffer !== undefined && buffer.size > 0) {
      const value = buffer.shift();
      if (this.sender !== undefined) {
        buffer.push(offered);
        this.wake();
      }
      return ready(value);
    }
    if (this.sender !== undefined) {
      this.wake();
      return ready(offered);
    }
    if (this.closed) return end;
    const promise = new Promise(grab);
    if (this.receiver === undefined) this.receiver = pending;
    else (this.receivers ??= new Ring()).push(pending);
    return promise;
  }

  wake() {
    const { sender, senders } = this;
    const more = senders !== undefined && senders.size > 0;
    this.sender = more ? senders.shift() : undefined;
    this.offered = more ? senders.shift() : undefined;
    sender();
  }

  close() {
    this.closed = true;
    for (
      ;
      this.receiver !== undefined;
      this.receiver = this.receivers?.size > 0 ? this.receivers.shift() : undefined
    ) {
      this.receiver({ done: true, value: undefined });
    }
  }

  [Symbol.asyncIterator]() {
    return { next: () => this.receive() };
  }
}

export default {
  about: "the least that is a channel, written by hand",
  limit: true,
  bounded: true,
  ...withLoops({
    open: (capacity) => new Minimal(capacity),
    close: (ch) => ch.close(),
    send: (ch, value) => ch.send(value),
    receive: (ch) => ch.receive(),
    taken: ({ done, value }) => done ? END : value,
  }),
  iterate,
  park: (ch, value) => ch.send(value),
  wait: (ch) => ch.receive(),
};
