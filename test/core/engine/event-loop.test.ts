// Copies of the module, each with a clock and an event loop that the test moves: both are taken when it is loaded.
import * as assert from "uvu/assert";
import { channel } from "sluice";
import { copyOf } from "../../support/copies.ts";
import { withGlobals } from "../../support/globals.ts";
import { breathing } from "../../support/hot-loop.ts";
import { suite, ticks, turn } from "../../support/test.ts";

const test = suite("event loop");

type Turn = typeof import("../../../src/core/engine/event-loop.ts");
type Call = import("../../../src/core/engine/event-loop.ts").Call;

/** Loads a copy that sees these globals, and reads those that have a getter only when it does. */
async function copy(name: string, globals: object) {
  const host = globalThis as Record<string, unknown>;
  const before = Object.keys(globals).map((key) => [key, Object.getOwnPropertyDescriptor(host, key)] as const);
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(globals))) {
    replace(host, key, { ...descriptor, enumerable: false });
  }
  try {
    const module = await copyOf<Turn>("core/engine/event-loop", name);
    return { ...module, breathe: breathing(module) };
  } finally {
    for (const [key, descriptor] of before) {
      if (descriptor === undefined) delete host[key];
      else replace(host, key, descriptor);
    }
  }
}

/** GNOME's engine has globals that can be written, but not defined anew. */
function replace(host: Record<string, unknown>, key: string, descriptor: PropertyDescriptor): void {
  if (Object.getOwnPropertyDescriptor(host, key)?.configurable === false) host[key] = descriptor.value;
  else Object.defineProperty(host, key, descriptor);
}

/** A copy whose time stands still until it is moved, and whose event loop turns when it is told to. */
async function still(name: string, globals: object = {}) {
  const tasks: (() => void)[] = [];
  const time = { now: 1000 };
  const FakeDate = Object.assign(() => {}, { now: () => time.now });
  const setImmediate = (task: () => void) => tasks.push(task);
  const module = await copy(name, { Date: FakeDate, setImmediate, ...globals });
  return { ...module, time, tasks, loop: () => tasks.splice(0).forEach((task) => task()) };
}

/** More operations than pass without a look at the clock. */
const LOOK = 1000;

/** Has this been settled? */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let yes = false;
  promise.then(() => yes = true);
  await ticks(5);
  return yes;
}

test("operations that are done are resolved at once as long as the event loop has its turns (C23)", async () => {
  const { completed, resolved, breathe, time, loop } = await still("idle");
  for (let round = 0; round < 1000; round++) {
    assert.ok(await settled(completed()));
    assert.is(await resolved(round), round);
    assert.is(breathe(), undefined);
    time.now += 5;
    loop();
  }
});

test("no clock stops them: a loop that has not turned for a while, without time passing, is not starving (C23)", async () => {
  const { breathe, tasks } = await still("frozen");
  for (let count = 0; count < 10_000; count++) assert.is(breathe(), undefined);
  assert.is(tasks.length, 1);
});

test("after each turn of the event loop it looks at the clock early: who goes on may be slow (C23)", async () => {
  const { breathe, time, tasks, loop } = await still("careful");
  for (let count = 0; count < 10_000; count++) breathe(); // quick: looks seldom by now
  loop();
  let operations = 0;
  while (tasks.length === 0) {
    breathe();
    operations++;
  }
  assert.ok(operations <= 16, `${operations} operations`);
  time.now += 10;
  while (breathe() === undefined) operations++;
  assert.ok(operations <= 48, `${operations} operations`);
});

test("when the event loop has starved for about 10 ms, all that end wait for its turn, and then go on (C23)", async () => {
  const { completed, resolved, breathe, time, loop } = await still("starving");
  for (let count = 0; count < 100; count++) await completed();
  time.now += 10;
  const waiting = [completed(), resolved("result"), breathe() as Promise<void>];
  for (let count = 0; count < 40; count++) waiting.push(completed());
  // Operations that are quick look at the clock now and then only: the first few may still slip through.
  const last = waiting.at(-1) as Promise<void>;
  assert.not(await settled(last));
  const result = resolved("result");
  assert.not(await settled(result));
  const pause = breathe();
  assert.instance(pause, Promise);
  loop();
  await Promise.all([...waiting, pause]);
  assert.is(await result, "result");
  assert.ok(await settled(completed()));
});

