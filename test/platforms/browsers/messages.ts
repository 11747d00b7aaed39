// Counts the messages that are on their way, so that a turn of the harness can wait for those before it: Firefox has each
// port deliver one at a time, in turn with the others, so that the library's falls behind when it has many. Timers of no
// time count, too: in workers the library may take its turn by one. Comes before all else, since the library takes
// `MessageChannel` and `setTimeout` at load.
interface Count {
  posted: number;
  come: number;
}

const counts: Count[] = [];

globalThis.MessageChannel = class extends MessageChannel {
  constructor() {
    super();
    const count = { posted: 0, come: 0 };
    counts.push(count);
    const { port1, port2 } = this;
    const post = port2.postMessage.bind(port2);
    port2.postMessage = (message: unknown) => {
      post(message); // which throws where the call stack is full
      count.posted++;
    };
    port1.addEventListener("message", () => count.come++);
  }
};

const { setTimeout, clearTimeout } = globalThis;
const timers = new Set<number | undefined>();

Object.assign(globalThis, {
  setTimeout: (callback: () => void, milliseconds?: number) => {
    if (milliseconds !== 0) return setTimeout(callback, milliseconds);
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback();
    }, 0) as unknown as number;
    timers.add(timer);
    return timer;
  },
  clearTimeout: (timer: number | undefined) => {
    timers.delete(timer);
    clearTimeout(timer);
  },
});

/** Gives a function that tells whether all messages and timers set before have come. */
Object.assign(globalThis, {
  messagesSoFar: () => {
    const waited = counts.filter(({ posted, come }) => come < posted).map((count) => ({ count, upTo: count.posted }));
    const set = [...timers];
    return () => waited.every(({ count, upTo }) => count.come >= upTo) && !set.some((timer) => timers.has(timer));
  },
});
