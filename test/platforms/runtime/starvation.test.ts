// A hot loop of half a second, and a timer next to it. A single long pause proves nothing, since other programs share the
// machine; so the typical one counts, and how often the timer fired, in the best of three attempts: a loop that starves the
// timer does so in each.
import {
  buffer,
  type Channel,
  channel,
  filter,
  map,
  merge,
  pipeline,
  produce,
  sample,
  select,
  selectLoop,
  sleep,
  unbounded,
} from "sluice";
import * as assert from "uvu/assert";
import { pending, suite, turn } from "../../support/test.ts";

const test = suite("starvation");

const LONG = 500;
const now = () => performance.now();

/** Runs a loop for half a second beside an interval of 5 ms; gives the pauses between its calls, shortest first. */
async function beside(hot: (until: number) => Promise<void>): Promise<number[]> {
  const pauses: number[] = [];
  let last = now();
  const interval = setInterval(() => {
    pauses.push(now() - last);
    last = now();
  }, 5);
  try {
    await hot(now() + LONG);
  } finally {
    clearInterval(interval);
  }
  return pauses.sort((a, b) => a - b);
}

async function assertFrequent(hot: (until: number) => Promise<void>): Promise<void> {
  const attempts: string[] = [];
  while (attempts.length < 3) {
    const pauses = await beside(hot);
    const typical = pauses[Math.floor(pauses.length / 2)] ?? Infinity;
    if (pauses.length >= 20 && typical <= 15) return;
    attempts.push(`it fired ${pauses.length} times in half a second, typically after ${Math.round(typical)} ms`);
  }
  assert.unreachable(attempts.join("\n"));
}

/** Loops that never really wait. Each looks at the clock now and then only. */
const loops: Record<string, (until: number) => Promise<void>> = {
  async "send and receive in one loop"(until) {
    const ch = channel<number>(1);
    while (now() < until) {
      for (let i = 0; i < 20; i++) {
        await ch.send(i);
        await ch.receive();
      }
    }
  },
  async "a buffered channel between two loops"(until) {
    const ch = channel<number>(16);
    const sending = (async () => {
      for (let i = 0; i % 64 !== 0 || now() < until; i++) await ch.send(i);
      ch.close();
    })();
    for await (const _ of ch);
    await sending;
  },
  async "a rendezvous between two loops"(until) {
    const [there, back] = [channel<number>(), channel<number>()];
    const echoing = (async () => {
      for await (const value of there) await back.send(value);
    })();
    for (let i = 0; i % 64 !== 0 || now() < until; i++) {
      await there.send(i);
      await back.receive();
    }
    there.close();
    await echoing;
  },
  async "sendAll() and batches()"(until) {
    const ch = channel<number>(1024);
    const numbers = function* () {
      for (let i = 0; i % 4096 !== 0 || now() < until; i++) yield i;
    };
    const sending = ch.sendAll(numbers()).then(() => ch.close());
    for await (const _ of ch.batches());
    await sending;
  },
  async "select() with a ready case"(until) {
    const [a, b] = [channel<number>(1), channel<number>(1)];
    for (let i = 0; i % 64 !== 0 || now() < until; i++) {
      (i % 2 === 0 ? a : b).trySend(i);
      await select({ a, b });
    }
  },
  async "selectLoop() over two senders"(until) {
    const [a, b] = [channel<number>(), channel<number>()];
    const sending = [a, b].map(async (ch) => {
      for (let i = 0; i % 64 !== 0 || now() < until; i++) await ch.send(i);
      ch.close();
    });
    for await (const _ of selectLoop({ a, b }));
    await Promise.all(sending);
  },
  async "for await over a flow of a synchronous source"(until) {
    for await (const _ of pipeline(numbers(until), map((n) => n)));
  },
  async "toArray() of a flow whose filter() passes nothing"(until) {
    await pipeline(numbers(until), filter(() => false)).toArray();
  },
  async "forEach() over an asynchronous source"(until) {
    const source = async function* () {
      yield* numbers(until);
    };
    await pipeline(source(), map((n) => n)).forEach(() => {});
  },
  async "merge() of hot channels"(until) {
    const channels = [channel<number>(), channel<number>(4), channel<number>(unbounded())];
    const sending = channels.map((ch) => ch.sendAll(numbers(until)).then(() => ch.close()));
    await merge(...channels).run();
    await Promise.all(sending);
  },
  async "map() with concurrency, and a stage of another library"(until) {
    const passing = async function* (input: AsyncIterable<number>) {
      yield* input;
    };
    await pipeline(numbers(until), map((n) => Promise.resolve(n), { concurrency: 4 }), passing).run();
  },
  async "produce() into() a channel"(until) {
    const ch = channel<number>(16);
    const done = produce<number>(async (out) => {
      for (const n of numbers(until)) await out.send(n);
    }).into(ch);
    for await (const _ of ch);
    await done;
  },
  async "an endless synchronous source that sample() reads on and on"(until) {
    for await (const _ of pipeline(numbers(Infinity), sample(1))) if (now() > until) break;
  },
  async "what a stage holds already"(until) {
    while (now() < until) {
      const flow = pipeline(Array.from({ length: 50_000 }, (_, n) => n), buffer(unbounded()));
      await flow.next();
      await flow.forEach((n) => n % 64 === 0 && spin(0.1));
    }
  },
};

