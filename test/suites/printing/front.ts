// How all that `sluice` makes prints itself, in two states or more.
import {
  after,
  backoff,
  batch,
  broadcast,
  buffer,
  catchError,
  channel,
  ChannelClosedError,
  circuitBreaker,
  CircuitOpenError,
  combineLatest,
  compose,
  concat,
  conflating,
  debounce,
  distinctUntilChanged,
  drop,
  dropping,
  dropWhile,
  elastic,
  fifo,
  filter,
  flatMap,
  type Flow,
  group,
  groupBy,
  map,
  merge,
  Mutex,
  OverflowError,
  partition,
  pipeline,
  pool,
  priority,
  produce,
  rateLimiter,
  restarting,
  retry,
  sample,
  scan,
  select,
  selectLoop,
  Semaphore,
  sending,
  sized,
  sleep,
  sliding,
  strict,
  take,
  takeWhile,
  tap,
  tee,
  throttle,
  ticker,
  timeout,
  topics,
  trySelect,
  unbounded,
  walk,
  watch,
  zip,
} from "sluice";
import type { Buffer, Governor, Permit } from "sluice";
import { type Entry, type Print, quiet } from "./prints.ts";

const forever = new Promise<never>(() => {});
const identity = (value: unknown) => value;

/** A flow before it begins, and after its end. */
export async function flowPrints(flow: Flow<unknown>, print: Print): Promise<void> {
  print(flow, "Flow, not begun");
  await flow.cancel();
  print(flow, "Flow, ended");
}

const flow = (make: () => Flow<unknown>): Entry => (print) => flowPrints(make(), print);

const flows = (make: () => readonly Flow<unknown>[]): Entry => async (print) => {
  for (const one of make()) await flowPrints(one, print);
};

const bufferOf = (make: () => Buffer<number>, capacity: number): Entry => (print) => {
  const made = make();
  print(made, `Buffer 0/${capacity}`);
  made.offer(1, quiet);
  print(made, `Buffer 1/${capacity}`);
};

/** A permit while it is held, and after that. */
async function permitPrints(governor: Governor, print: Print): Promise<void> {
  const permit = await governor.acquire();
  print(permit, "Permit held");
  permit.release();
  print(permit, "Permit released");
}

const contextPrints = (line: string, print: Print) => (_: unknown, context: object) => print(context, line);