test("operations that had to wait count like those that had not, and wait for the turn in order (C23)", async () => {
  const { wake, time, loop } = await still("woken");
  const woken: number[] = [];
  for (let n = 0; n < 100; n++) wake((value: number) => woken.push(value), n);
  assert.is(woken.length, 100);
  time.now += 10;
  for (let n = 100; n < 200; n++) wake((value: number) => woken.push(value), n);
  assert.ok(woken.length < 150, `${woken.length} did not wait`);
  await ticks(5);
  const { length } = woken;
  await ticks(5);
  assert.is(woken.length, length);
  loop();
  await ticks(5);
  assert.equal(woken, Array.from({ length: 200 }, (_, n) => n));
});

test("all go on in the order in which they came, however they end: none a hop before the others (C19, C23)", async () => {
  const { completed, resolved, failed, breathe, wake, time, loop } = await still("order");
  for (let count = 0; count < LOOK; count++) await completed();
  time.now += 10;
  while (breathe() === undefined); // the first few may still slip through
  const order: string[] = [];
  const note = (name: string) => void order.push(name);
  for (const round of ["first", "second"]) {
    failed(new Error("refused")).catch(() => note(`${round} refused`));
    new Promise<string>((resolve) => wake(resolve, `${round} woken`)).then(note);
    resolved(`${round} received`).then(note);
    completed().then(() => note(`${round} sent`));
  }
  await ticks(5);
  assert.equal(order, []);
  loop();
  await ticks(1);
  const ends = ["refused", "woken", "received", "sent"];
  assert.equal(order, ["first", "second"].flatMap((round) => ends.map((end) => `${round} ${end}`)));
});

test("who comes between the turn and those who wait for it stays behind them (C19, C23)", async () => {
  const { wake, resolved, time, tasks, loop } = await still("between");
  const order: string[] = [];
  const note = (name: string) => void order.push(name);
  while (tasks.length === 0) wake(() => {}, undefined);
  time.now += 10;
  while (tasks.length === 1) wake(() => {}, undefined);
  wake(note, "early");
  tasks.shift()?.(); // what shows that the event loop has turned
  wake(note, "late");
  resolved("later").then(note);
  await ticks(5);
  assert.equal(order, []);
  loop();
  await ticks(5);
  wake(note, "last");
  assert.equal(order, ["early", "late", "later", "last"]);
});

test("a turn that never comes, because the request that asked for it has ended, holds nobody up (C23)", async () => {
  const { completed, time, tasks, loop } = await still("gone");
  for (let count = 0; count < 100; count++) await completed();
  assert.is(tasks.splice(0).length, 1);
  time.now += 1000;
  const waiting = Array.from({ length: 300 }, () => completed());
  assert.not(await settled(waiting.at(-1) as Promise<void>));
  loop();
  await Promise.all(waiting);
  assert.ok(await settled(completed()));
});

const cloudflare = { navigator: { userAgent: "Cloudflare-Workers" } };

test("where each request runs for itself, only those go on together that waited in one task (C23)", async () => {
  const { completed, time, tasks, loop } = await still("apart", cloudflare);
  for (let count = 0; count < 100; count++) await completed();
  loop();
  for (let count = 0; count < 100; count++) await completed();
  tasks.splice(0);
  time.now += 10;
  while (tasks.length === 0) completed();
  const first = completed();
  await ticks(90);
  const second = completed();
  await ticks(90);
  const third = completed();
  await ticks(1_000); // no hot loop would be silent that long
  const another = completed();
  assert.is(tasks.length, 2);
  tasks.pop()?.();
  await another;
  assert.not(await settled(first));
  loop();
  await Promise.all([first, second, third]);
});

test("where each request runs for itself, the next turn does not come with a message, which a request would own (C23)", async () => {
  const tasks: (() => void)[] = [];
  const setTimeout = (task: () => void) => tasks.push(task);
  const globals = { ...cloudflare, setImmediate: undefined, MessageChannel: FakeMessageChannel, setTimeout };
  const { inNextTurn } = await copy("apart-messages", globals);
  inNextTurn(() => {});
  assert.is(tasks.length, 1);
});

test("however many operations go with slow work, the pause is never far beyond 10 ms (C23)", async () => {
  for (const operations of [1, 2, 3, 5]) {
    const { breathe, time, loop } = await still(`slow-${operations}`);
    let [pauses, longest, since] = [0, 0, time.now];
    for (let round = 0; round < 1000; round++) {
      time.now += 3;
      for (let count = 0; count < operations; count++) {
        const pause = breathe();
        if (pause === undefined) continue;
        loop();
        await pause;
        if (++pauses > 1) longest = Math.max(longest, time.now - since); // before the first it may not know yet
        since = time.now;
      }
    }
    assert.ok(pauses > 100, `${pauses} pauses in 3 s, with ${operations} operations each 3 ms`);
    assert.ok(longest <= 20, `${longest} ms without a pause, with ${operations} operations each 3 ms`);
  }
});

