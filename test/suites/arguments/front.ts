// Right arguments of all that `sluice` exports.
import {
  type Broadcast,
  type Channel,
  channel,
  type CircuitBreaker,
  type Flow,
  type Governor,
  type Pool,
  type RateLimiter,
  type Semaphore,
  type Sender,
  type Subscription,
  type Topics,
  type Watch,
} from "sluice";
import type { Entry, MakeRight, Right } from "./sweep.ts";

/** An entry for each method of an interface: the compiler tells of one that is new. */
export type MethodsOf<T> = {
  readonly [K in keyof T as K extends string ? T[K] extends (...given: never) => unknown ? K : never : never]:
    MakeRight;
};

const nothing = (): Right => ({});
const value = (): Right => ({ value: 1 });
const identity = (value: unknown) => value;

export const receiving = {
  receive: (signal) => ({ options: { signal } }),
  tryReceive: nothing,
  batches: () => ({ max: 2 }),
  consume: nothing,
  cancel: () => ({ reason: "done" }),
} satisfies MethodsOf<Subscription<unknown>>;

export const sending = {
  send: (signal) => ({ value: 1, options: { signal } }),
  sendAll: (signal) => ({ values: [1], options: { signal } }),
  trySend: value,
  close: () => ({ error: new Error("over") }),
} satisfies MethodsOf<Omit<Channel<unknown>, keyof Subscription<unknown>>>;

const ofChannel = { ...sending, ...receiving } satisfies MethodsOf<Channel<unknown>>;

export const ofFlow = {
  next: nothing,
  return: nothing,
  throw: () => ({ error: new DOMException("left", "AbortError") }),
  pipe: () => ({ "stages[0]": identity }),
  toArray: nothing,
  reduce: () => ({ fn: () => 1, initial: 0 }),
  forEach: () => ({ fn: identity }),
  into: () => ({ sender: channel(9), options: { close: true } }),
  run: nothing,
  cancel: () => ({ reason: "done" }),
} satisfies MethodsOf<Flow<unknown>>;

const governor = {
  acquire: (signal) => ({ options: { signal, weight: 1 } }),
  with: (signal) => ({ fn: () => 1, options: { signal, weight: 1 } }),
  wrap: () => ({ fn: () => 1 }),
} satisfies MethodsOf<Governor>;

const ofSemaphore = {
  ...governor,
  tryAcquire: () => ({ weight: 1 }),
  acquiring: () => ({ options: { weight: 1 } }),
  resize: () => ({ permits: 1 }),
} satisfies MethodsOf<Semaphore>;

const ofLimiter = {
  ...governor,
  tryAcquire: () => ({ weight: 1 }),
  acquiring: () => ({ options: { weight: 1 } }),
  retryAfter: () => ({ weight: 1 }),
  hold: () => ({ ms: 0 }),
} satisfies MethodsOf<RateLimiter>;

const ofBroadcast = {
  ...sending,
  subscribe: (signal) => ({ buffer: 1, options: { signal } }),
} satisfies MethodsOf<Broadcast<unknown>>;

const ofTopics = {
  ...sending,
  subscribe: (signal) => ({ key: 1, buffer: 1, options: { signal } }),
} satisfies MethodsOf<Topics<unknown, unknown>>;

const ofWatch = {
  set: value,
  update: () => ({ fn: identity }),
  close: () => ({ error: new Error("over") }),
  subscribe: (signal) => ({ options: { signal } }),
} satisfies MethodsOf<Watch<unknown>>;

const ofPool = {
  add: (signal) => ({ item: 1, options: { signal } }),
  run: (signal) => ({ item: 1, options: { signal } }),
  drain: nothing,
  close: nothing,
  cancel: () => ({ reason: "done" }),
} satisfies MethodsOf<Pool<unknown, unknown>>;

/** What a stage is called with. */
const input = (): Right => ({ input: [1, 2, 3] });

const worker = { concurrency: 2, ordered: true, onError: () => {} };

const cases = (signal: AbortSignal): Right => {
  const ready = channel(1);
  ready.trySend(1);
  return { cases: { ready, stop: signal }, options: { signal, priority: true } };
};

const retrying = (signal: AbortSignal) => ({
  attempts: 2,
  delay: 0,
  maxDelay: 0,
  jitter: "none",
  when: () => true,
  signal,
});

