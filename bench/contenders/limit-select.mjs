import { Ring } from "../support/ring.mjs";

const sent = Promise.resolve();

let pending;
const grab = (resolve) => void (pending = resolve);

/** Values, or selects that wait, or senders that do. No plain receive, no closing, no signals. */
class Minimal {
  capacity;
  size = 0;
  values = undefined;
  senders = undefined;
  first = undefined;
  last = undefined;

  constructor(capacity) {
    this.capacity = capacity;
  }

  send(value) {
    const { first } = this;
    if (first !== undefined && first.group.hit(first.index, value)) return sent;
    this.size++;
    (this.values ??= new Ring()).push(value);
    if (this.size <= this.capacity) return sent;
    const promise = new Promise(grab);
    (this.senders ??= new Ring()).push(pending);
    return promise;
  }

  /** Only while `size > 0`. */
  take() {
    this.size--;
    if (this.senders?.size > 0) this.senders.shift()();
    return this.values.shift();
  }

  add(node) {
    node.before = this.last;
    if (this.last === undefined) this.first = node;
    else this.last.after = node;
    this.last = node;
  }

  remove({ before, after }) {
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.last = before;
    else after.before = before;
  }
}

class Node {
  group;
  index;
  before = undefined;
  after = undefined;

  constructor(group, index) {
    this.group = group;
    this.index = index;
  }
}

class Group {
  channels;
  nodes;
  resolve;

  constructor(channels, resolve) {
    this.channels = channels;
    this.resolve = resolve;
    this.nodes = channels.map((channel, index) => {
      const node = new Node(this, index);
      channel.add(node);
      return node;
    });
  }

  hit(index, value) {
    const { channels, nodes } = this;
    for (let other = 0; other < nodes.length; other++) channels[other].remove(nodes[other]);
    this.resolve({ key: index, done: false, value });
    return true;
  }
}

/** A fair choice has to look at every channel. */
function select(channels) {
  let [chosen, count] = [0, 0];
  for (let index = 0; index < channels.length; index++) {
    if (channels[index].size > 0 && (++count === 1 || Math.random() * count < 1)) chosen = index;
  }
  if (count > 0) return Promise.resolve({ key: chosen, done: false, value: channels[chosen].take() });
  const promise = new Promise(grab);
  new Group(channels, pending);
  return promise;
}

/** Stays in every line; what comes while it is busy waits, and is known by its channel. */
class Loop {
  channels;
  ready = new Ring();
  resolve = undefined;

  constructor(channels) {
    this.channels = channels;
    channels.forEach((channel, index) => {
      channel.add(new Node(this, index));
      for (let held = 0; held < channel.size; held++) this.ready.push(index);
    });
  }

  hit(key, value) {
    const { resolve } = this;
    if (resolve === undefined) {
      this.ready.push(key);
      return false;
    }
    this.resolve = undefined;
    resolve({ done: false, value: { key, done: false, value } });
    return true;
  }

  next() {
    const { ready } = this;
    if (ready.size > 0) {
      const key = ready.shift();
      return Promise.resolve({ done: false, value: { key, done: false, value: this.channels[key].take() } });
    }
    const promise = new Promise(grab);
    this.resolve = pending;
    return promise;
  }

  return() {
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

export default {
  about: "the least that selects, written by hand",
  limit: true,
  bounded: true,
  open: (capacity) => new Minimal(capacity),
  post: (ch, value) => void ch.send(value),
  park: (ch, value) => ch.send(value),
  async selectEach(channels, rounds, arm, visit) {
    for (let round = 0; round < rounds; round++) {
      arm(round);
      const hit = await select(channels);
      visit(hit.value);
    }
  },
  async spread(channels, count) {
    for (let value = 0; value < count; value++) await channels[value % channels.length].send(value);
  },
  async selectLoop(channels, rounds, visit) {
    let round = 0;
    for await (const hit of new Loop(channels)) {
      visit(hit.value);
      if (++round === rounds) break;
    }
  },
};