test("how many operations may go before the next look is known, and is one where they go with slow work (C23)", async () => {
  const { breathe, operationsLeft, time, loop } = await still("left");
  for (let count = 0; count < 10_000; count++) breathe();
  let quick = 0;
  for (let count = 0; count < 300; count++, breathe()) quick = Math.max(quick, operationsLeft());
  assert.is(quick, 256);
  for (let count = 0; count < 1_000; count++) {
    time.now += 3;
    loop();
    breathe();
  }
  assert.is(operationsLeft(), 1);
});

test("a clock that steps back lets the loop breathe all the same (C23)", async () => {
  const { breathe, time, loop } = await still("back");
  for (let count = 0; count < 100; count++) breathe();
  time.now -= 1_000_000;
  let pause: Promise<void> | undefined;
  for (let count = 0; count < 100 && pause === undefined; count++) pause = breathe();
  assert.instance(pause, Promise);
  loop();
  await pause;
});

test("what is inside a call pauses only once such calls have taken 8 ms, unless it has waited before (C6, C23)", async () => {
  const { breathe, time, tasks, loop } = await still("call");
  const starve = () => {
    loop();
    while (tasks.length === 0) breathe();
    time.now += 10;
    breathe(LOOK);
  };
  starve();
  const call: Call = { looked: undefined };
  for (let count = 0; count < 1000; count++) assert.is(breathe(1, call), undefined);
  time.now += 7;
  assert.is(breathe(1, call), undefined);
  assert.instance(breathe(), Promise, "it has not looked away");
  time.now += 1;
  assert.instance(breathe(1, call), Promise);
  assert.instance(breathe(1, { looked: undefined }), Promise, "it is one time for all");
  starve();
  assert.instance(breathe(1, { looked: -Infinity }), Promise);
  assert.is(breathe(1, { looked: undefined }), undefined, "what has waited takes no time of calls");
  starve();
  const long: Call = { looked: undefined };
  assert.is(breathe(1, long), undefined);
  time.now -= 1_000_000;
  assert.is(breathe(1, long), undefined, "a clock that steps back is no time that it took");
});

test("many short calls pause like one long one, but slow work between them is not theirs (C6, C23)", async () => {
  const { breathe, time, tasks, loop } = await still("calls");
  while (tasks.length === 0) breathe();
  for (const [work, least, most] of [[1, 5, 10], [100, 5, 10]] as const) {
    loop();
    while (tasks.length === 0) breathe();
    time.now += 10;
    breathe(LOOK);
    let calls = 0;
    for (; calls < 100 && breathe(LOOK, { looked: undefined }) === undefined; calls++) time.now += work;
    assert.ok(calls >= least && calls <= most, `${calls} calls, ${work} ms of work after each`);
  }
});

test("many operations at once count as many (C23)", async () => {
  const { resolved, spend, breathe, time, loop } = await still("many");
  spend(LOOK - 1);
  assert.is(await resolved("first"), "first"); // looks, and marks
  time.now += 10;
  spend(LOOK - 1);
  const result = resolved("second");
  assert.not(await settled(result));
  assert.instance(breathe(LOOK), Promise);
  loop();
  assert.is(await result, "second");
});

test("without setImmediate, the next turn comes with a message to oneself, in order (C23)", async () => {
  const { inNextTurn } = await copy("messages", {
    setImmediate: undefined,
    MessageChannel: FakeMessageChannel,
    navigator: undefined,
  });
  const log: number[] = [];
  inNextTurn(() => log.push(1));
  inNextTurn(() => log.push(2));
  assert.equal(log, []);
  await ticks(5);
  assert.equal(log, [1, 2]);
  assert.is(FakeMessageChannel.made, 1);
});

