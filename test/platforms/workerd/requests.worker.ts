// What each path of the server does, in a request of its own. All of them share the modules, and `shared`.
import { after, channel, map, pipeline, select, sleep, ticker } from "sluice";

let shared = channel<number>();

/** Two loops that wait for nothing but each other. */
async function hot(values: number): Promise<number> {
  const numbers = channel<number>(1);
  const send = async () => {
    for (let n = 0;; n++) await numbers.send(n);
  };
  const sending = send().catch(() => {});
  let received = 0;
  for await (const _ of numbers.consume()) if (++received === values) break;
  await sending;
  return received;
}

async function ticks(count: number): Promise<number> {
  using beat = ticker(1);
  let heard = 0;
  for await (const _ of beat) if (++heard === count) break;
  return heard;
}

/** Waits on a signal, and is left at once. */
async function waitOn(signal: AbortSignal): Promise<void> {
  const jobs = channel<number>();
  const job = jobs.receive({ signal });
  jobs.trySend(1);
  await job;
}

class CountedSignal extends EventTarget {
  readonly aborted = false;
  readonly reason = undefined;
  readonly onabort = null;
  listeners = 0;

  override addEventListener(...given: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...given);
  }

  override removeEventListener(...given: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...given);
  }

  throwIfAborted(): void {}
}

const answers: Record<string, () => unknown> = {
  "/": () => "here",
  "/hot": () => hot(50_000),
  "/flow": async () => (await pipeline(numbers(100_000), map((n) => n + 1)).toArray()).length,
  "/ticks": () => ticks(5),
  "/leaves-loops": async () => {
    for (let loops = 0; loops < 50; loops++) void hot(Infinity);
    await sleep(20);
    return "left";
  },
  "/crowd": async () => {
    await Promise.all(Array.from({ length: 3_000 }, () => hot(100)));
    return "done";
  },
  "/leaves-listener": async () => {
    await waitOn(new CountedSignal());
    return "left";
  },
  "/listeners": async () => {
    const signal = new CountedSignal();
    await waitOn(signal);
    await sleep(20);
    return signal.listeners;
  },
  "/make": () => {
    shared = channel();
    return "made";
  },
  "/send": async () => {
    await shared.send(7);
    return "sent";
  },
  "/receive": async () => (await shared.receive()).value,
  "/receive-in-time": async () => (await select({ shared, late: after(10_000) })).value,
};

function* numbers(count: number): Generator<number> {
  for (let n = 0; n < count; n++) yield n;
}

export default {
  async fetch(request: Request): Promise<Response> {
    return new Response(String(await answers[new URL(request.url).pathname]?.()));
  },
};
