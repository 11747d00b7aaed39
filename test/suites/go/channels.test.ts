// What Go's other programs in test/chan say about channels, told anew. perm.go, which must not compile, is in
// test/project/types/perm.ts.
import * as assert from "uvu/assert";
import { type Channel, channel, type Receiver, select, type Sender, sending, trySelect } from "sluice";
import { suite, ticks } from "../../support/test.ts";

const test = suite("Go: test/chan");

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("chan/fifo.go: a buffered channel is first in, first out", async () => {
  const c = channel<number>(10);
  for (const value of numbers(10)) await c.send(value);
  for (const value of numbers(10)) assert.is((await c.receive()).value, value);
});

test("chan/fifo.go: a channel without a buffer is first in, first out", async () => {
  const c = channel<number>();
  /** Each link of the chain receives when the one before it has. */
  const link = async (value: number, before: Receiver<void>, after: Sender<void>) => {
    await before.receive();
    assert.is((await c.receive()).value, value);
    await after.send();
  };
  const turns = numbers(11).map(() => channel<void>());
  const links = numbers(10).map((value) => link(value, turns[value]!, turns[value + 1]!));
  await turns[0]?.send();
  for (const value of numbers(10)) await c.send(value);
  await turns[10]?.receive();
  await Promise.all(links);
});

test("chan/goroutines.go: ten thousand tasks in a chain hand one value on, and end", async () => {
  const leftmost = channel<number>();
  let left = leftmost;
  const tasks = numbers(10_000).map(() => {
    const [to, from] = [left, channel<number>()];
    left = from;
    return from.receive().then(({ value }) => to.send(value ?? NaN));
  });
  const rightmost = left.send(1);
  assert.equal(await leftmost.receive(), { done: false, value: 1 });
  await Promise.all([...tasks, rightmost]);
});

test("chan/nonblock.go: tryReceive() finds nothing in an empty channel", () => {
  for (const capacity of [0, 1]) assert.is(channel<number>(capacity).tryReceive(), undefined);
});

test("chan/nonblock.go: trySend() meets a receiver that waits, whatever the value", async () => {
  for (const capacity of [0, 1]) {
    for (const value of [123, 123_456n, true, "hello", null, undefined, { a: 1 }]) {
      const c = channel<unknown>(capacity);
      const received = c.receive();
      assert.ok(c.trySend(value));
      assert.equal(await received, { done: false, value });
    }
  }
});

test("chan/nonblock.go: tryReceive() meets a sender that waits, whatever the value", async () => {
  for (const capacity of [0, 1]) {
    for (const value of [234, 234_567n, true, "hello again", null, undefined, { a: 1 }]) {
      const c = channel<unknown>(capacity);
      const sent = c.send(value);
      assert.is(c.stats.waitingSenders, capacity === 0 ? 1 : 0);
      assert.equal(c.tryReceive(), { done: false, value });
      await sent;
    }
  }
});

test("chan/sendstmt.go: a channel may travel through a channel, and be sent to where it arrives", async () => {
  const channels = channel<Channel<number>>(1);
  const c = channel<number>(1);
  await channels.send(c);
  const { value: arrived } = await channels.receive();
  assert.is(arrived, c);
  assert.is.not(arrived && trySelect([sending(arrived, 2)]), undefined);
  assert.is((await c.receive()).value, 2);
});

test("chan/sendstmt.go: an expression is evaluated before it is sent", async () => {
  const c = channel<boolean>(1);
  const no = false;
  await c.send(no || true);
  assert.is((await c.receive()).value, true);
});

test("chan/zerosize.go: a channel may carry nothing at all", async () => {
  for (const capacity of [0, 1]) {
    const c = channel<void>(capacity);
    const sent = c.send();
    assert.equal(await c.receive(), { done: false, value: undefined });
    await sent;
    assert.equal([c.stats.sent, c.stats.received], [1, 1]);
  }
});

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97];

test("chan/sieve1.go: a growing chain of filters lets the primes through", async () => {
  const generate = async (out: Sender<number>) => {
    for (let n = 2;; n++) await out.send(n);
  };
  const filter = async (from: Receiver<number>, out: Sender<number>, prime: number) => {
    for await (const n of from) if (n % prime !== 0) await out.send(n);
  };
  let numbers = channel<number>();
  generate(numbers);
  for (const prime of primes) {
    assert.is((await numbers.receive()).value, prime);
    const next = channel<number>();
    filter(numbers, next, prime);
    numbers = next;
  }
});

/** The value that a receiver gives next. */
async function next(from: Receiver<number>): Promise<number> {
  return (await from.receive()).value ?? NaN;
}

/** A channel fed with n, n + step, n + 2 step, … */
function counting(n: number, step: number, capacity: number): Receiver<number> {
  const out = channel<number>(capacity);
  (async () => {
    for (;; n += step) await out.send(n);
  })();
  return out;
}

/** Sends what it receives, and holds as much as need be meanwhile: sending to it never waits for `out`. */
function proxyOf(out: Sender<number>): Sender<number> {
  const proxy = channel<number>(10);
  (async () => {
    const held: number[] = [];
    for (;;) {
      const hit = await select({ in: proxy, out: held.length > 0 && sending(out, held[0] ?? NaN) });
      if (hit.key === "out") held.shift();
      else if (!hit.done) held.push(hit.value);
    }
  })();
  return proxy;
}

/** All odd composites, each once, in order, made from the odd primes that come in. */
function compositesOf(seeds: Receiver<number>): Receiver<number> {
  const out = channel<number>(50);
  (async () => {
    const multiples: { head: number; readonly more: Receiver<number> }[] = [];
    for (;;) {
      const prime = await next(seeds);
      const own = { head: prime * prime, more: counting(prime * (prime + 2), 2 * prime, 10) };
      const square = own.head;
      multiples.push(own);
      for (let least = 0; least < square;) {
        least = Math.min(...multiples.map(({ head }) => head));
        await out.send(least);
        for (const each of multiples) if (each.head === least) each.head = await next(each.more);
      }
    }
  })();
  return out;
}

test("chan/sieve2.go: composites, made from the primes that they find, leave the primes over", async () => {
  const seeds = channel<number>(10);
  const found = channel<number>(10);
  const composites = compositesOf(seeds);
  (async () => {
    const proxy = proxyOf(seeds);
    await proxy.send(3);
    await found.sendAll([2, 3]);
    let composite = await next(composites);
    for (let candidate = 5;; candidate += 2) {
      if (candidate < composite) {
        await proxy.send(candidate);
        await found.send(candidate);
      } else composite = await next(composites);
    }
  })();
  for (const prime of primes) assert.is(await next(found), prime);
});

test("chan/sieve2.go: a proxy takes more than its target, and hands it on in order", async () => {
  const out = channel<number>();
  const proxy = proxyOf(out);
  for (const value of numbers(100)) await proxy.send(value);
  await ticks(10);
  for (const value of numbers(100)) assert.is(await next(out), value);
});

test.run();