export const front: Readonly<Record<string, Entry>> = {
  ChannelClosedError: { args: () => ({ message: "Cannot send: it is closed", value: 1, channel: "jobs", cause: 1 }) },
  CircuitOpenError: { args: () => ({ message: "Cannot call: it is open", retryAfter: 1 }) },
  OverflowError: { args: () => ({ message: "Cannot send: it is full", value: 1, channel: "jobs" }) },
  Mutex: { args: () => ({ permits: 1 }), methods: ofSemaphore },
  Semaphore: { args: () => ({ permits: 1 }), methods: ofSemaphore },
  after: { args: () => ({ ms: 0, value: 1 }), methods: receiving },
  backoff: { args: () => ({ options: { attempts: 2, delay: 1, maxDelay: 1, jitter: "none" } }) },
  batch: { args: () => ({ size: 2, options: { within: 0 } }), returned: input },
  broadcast: { args: () => ({ options: { replay: 1, whenNone: "drop" } }), methods: ofBroadcast },
  buffer: { args: () => ({ buffer: 1 }), returned: input },
  catchError: { args: () => ({ handler: () => [] }), returned: input },
  channel: {
    args: () => ({
      buffer: { capacity: 1, size: 0, offer: () => "drop", take: () => 1, room: () => true },
      options: { name: "jobs", onUndelivered: () => {}, maxWaiting: 9 },
    }),
    methods: ofChannel,
  },
  circuitBreaker: {
    args: () => ({
      options: {
        failures: { rate: 1, calls: 1 },
        window: 1,
        cooldown: 0,
        trials: 1,
        isFailure: () => true,
        whenOpen: "wait",
      },
    }),
    methods: governor satisfies MethodsOf<CircuitBreaker>,
  },
  combineLatest: { args: () => ({ "sources[0]": [1], "sources[1]": [2] }) },
  compose: { args: () => ({ "stages[0]": identity, "stages[1]": identity }), returned: input },
  concat: { args: () => ({ "sources[0]": [1], "sources[1]": [2] }) },
  conflating: { args: () => ({ options: { keyOf: identity, merge: identity } }) },
  debounce: { args: () => ({ ms: 0 }), returned: input },
  distinctUntilChanged: { args: () => ({ keyOf: identity }), returned: input },
  drop: { args: () => ({ count: 1 }), returned: input },
  dropWhile: { args: () => ({ test: () => false }), returned: input },
  dropping: { args: () => ({ capacity: 1 }) },
  elastic: { args: () => ({ options: { min: 1, max: 2 } }), methods: governor },
  fifo: { args: () => ({ capacity: 1 }) },
  filter: { args: () => ({ test: () => true, options: worker }), returned: input },
  flatMap: { args: () => ({ fn: () => [1], options: worker }), returned: input },
  group: { args: (signal) => ({ body: () => 1, options: { signal, limit: 1 } }) },
  groupBy: { args: () => ({ keyOf: identity, options: { buffer: 1 } }), returned: input },
  map: { args: () => ({ fn: identity, options: worker }), returned: input },
  merge: { args: () => ({ "sources[0]": [1], "sources[1]": [2] }) },
  partition: { args: () => ({ source: [1], test: () => true, buffer: 1 }) },
  pipeline: { args: (signal) => ({ source: [1], "stages[0]": identity, options: { signal } }), methods: ofFlow },
  pool: { args: () => ({ worker: () => 1, options: { concurrency: 1, capacity: 1 } }), methods: ofPool },
  priority: { args: () => ({ capacity: 1, compare: () => 0 }) },
  produce: { args: () => ({ task: (out: Sender<number>) => out.send(1), buffer: 1 }), methods: ofFlow },
  rateLimiter: { args: () => ({ options: { limit: 9, interval: 1, burst: 9 } }), methods: ofLimiter },
  restarting: { args: (signal) => ({ open: () => [1], options: retrying(signal) }) },
  retry: { args: (signal) => ({ fn: () => 1, options: retrying(signal) }) },
  sample: { args: () => ({ ms: 0 }), returned: input },
  scan: { args: () => ({ fn: () => 1, initial: 0 }), returned: input },
  select: { args: cases },
  selectLoop: { args: cases, methods: { next: nothing, return: nothing } },
  sending: { args: () => ({ to: channel(1), value: 1 }) },
  sized: { args: () => ({ limit: 1, sizeOf: () => 1 }) },
  sleep: { args: (signal) => ({ ms: 0, options: { signal } }) },
  sliding: { args: () => ({ capacity: 1 }) },
  strict: { args: () => ({ capacity: 1 }) },
  take: { args: () => ({ count: 1 }), returned: input },
  takeWhile: { args: () => ({ test: () => true }), returned: input },
  tap: { args: () => ({ fn: () => {}, options: worker }), returned: input },
  tee: { args: () => ({ source: [1], n: 2, buffer: 1 }) },
  throttle: { args: () => ({ limiter: { limit: 9, interval: 1, burst: 9 } }), returned: input },
  ticker: { args: () => ({ ms: 1 }), methods: receiving },
  timeout: { args: () => ({ ms: 1000 }), returned: input },
  topics: { args: () => ({ keyOf: identity }), methods: ofTopics },
  trySelect: { args: cases },
  unbounded: { args: nothing },
  walk: { args: () => ({ fn: identity, options: { ...worker, capacity: 9 } }), returned: input },
  watch: { args: () => ({ initial: 1 }), methods: ofWatch },
  zip: { args: () => ({ "sources[0]": [1], "sources[1]": [2] }) },
};