test("in a worker that runs timers only while no message waits, they get their turn all the same (C23)", async () => {
  for (const WorkerGlobalScope of [class {}, undefined]) {
    const messages: (() => void)[] = [];
    const timers: (() => void)[] = [];
    const time = { now: 1000 };
    const { breathe } = await copy(`queued-${typeof WorkerGlobalScope}`, {
      Date: Object.assign(() => {}, { now: () => time.now }),
      setImmediate: undefined,
      setTimeout: (task: () => void) => timers.push(task),
      MessageChannel: class {
        port1: { onmessage: (() => void) | undefined } = { onmessage: undefined };
        port2 = { postMessage: () => messages.push(() => this.port1.onmessage?.()) };
      },
      navigator: undefined,
      WorkerGlobalScope,
    });
    let fired = 0;
    const interval = () => void (fired++, timers.push(interval));
    interval();
    let pauses = 0;
    for (let rounds = 0; rounds < 60; rounds++) {
      time.now += 10;
      let pause: Promise<void> | undefined;
      for (let count = 0; count < 1000 && pause === undefined; count++) pause = breathe();
      if (pause !== undefined) pauses++;
      while (pause !== undefined && !await settled(pause)) {
        const message = messages.shift();
        if (message === undefined) timers.splice(0).forEach((task) => task());
        else message();
      }
    }
    // A page in the background has its timers once a second: there nothing may wait for them.
    assert.ok(pauses >= 20, `${pauses} pauses`);
    if (WorkerGlobalScope !== undefined) assert.ok(fired >= pauses / 3, `${fired} times in ${pauses} pauses`);
    else assert.is(fired, 1);
  }
});

/** Delivers in a microtask, so that no real port keeps the process alive. */
class FakeMessageChannel {
  static made = 0;
  port1: { onmessage: (() => void) | undefined } = { onmessage: undefined };
  port2 = { postMessage: () => void Promise.resolve().then(() => this.port1.onmessage?.()) };

  constructor() {
    FakeMessageChannel.made++;
  }
}

test("without setImmediate and messages, the next turn comes with a timer (C23)", async () => {
  const delays: unknown[] = [];
  const setTimeout = (task: () => void, milliseconds: number) => {
    delays.push(milliseconds);
    task();
  };
  const { inNextTurn } = await copy("timers", { setImmediate: undefined, MessageChannel: undefined, setTimeout });
  let ran = false;
  inNextTurn(() => ran = true);
  assert.ok(ran);
  assert.equal(delays, [0]);
});

test("an engine without an event loop never pauses (C23)", async () => {
  const none = { setImmediate: undefined, MessageChannel: undefined, setTimeout: undefined };
  const { inNextTurn, breathe, completed, resolved } = await copy("none", none);
  for (let count = 0; count < 1000; count++) assert.is(breathe(), undefined);
  await completed();
  assert.is(await resolved(1), 1);
  let ran = false;
  inNextTurn(() => ran = true);
  assert.not(ran);
  await ticks(1);
  assert.ok(ran);
});

test("importing it starts nothing, and its primitives are those of load time (C23)", async () => {
  const { tasks } = await still("import");
  assert.is(tasks.length, 0);
});

test("it has the platform load no more than it needs (C23)", async () => {
  const loaded: string[] = [];
  await copy("frugal", {
    setImmediate: () => {},
    get MessageChannel() {
      loaded.push("MessageChannel");
      return FakeMessageChannel;
    },
  });
  assert.equal(loaded, []);
});

test("on Deno, whose setImmediate is dear to read, it is read at the first need, and not what has replaced it by then (C23)", async () => {
  const tasks: (() => void)[] = [];
  let reads = 0;
  const { inNextTurn } = await copy("lazy", {
    Deno: {},
    get setImmediate() {
      reads++;
      return (task: () => void) => tasks.push(task);
    },
  });
  assert.is(reads, 0);
  const fake: (() => void)[] = [];
  const later = { setImmediate: (task: () => void) => fake.push(task) };
  await withGlobals(later, () => {
    inNextTurn(() => {});
    inNextTurn(() => {});
  });
  assert.equal([reads, tasks.length, fake.length], [1, 2, 0]);
});

test("what a host has put in place of setImmediate and MessageChannel counts only if it is a function (C23)", async () => {
  const tasks: (() => void)[] = [];
  const setTimeout = (task: () => void) => tasks.push(task);
  for (const nothing of [null, undefined, false, {}]) {
    const globals = { setImmediate: nothing, MessageChannel: nothing, setTimeout };
    const { inNextTurn } = await copy(`odd-${typeof nothing}-${nothing}`, globals);
    inNextTurn(() => {});
    assert.is(tasks.splice(0).length, 1);
  }
});

test("a send() and a receive() in a hot loop let the event loop turn (C23)", async () => {
  const ch = channel<number>(1);
  let turned = false;
  turn().then(() => turned = true);
  let rounds = 0;
  for (; !turned && rounds < 50_000_000; rounds++) {
    await ch.send(rounds);
    await ch.receive();
  }
  assert.ok(turned);
});

test.run();
