import * as assert from "uvu/assert";
import { channel, select, sized } from "sluice";
import { task, trace } from "sluice/trace";
import { circle } from "../../src/trace/circle.ts";
import { gate } from "../support/gate.ts";
import { rest } from "../support/jobs.ts";
import { suite } from "../support/test.ts";

const test = suite("circle");

test("tasks that each hold a token and wait for the next one's are a circle", async () => {
  const running = trace();
  const forks = ["a", "b", "c"].map((name) => channel<string>(1, { name }));
  for (const fork of forks) fork.trySend("fork");
  const dine = async (seat: number) => {
    await forks[seat]?.receive();
    await forks[(seat + 1) % 3]?.receive();
  };
  for (const seat of [0, 1, 2]) task(`guest ${seat}`, () => dine(seat));
  await rest();
  assert.equal(circle(running), ["guest 0", "guest 1", "guest 2"]);
  running.stop();
});

test("a lock that is taken by sending into a channel of one is seen, too", async () => {
  const running = trace();
  const [a, b] = [channel<string>(1, { name: "a" }), channel<string>(1, { name: "b" })];
  const lock = async (first: typeof a, second: typeof a) => {
    await first.send("mine");
    await second.send("mine");
  };
  task("Ann", () => lock(a, b));
  task("Bob", () => lock(b, a));
  await rest();
  assert.equal(circle(running), ["Ann", "Bob"]);
  running.stop();
});

test("those who only wait for a circle are not of it", async () => {
  const running = trace();
  const [a, b, c] = [channel<number>(), channel<number>(), channel<number>(1)];
  task("Cid", async () => {
    await c.receive();
    await c.receive();
  });
  task("Ann", async () => {
    await c.send(1);
    await a.send(1);
    await b.receive();
  });
  task("Bob", async () => {
    await b.send(1);
    await a.receive();
  });
  await rest();
  assert.equal(circle(running), []);
  running.stop();
});

test("who waits for a token waits for the last one who took it, and for nobody if that one is awake", async () => {
  const running = trace();
  const [token, answer] = [channel<string>(1), channel<string>(1)];
  const alarm = gate();
  token.trySend("token");
  task("Ann", async () => {
    await token.receive();
    await answer.receive();
    await answer.receive();
  });
  await rest();
  token.trySend("token"); // given back in Ann's place
  const bob = task("Bob", async () => {
    await token.receive();
    await alarm.promise;
    await token.send("token");
  });
  await rest();
  task("Carl", async () => {
    await answer.send("one");
    await token.receive();
    await answer.send("two");
  });
  await rest();
  assert.is(running.waiting.length, 2);
  assert.equal(circle(running), []);
  alarm.open();
  await bob;
  await rest();
  assert.equal(running.waiting, []);
  running.stop();
});

test("a token that its owner had to wait for was taken like any other", async () => {
  const running = trace();
  const [a, b] = [channel<string>(1), channel<string>(1)];
  b.trySend("token");
  task("Ann", async () => {
    await a.receive();
    await b.receive();
  });
  task("Bob", async () => {
    await b.receive();
    await a.receive();
  });
  a.trySend("token");
  await rest();
  assert.equal(circle(running), ["Bob", "Ann"]);
  running.stop();
});

test("who waited to send, and was rejected, has sent nothing, and is not waited for", async () => {
  const running = trace();
  const answers = channel<string>(1);
  const jobs = channel(sized<string>(1, (job) => {
    if (job === "bad" && jobs.size === 0) throw "reason"; // not before it has waited
    return 1;
  }));
  jobs.trySend("good");
  task("Ann", async () => {
    await jobs.send("bad").catch(() => {});
    await answers.receive();
  });
  task("Bob", async () => {
    answers.trySend("hello");
    answers.tryReceive();
    await jobs.receive();
    await jobs.receive();
  });
  await rest();
  assert.is(running.waiting.length, 2);
  assert.equal(circle(running), []);
  running.stop();
});

test("who waits in a select is in no circle: it may go on by another case", async () => {
  const running = trace();
  const [x, y] = [channel<number>(1), channel<number>(1)];
  const alarm = gate();
  const tasks = [
    task("Ann", async () => {
      await y.send(0);
      await x.receive();
      await select({ x, late: alarm.promise });
      await y.send(1);
    }),
    task("Bob", async () => {
      await y.receive();
      await x.send(0);
      await y.receive();
    }),
  ];
  await rest();
  assert.is(running.waiting.length, 2);
  assert.equal(circle(running), []);
  alarm.open();
  await Promise.all(tasks);
  running.stop();
});

test("who waits for somebody that has ended is in no circle", async () => {
  const running = trace();
  const jobs = channel<number>(1);
  task("boss", () => jobs.trySend(1));
  task("worker", async () => {
    await jobs.receive();
    await jobs.receive();
  });
  await rest();
  assert.is(running.waiting.length, 1);
  assert.equal(circle(running), []);
  running.stop();
  assert.equal(circle(running), []);
});

test.run();