/** 0, 1, 2, … for so long. */
function* numbers(until: number): Generator<number, void, undefined> {
  for (let n = 0; n % 64 !== 0 || now() < until; n++) yield n;
}

/** Works for so many milliseconds. */
function spin(milliseconds: number): void {
  for (const end = now() + milliseconds; now() < end;);
}

/** How to wait on a channel, and to wake who waits there without a wait of one's own. Two values are never there. */
const wakings: Record<
  string,
  () => [wait: (ch: Channel<number>) => Promise<unknown>, wake: (ch: Channel<number>) => void]
> = {
  "receive()": () => [(ch) => ch.receive(), (ch) => ch.trySend(1)],
  "receive() with a signal": () => {
    const { signal } = new AbortController();
    return [(ch) => ch.receive({ signal }), (ch) => ch.trySend(1)];
  },
  "for await": () => {
    const iterations = new Map<Channel<number>, AsyncIterator<number>>();
    const iteration = (ch: Channel<number>) =>
      iterations.get(ch) ?? iterations.set(ch, ch[Symbol.asyncIterator]()).get(ch);
    return [async (ch) => await iteration(ch)?.next(), (ch) => ch.trySend(1)];
  },
  "select()": () => [(ch) => select([ch]), (ch) => ch.trySend(1)],
  "selectLoop()": () => {
    const iterations = new Map<Channel<number>, AsyncIterator<unknown>>();
    const iteration = (ch: Channel<number>) => iterations.get(ch) ?? iterations.set(ch, selectLoop([ch])).get(ch);
    return [async (ch) => await iteration(ch)?.next(), (ch) => ch.trySend(1)];
  },
  "send()": () => [(ch) => ch.send(1), (ch) => void ch.tryReceive()],
  "send() with a signal": () => {
    const { signal } = new AbortController();
    return [(ch) => ch.send(1, { signal }), (ch) => void ch.tryReceive()];
  },
};

for (const [name, kind] of Object.entries(wakings)) {
  loops[`two that each wait in ${name} until the other one wakes them`] = async (until) => {
    const [wait, wake] = kind();
    const [here, there] = [channel<number>(1), channel<number>(1)];
    let over = false;
    const other = (async () => {
      for (; !over; wake(here)) await wait(there);
    })();
    for (let n = 0; n % 64 !== 0 || now() < until; n++) {
      wake(there);
      await wait(here);
    }
    over = true;
    wake(there);
    await other;
  };
}

for (const [name, loop] of Object.entries(loops)) {
  test(`a timer keeps firing beside a hot loop: ${name} (C23)`, async () => {
    await assertFrequent(loop);
  });
}

test("faked timers and a faked clock cannot stop it (C23)", async () => {
  const { setTimeout, setImmediate, MessageChannel, queueMicrotask } = globalThis as typeof globalThis & {
    setImmediate?: unknown;
  };
  const { now: clock } = Date;
  const fake = { setTimeout: () => 0, setImmediate: () => 0, MessageChannel: class {}, queueMicrotask: () => {} };
  await assertFrequent(async (until) => {
    Object.assign(globalThis, fake);
    Date.now = () => 0;
    try {
      await loops["send and receive in one loop"]?.(until);
    } finally {
      Object.assign(globalThis, { setTimeout, setImmediate, MessageChannel, queueMicrotask });
      Date.now = clock;
    }
  });
});

test("operations that are not hot are not held up (C23)", async () => {
  const ch = channel<number>(1);
  for (let round = 0; round < 100; round++) {
    const [sent, received] = [ch.send(round), ch.receive()];
    assert.not(await pending(sent));
    assert.not(await pending(received));
    if (round % 10 === 0) await sleep(3);
    else await turn();
  }
});

test.run();
