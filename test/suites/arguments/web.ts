// Right arguments of all that `sluice/web` exports.
import { channel } from "sluice";
import type { PublisherLike, SourceObservable } from "sluice/web";
import { type MethodsOf, ofFlow, receiving, sending } from "./front.ts";
import type { Entry } from "./sweep.ts";

const identity = (value: unknown) => value;

/** A WebSocket by shape, open and idle. */
class Socket extends EventTarget {
  readonly readyState = 1;
  readonly bufferedAmount = 0;
  send(): void {}
  close(): void {}
}

const publisher: PublisherLike<number> = {
  subscribe(subscriber) {
    subscriber.onSubscribe({ request: () => subscriber.onNext(1), cancel() {} });
  },
};

const observable = { subscribe: () => () => {} };

const ofObservable = {
  subscribe: (signal) => ({ observer: { next() {}, error() {}, complete() {} }, options: { signal } }),
} satisfies MethodsOf<SourceObservable<unknown>>;

const ofPublisher = {
  subscribe: () => ({ subscriber: { onSubscribe() {}, onNext() {}, onError() {}, onComplete() {} } }),
} satisfies MethodsOf<PublisherLike<unknown>>;

export const web: Readonly<Record<string, Entry>> = {
  fromEvents: {
    args: (signal) => ({ target: new EventTarget(), type: "ping", options: { buffer: 1, signal, map: identity } }),
    methods: receiving,
  },
  fromObservable: { args: (signal) => ({ observable, buffer: 1, options: { signal } }), methods: receiving },
  fromPublisher: { args: (signal) => ({ publisher, options: { window: 2, signal } }), methods: ofFlow },
  fromWebSocket: {
    args: (signal) => ({ socket: new Socket(), options: { buffer: 1, signal } }),
    methods: receiving,
  },
  guard: {
    args: () => ({
      handler: () => new Response(),
      options: { concurrency: 1, capacity: 1, limiter: { limit: 9, interval: 1000, burst: 9 }, keyOf: () => 1 },
    }),
    returned: () => ({ request: new Request("http://localhost/") }),
  },
  politeFetch: {
    args: () => ({
      fetch: () => Promise.resolve(new Response()),
      options: {
        concurrency: 1,
        limiter: { limit: 9, interval: 1000, burst: 9 },
        retry: { attempts: 1, delay: 0, maxDelay: 0, jitter: "none", when: () => false },
      },
    }),
    returned: (signal) => ({ input: "http://localhost/", init: { method: "GET", body: "", signal } }),
  },
  toObservable: { args: () => ({ source: [1] }), methods: ofObservable },
  toPublisher: { args: () => ({ source: [1] }), methods: ofPublisher },
  toReadable: { args: (signal) => ({ source: [1], options: { signal } }) },
  toTransform: { args: () => ({ "stages[0]": identity, "stages[1]": identity }) },
  toWebSocket: { args: () => ({ socket: new Socket(), options: { highWaterMark: 1 } }), methods: sending },
  toWritable: { args: () => ({ sender: channel(1) }) },
};