export const front: Readonly<Record<string, Entry>> = {
  ChannelClosedError: { is: "an error", make: () => new ChannelClosedError("closed", 1) },
  CircuitOpenError: { is: "an error", make: () => new CircuitOpenError("open", 1) },
  OverflowError: { is: "an error", make: () => new OverflowError("full", 1) },
  Mutex: async (print) => {
    const mutex = new Mutex();
    print(mutex, "Mutex unlocked");
    const permit = await mutex.acquire();
    void mutex.acquire();
    print(mutex, "Mutex locked, 1 call waiting");
    permit.release();
  },
  Semaphore: async (print) => {
    const seats = new Semaphore(2);
    print(seats, "Semaphore 0/2");
    await permitPrints(seats, print);
    const permit = seats.tryAcquire() as Permit;
    print(seats, "Semaphore 1/2");
    for (let calls = 0; calls < 2; calls++) void seats.acquire({ weight: 2 });
    print(seats, "Semaphore 1/2, 2 calls waiting");
    print(seats.acquiring({ weight: 2 }), "Case acquiring 2");
    permit.release();
    await new Semaphore(1).with((context) => print(context, "Context"));
  },
  after: async (print) => {
    const late = after(1e6);
    print(late, "After 1000000 ms");
    const received = late.receive();
    print(late, "After 1000000 ms, 1 receiver waiting");
    late.cancel();
    await received;
    print(late, "After 1000000 ms, ended");
  },
  backoff: (print) => {
    print(backoff({ attempts: 6 }), "Backoff 5 delays");
    print(backoff({ attempts: 2 }), "Backoff 1 delay");
  },
  batch: { is: "a function", make: () => batch(2) },
  broadcast: async (print) => {
    const prices = broadcast<number>();
    print(prices, "Broadcast 0 subscribers, 0 held");
    const ledger = prices.subscribe(2);
    const screen = prices.subscribe(sliding(1));
    print(ledger, "Subscription 0/2");
    for (const price of [1, 2]) await prices.send(price);
    print(prices, "Broadcast 2 subscribers, 3 held");
    print(screen, "Subscription 1/1, 1 lagged");
    void prices.send(3);
    prices.close();
    print(prices, "Broadcast 2 subscribers, 4 held, 1 sender waiting, closed");
    ledger.cancel();
    print(ledger, "Subscription 0/0, closed");
    const empty = broadcast<number>().subscribe(1);
    void empty.receive();
    print(empty, "Subscription 0/1, 1 receiver waiting");
  },
  buffer: { is: "a function", make: () => buffer(1) },
  catchError: { is: "a function", make: () => catchError(() => []) },
  channel: async (print) => {
    const jobs = channel<number>(2, { name: "jobs" });
    print(jobs, 'Channel "jobs" 0/2');
    jobs.trySend(1);
    const loop = jobs[Symbol.asyncIterator]();
    print(loop, 'Iterator of Channel "jobs" 1/2');
    await loop.return?.();
    print(loop, 'Iterator of Channel "jobs" 1/2, ended');
    print(jobs.consume(), 'Iterator of Channel "jobs" 1/2');
    const batches = jobs.batches();
    print(batches, 'Batches of Channel "jobs" 1/2');
    await batches.return?.();
    print(batches, 'Batches of Channel "jobs" 1/2, ended');
    for (const value of [2, 3, 4]) void jobs.send(value);
    print(jobs, 'Channel "jobs" 2/2, 2 senders waiting');
    jobs.close();
    print(jobs, 'Channel "jobs" 2/2, 2 senders waiting, closed');
    const idle = channel();
    void idle.receive();
    print(idle, "Channel 0/0, 1 receiver waiting");
  },
  circuitBreaker: async (print) => {
    const breaker = circuitBreaker({ failures: 1, cooldown: 1e6, whenOpen: "wait" });
    print(breaker, "Breaker closed");
    print(breaker.state, `Watch "closed"`);
    await permitPrints(breaker, print);
    (await breaker.acquire()).release(new Error("failed"));
    print(breaker, "Breaker open");
    print(breaker.state, `Watch "open"`);
    const patience = new AbortController();
    const call = breaker.acquire({ signal: patience.signal });
    print(breaker, "Breaker open, 1 call waiting");
    patience.abort();
    await call.catch(quiet);
  },
  combineLatest: flow(() => combineLatest([1], [2])),
  compose: { is: "a function", make: () => compose(map(identity), map(identity)) },
  concat: flow(() => concat([1], [2])),
  conflating: bufferOf(() => conflating(), Infinity),
  debounce: { is: "a function", make: () => debounce(1) },
  distinctUntilChanged: { is: "a function", make: () => distinctUntilChanged() },
  drop: { is: "a function", make: () => drop(1) },
  dropWhile: { is: "a function", make: () => dropWhile(() => false) },
  dropping: bufferOf(() => dropping(1), 1),
  elastic: async (print) => {
    const budget = elastic({ min: 2 });
    print(budget, "Elastic 0/2");
    await permitPrints(budget, print);
    await budget.acquire();
    print(budget, "Elastic 1/2");
  },
  fifo: bufferOf(() => fifo(3), 3),
  filter: { is: "a function", make: () => filter(() => true) },
  flatMap: { is: "a function", make: () => flatMap(() => []) },
  group: async (print) => {
    let given: object = {};
    await group(async (g) => {
      void g.go(() => Promise.reject(new Error("failed")));
      void g.go(({ signal }) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())));
      print(g, "Group 2 running");
      await sleep(0);
      print(g, "Group 0 running, aborted");
    }).catch(quiet);
    await group((g) => {
      given = g;
      void g.go(() => Promise.resolve());
      print(g, "Group 1 running");
    });
    print(given, "Group 0 running, ended");
  },
  groupBy: async (print) => {
    for await (const { values } of pipeline([1], groupBy(identity))) await flowPrints(values, print);
  },
  map: async (print) => {
    await pipeline([1, 2], map((n, context) => print(context, `Context of item ${n - 1}`))).run();
  },
  merge: flow(() => merge([1], [2])),
  partition: flows(() => partition([1], () => true)),
  pipeline: async (print) => {
    const running = pipeline([1], map(() => forever));
    print(running, "Flow, not begun");
    void running.next();
    print(running, "Flow, running");
    const [first, second] = tee([1]);
    await flowPrints(first, print);
    await flowPrints(second, print);
  },
  pool: async (print) => {
    const work = pool(() => forever, { capacity: 1 });
    print(work, "Pool 0 running, 0 queued");
    for (let item = 0; item < 3; item++) void work.run(item).catch(quiet);
    print(work, "Pool 1 running, 1 queued, 1 item waiting");
    void work.cancel();
    print(work, "Pool 1 running, 0 queued, cancelled");
    await pool(contextPrints("Context of item 0", print)).run(1);
  },
  priority: bufferOf(() => priority(3, (a, b) => a - b), 3),
  produce: async (print) => {
    await flowPrints(produce((out: { send(value: number): Promise<void> }) => out.send(1)), print);
    await produce((out, context) => {
      print(out, "Channel 0/0");
      print(context, "Context");
      return Promise.resolve();
    }).run();
  },
  rateLimiter: async (print) => {
    const limiter = rateLimiter({ limit: 1, interval: 1e6 });
    print(limiter, "RateLimiter 1 each 1000000 ms");
    print(await limiter.acquire(), "Permit passed");
    const patience = new AbortController();
    const call = limiter.acquire({ signal: patience.signal });
    print(limiter, "RateLimiter 1 each 1000000 ms, 1 call waiting");
    patience.abort();
    await call.catch(quiet);
  },
  restarting: flow(() => restarting(() => [1])),
  retry: (print) => retry((context) => print(context, "Context of attempt 1")),
  sample: { is: "a function", make: () => sample(1) },
  scan: { is: "a function", make: () => scan(() => 1, 0) },
  select: { is: "a promise", make: () => select({ now: Promise.resolve(1) }) },
  selectLoop: async (print) => {
    const loop = selectLoop({ one: channel(), two: channel() });
    print(loop, "SelectLoop 2 cases");
    await loop.return?.();
    print(loop, "SelectLoop 2 cases, ended");
  },
  sending: (print) => {
    print(sending(channel<number>(1), 1), "Case sending to Channel 0/1");
    print(sending(broadcast<number>(), 1), "Case sending to Broadcast 0 subscribers, 0 held");
    print(sending(topics(identity), 1), "Case sending to Topics 0 keys");
  },
  sized: bufferOf(() => sized(3, () => 1), Infinity),
  sleep: { is: "a promise", make: () => sleep(0) },
  sliding: bufferOf(() => sliding(2), 2),
  strict: bufferOf(() => strict(2), 2),
  take: { is: "a function", make: () => take(1) },
  takeWhile: { is: "a function", make: () => takeWhile(() => true) },
  tap: { is: "a function", make: () => tap(quiet) },
  tee: flows(() => tee([1])),
  throttle: { is: "a function", make: () => throttle({ limit: 1 }) },
  ticker: async (print) => {
    const ticks = ticker(1e6);
    print(ticks, "Ticker 1000000 ms");
    const received = ticks.receive();
    print(ticks, "Ticker 1000000 ms, 1 receiver waiting");
    ticks.cancel();
    await received;
    print(ticks, "Ticker 1000000 ms, ended");
  },
  timeout: { is: "a function", make: () => timeout(1) },
  topics: (print) => {
    const chat = topics(identity);
    print(chat, "Topics 0 keys");
    const kitchen = chat.subscribe("kitchen", 1);
    print(kitchen, "Subscription 0/1");
    print(chat, "Topics 1 key");
    chat.close();
    print(chat, "Topics 0 keys, closed");
    print(kitchen, "Subscription 0/1, closed");
  },
  trySelect: { is: "undefined", make: () => trySelect({ one: channel() }) },
  unbounded: bufferOf(() => unbounded(), Infinity),
  walk: async (print) => {
    await pipeline([1], walk(contextPrints("Context of item 0", print))).run();
  },
  watch: (print) => {
    const level = watch("low");
    print(level, 'Watch "low", 0 subscribers');
    const shown = level.subscribe();
    print(shown, "Subscription 1/1");
    level.set("middle");
    level.set("high");
    print(shown, "Subscription 1/1, 2 lagged");
    level.close();
    print(level, 'Watch "high", 1 subscriber, closed');
    shown.tryReceive();
    print(shown, "Subscription 0/1, 2 lagged, closed");
  },
  zip: flow(() => zip([1], [2])),
};
