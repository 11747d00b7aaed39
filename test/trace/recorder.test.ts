import * as assert from "uvu/assert";
import { after, channel, group, pipeline, produce, select, selectLoop, sending, sized, tap } from "sluice";
import { task, type Trace, trace } from "sluice/trace";
import { withGlobals } from "../support/globals.ts";
import { collect } from "../support/reading.ts";
import { suite } from "../support/test.ts";

const test = suite("recorder");

/** The events as `task kind channel`. */
function lines({ events }: Trace): string[] {
  return events.map(({ task, kind, channel }) => `${task} ${kind} ${channel.title}`);
}

test("a task is known by the function that calls, after an await, too", async () => {
  const running = trace();
  const words = channel<string>(0, { name: "words" });
  async function speak() {
    await words.send("a");
    await words.send("b");
  }
  async function listen() {
    await words.receive();
    await words.receive();
  }
  await Promise.all([speak(), listen()]);
  running.stop();
  assert.equal(lines(running).slice(1), [
    "speak park words",
    "listen receive words",
    "speak wake words",
    "speak park words",
    "listen receive words",
    "speak wake words",
  ]);
});

test("a name that task() gave comes first, and a second task of that name is numbered", async () => {
  const running = trace();
  const words = channel<string>(1);
  const speak = async () => await words.send("a");
  const first = task("speaker", speak);
  const second = task("speaker", speak);
  words.tryReceive();
  await Promise.all([first, second]);
  running.stop();
  const tasks = running.events.filter(({ kind }) => kind !== "make").map(({ task }) => task);
  assert.equal(tasks.filter((name) => name.startsWith("speaker")), ["speaker", "speaker (2)", "speaker (2)"]);
});

test("the tasks of a group and of produce are told apart, by the names of their functions", async () => {
  const running = trace();
  const jobs = channel<number>(0, { name: "jobs" });
  async function work() {
    for await (const _ of jobs);
  }
  await group(async (g) => {
    g.go(work);
    g.go(work);
    await g.go(async () => {
      await jobs.sendAll([1, 2]);
      jobs.close();
    });
  });
  await produce<number>(async function count(out) {
    await out.send(1);
  }).toArray();
  running.stop();
  const tasks = new Set(running.events.filter(({ kind }) => kind !== "make").map(({ task }) => task));
  for (const name of ["work", "work (2)", "task", "count"]) assert.ok(tasks.has(name), name);
});

test("a task of a group without a name has that of the function which first does something", async () => {
  const running = trace();
  const words = channel<string>(4, { name: "words" });
  async function spell(word: string) {
    await words.send(word);
  }
  const seen: unknown[] = [running.task];
  await group((g) => {
    for (const word of ["a", "b"]) {
      g.go(async () => {
        seen.push(running.task);
        await spell(word);
        seen.push(running.task);
      });
    }
  });
  task("named", () => seen.push(running.task));
  running.stop();
  assert.equal(seen, [undefined, undefined, undefined, "spell", "spell (2)", "named"]);
  assert.equal(running.events.slice(1).map(({ task }) => task), ["spell", "spell (2)"]);
});

test("the place is that of the program's line which called the library", () => {
  const running = trace();
  const words = channel<string>(1);
  words.trySend("a");
  running.stop();
  const [made, sent] = running.events;
  assert.match(made?.channel.site ?? "", /test\/trace\/recorder\.test\.ts:\d+$/);
  const line = (site = "") => Number(site.slice(site.lastIndexOf(":") + 1));
  assert.is(line(sent?.site), line(made?.site) + 1);
});

test("a pipeline that goes on by itself does so for whoever was woken last", async () => {
  const running = trace();
  const numbers = channel<number>(0, { name: "numbers" });
  async function read() {
    await collect(pipeline(numbers, tap(() => {})));
  }
  const reading = task("reader", read);
  await task("feeder", () => numbers.sendAll([1, 2]));
  numbers.close();
  await reading;
  running.stop();
  const received = running.events.filter(({ kind, operation }) => kind === "receive" || operation === "receive");
  assert.ok(received.length >= 3);
  assert.equal([...new Set(received.map(({ task }) => task))], ["reader"]);
});

