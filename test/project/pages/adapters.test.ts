// Whatever docs/adapters.md shows as "before" and "after" does what it says, with real streams, sockets and servers.
import { EventSource } from "eventsource";
import { concatMap, Subject } from "rxjs";
import { type Channel, channel, sleep } from "sluice";
import { guard, toPublisher, toReadable } from "sluice/web";
import { serve } from "srvx";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { collect } from "../../support/reading.ts";
import { suite } from "../../support/test.ts";
import { withSocket } from "../../web/web-socket/connect.ts";
import { served as onDeno } from "./deno.ts";
import { Page, run } from "./page.ts";

const test = suite("page: adapters");
const page = new Page("docs/adapters.md");
const seen = new Set<string>();

function part(heading: string, word: string): string {
  seen.add(`${heading}: ${word}`);
  return page.part(heading, word);
}

/** Work that counts how much of it runs at once. */
class Work {
  readonly done: unknown[] = [];
  most = 0;
  aborted = 0;
  private running = 0;

  readonly one = async <T>(item: T, signal?: AbortSignal): Promise<T> => {
    this.most = Math.max(this.most, ++this.running);
    await sleep(2, { signal }).catch(() => this.aborted++);
    this.running--;
    this.done.push(item);
    return item;
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

for (const [word, most] of [["before", 1], ["after", 8]] as const) {
  test(`web streams, ${word}: pages come in order, ${most} at once`, async () => {
    const work = new Work();
    const pages = await run(
      part("Web streams", word),
      { urls: toReadable(numbers(20)), fetchPage: work.one },
      "pages",
    );
    assert.equal(await collect(pages as ReadableStream<unknown>), numbers(20));
    assert.is(work.most, most);
  });
}

test("web streams, after: the others are aborted when the reader leaves", async () => {
  const work = new Work();
  const urls = toReadable(numbers(20));
  const pages = await run(part("Web streams", "after"), { urls, fetchPage: work.one }, "pages") as ReadableStream<
    number
  >;
  for await (const _ of pages) break;
  assert.ok(work.aborted > 0, "nothing was aborted");
});

test("observables, before: a slow request falls behind; after: the newest price, and the rest is counted", async () => {
  const slow = new Work();
  const behind = new Subject<number>();
  await run(part("Observables", "before"), { prices$: behind, concatMap, store: slow.one });
  for (const price of numbers(50)) behind.next(price);
  await sleep(10);
  assert.ok(slow.done.length < 25, "it did not fall behind");
  behind.complete();
  while (slow.done.length < 50) await sleep(5);

  const work = new Work();
  const prices = new Subject<number>();
  const logged: unknown[] = [];
  const storing = run(part("Observables", "after"), {
    prices$: prices,
    store: work.one,
    console: { log: (value: unknown) => logged.push(value) },
  });
  while (!prices.observed) await rest();
  for (const price of numbers(50)) prices.next(price);
  prices.complete();
  await storing;
  assert.is(work.done.at(-1), 49);
  assert.equal(logged, [50 - work.done.length]);
  assert.ok(work.done.length < 25, "nothing was skipped");
});

test("WebSockets, before: all rows go into memory; after: no more than the mark", async () => {
  const rows = numbers(200).map(() => "x".repeat(65_536));
  await withSocket(async (socket) => {
    await socket.next("open");
    socket.send("block 300");
    await run(part("WebSockets", "before"), { socket, rows, queue: [] });
    assert.ok(socket.bufferedAmount > 1_000_000, `${socket.bufferedAmount} bytes`);
  });
  await withSocket(async (socket) => {
    await socket.next("open");
    socket.send("block 300");
    let most = 0;
    const watching = setInterval(() => most = Math.max(most, socket.bufferedAmount), 1);
    const shown: unknown[] = [];
    const rowsAndMore = [...rows, "echo 3"];
    await run(part("WebSockets", "after"), { socket, rows: rowsAndMore, show: (price: unknown) => shown.push(price) });
    clearInterval(watching);
    assert.ok(most <= 2 * 65_536 + 100, `${most} bytes`);
    assert.is(shown.at(-1), "2");
  });
});

test("Reactive Streams: both store all values, one after the other", async () => {
  const before = new Work();
  await new Promise<void>((end, fail) => {
    void run(part("Reactive Streams", "before"), { end, fail, publisher: toPublisher(numbers(40)), store: before.one });
  });
  const after = new Work();
  await run(part("Reactive Streams", "after"), { publisher: toPublisher(numbers(40)), store: after.one });
  assert.equal([before.done, before.most, after.done, after.most], [numbers(40), 1, numbers(40), 1]);
});

/** An input whose user types; the search for a short text takes longer. */
function typing() {
  const input = Object.assign(new EventTarget(), { value: "" });
  const shown: string[] = [];
  let [running, most, listening] = [0, 0, 0];
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  Object.assign(input, {
    addEventListener(type: string, listener: EventListener) {
      listening++;
      addEventListener.call(input, type, listener);
    },
    removeEventListener(type: string, listener: EventListener) {
      listening--;
      removeEventListener.call(input, type, listener);
    },
  });
  return {
    input,
    shown,
    stop: new Error("shown"),
    show(text: string) {
      shown.push(text);
    },
    async search(text: string) {
      most = Math.max(most, ++running);
      await sleep(60 - 15 * text.length);
      running--;
      return text;
    },
    async type(text: string) {
      for (let length = 1; length <= text.length; length++) {
        input.value = text.slice(0, length);
        input.dispatchEvent(new Event("input"));
        await sleep(1);
      }
    },
    get most() {
      return most;
    },
    get listening() {
      return listening;
    },
  };
}

test("events, before: answers overtake one another; after: one at a time, and the newest last", async () => {
  const before = typing();
  await run(part("Events", "before"), before);
  await before.type("abc");
  await sleep(100);
  assert.equal([before.shown, before.most, before.listening], [["abc", "ab", "a"], 3, 1]);

  const after = typing();
  const show = (text: string) => {
    after.show(text);
    if (text === "abc") throw after.stop;
  };
  const loop = failure(run(part("Events", "after"), { input: after.input, search: after.search, show }));
  while (after.listening === 0) await rest();
  await after.type("abc");
  assert.is(await loop, after.stop);
  assert.equal([after.shown, after.most, after.listening], [["a", "abc"], 1, 0]);
});

/** Asks a server so many times at once. */
async function asked(url: string, times: number) {
  return await Promise.all(
    numbers(times).map(async () => {
      const response = await fetch(url);
      await response.text();
      return { status: response.status, retryAfter: response.headers.get("Retry-After") };
    }),
  );
}

for (const [word, least, most] of [["before", 200, 200], ["after", 80, 100]] as const) {
  test(`HTTP servers, ${word}, on Deno: of 200 requests at once at least ${least} are taken on, at most ${most}`, () =>
    onDeno(part("HTTP servers", word), async (url) => {
      const answers = await asked(url, 200);
      const done = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status === 503 || status === 429);
      assert.is(done.length + refused.length, 200);
      assert.ok(done.length >= least && done.length <= most, `${done.length} were taken on`);
      assert.ok(refused.every(({ retryAfter }) => Number(retryAfter) >= 1));
    }));
}

/** A real server. */
async function served(fetch: (request: Request) => Response | Promise<Response>, body: (url: string) => unknown) {
  const server = serve({ fetch, port: 0, hostname: "127.0.0.1", silent: true });
  await server.ready();
  try {
    await body(server.url ?? "");
  } finally {
    await server.close(true);
  }
}

test("HTTP clients, before: most are refused; after: none, by a server that allows ten a second", async () => {
  const statuses = async (word: string) => {
    const limited = guard(() => new Response("done"), { concurrency: 100, limiter: { limit: 10 } });
    let statuses: number[] = [];
    await served(limited, async (url) => {
      const urls = numbers(25).map(() => url);
      const pages = await run(part("HTTP clients", word), { urls }, "pages") as Response[];
      statuses = pages.map(({ status }) => status);
      for (const response of pages) await response.text();
    });
    return statuses;
  };
  const refused = (await statuses("before")).filter((status) => status === 429);
  assert.ok(refused.length > 8, `${refused.length} were refused`);
  assert.equal([...new Set(await statuses("after"))], [200]);
}, { within: 60_000 });

test("Server-Sent Events: what is served is read, the newest first; a client that leaves stops the pipeline", async () => {
  const updates: Channel<unknown> = channel();
  const serving = part("Server-Sent Events", "serving");
  await served(() => run(serving, { updates: updates.consume() }, "response") as Promise<Response>, async (url) => {
    const source = new EventSource(url);
    const opened = new Promise((resolve) => source.addEventListener("open", resolve));
    await updates.send({ price: 1 }); // has the headers sent
    await opened;
    const stop = new Error("enough");
    let price = 1;
    let shown = 0;
    const reading = failure(run(part("Server-Sent Events", "reading"), {
      source,
      show(data: string) {
        shown = JSON.parse(data).price;
        if (shown >= 3) throw stop;
      },
    }));
    while (shown < 3) {
      await updates.send({ price: ++price });
      await rest();
    }
    assert.is(await reading, stop);
    source.close();
    const gone = await failure<Error>((async () => {
      for (;;) {
        await updates.send({ price: 4 });
        await rest();
      }
    })());
    assert.is(gone.name, "ChannelClosedError");
  });
});

test("every block that no compiler reads is run here, or in frameworks.test.ts", () => {
  const elsewhere = page.parts.filter((part) => part.startsWith("React, Vue and Svelte"));
  assert.equal(page.parts.filter((part) => !seen.has(part) && !elsewhere.includes(part)), []);
  assert.ok(seen.size >= 16);
});

test.run();