test("the cases of a waiting select share its number, and those that lose leave", async () => {
  const running = trace();
  const [a, b] = [channel<number>(0, { name: "a" }), channel<number>(0, { name: "b" })];
  const hit = select({ a, b: sending(b, 1), late: after(60_000) });
  await a.send(2);
  await hit;
  running.stop();
  const told = running.events.map(({ kind, channel, select }) => `${kind} ${channel.title} ${select}`).slice(2);
  assert.equal(told, ["park a 1", "park b 1", "send a undefined", "wake a 1", "leave b 1"]);
  assert.equal(running.waiting, []);
});

test("what a select takes at once has its number, and what is taken without one has none", async () => {
  const running = trace();
  const jobs = channel<number>(4, { name: "jobs" });
  const pick = () => select({ jobs });
  await jobs.sendAll([1, 2, 3]);
  await pick();
  jobs.tryReceive();
  await pick();
  await select([sending(jobs, 4)]);
  running.stop();
  assert.equal(running.events.slice(4).map(({ kind, select }) => `${kind} ${select}`), [
    "receive 1",
    "receive undefined",
    "receive 2",
    "send 3",
  ]);
});

test("of several cases that are ready, the one that is taken has the number", async () => {
  const running = trace();
  const [full, open, last] = [channel<number>(sized(1, () => 1)), channel<number>(1), channel<number>(1)];
  for (const each of [full, open, last]) each.trySend(1);
  await select([open, last], { priority: true });
  open.trySend(2);
  await select([sending(full, 2), open, last], { priority: true }); // `full` cannot tell before it is tried
  running.stop();
  assert.equal(running.events.slice(6).map(({ kind, channel: { id }, select }) => `${kind} ${id} ${select}`), [
    "receive 2 1",
    "send 2 undefined",
    "receive 2 2",
  ]);
});

test("a ready case that its select passed over is not taken for one that is received later", async () => {
  const running = trace();
  const jobs = channel<number>(1, { name: "jobs" });
  jobs.trySend(1);
  const { random } = Math;
  Math.random = () => 0; // the newest that is ready takes the place of those before
  try {
    assert.is((await select({ jobs, stop: AbortSignal.abort() })).key, "stop");
  } finally {
    Math.random = random;
  }
  jobs.tryReceive();
  running.stop();
  assert.is(running.events.at(-1)?.select, undefined);
});

test("an arm of a select loop leaves when the loop is left", async () => {
  const running = trace();
  const [a, b] = [channel<number>(1, { name: "a" }), channel<number>(1, { name: "b" })];
  const loop = selectLoop({ a, b });
  const next = loop.next();
  assert.is(running.waiting.length, 2);
  a.trySend(1);
  await next;
  a.trySend(2);
  await loop.next();
  await loop.return?.();
  assert.equal(running.waiting, []);
  running.stop();
});

test("times are those of `performance`, or of `Date` where there is none, and never go back", async () => {
  const times = () => {
    const running = trace();
    const jobs = channel<number>(1);
    jobs.trySend(1);
    running.stop();
    return running.events.map(({ time }) => time);
  };
  let now = 5;
  await withGlobals({ performance: undefined, Date: { now: () => now++ } }, () => assert.equal(times(), [1, 2]));
  const [first = -1, second = -1] = times();
  assert.ok(0 <= first && first <= second);
});

test("what happens after the trace was stopped changes nothing", async () => {
  const running = trace();
  const jobs = channel<number>();
  const sent = jobs.send(1);
  const controller = new AbortController();
  const aborted = jobs.send(2, { signal: controller.signal });
  running.stop();
  const { length } = running.events;
  controller.abort();
  await aborted.catch(() => {});
  await jobs.receive();
  await sent;
  jobs.receive();
  assert.is(running.events.length, length);
  assert.equal(running.waiting, []);
});

test.run();
