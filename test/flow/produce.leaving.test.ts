// Leaving a producer: its task is told, and waited for.
import {
  channel,
  ChannelClosedError,
  type Flow,
  map,
  pipeline,
  produce,
  type Sender,
  take,
  type TaskContext,
} from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { gate } from "../support/gate.ts";
import { got } from "../support/reading.ts";
import { pending, suite, turn } from "../support/test.ts";

const test = suite("produce leaving");

const end = { done: true, value: undefined };
/** Settles when the signal aborts, as `fetch` and its kin do. */
function abortable(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

test("leaving before the first pull never starts the task (G1, P1)", async () => {
  let started = false;
  const task = () => Promise.resolve(void (started = true));
  const [alone, piped] = [produce(task), produce(task).pipe(map((n) => n))];
  await alone.cancel();
  assert.equal([await alone.next(), await piped.return()], [end, end]);
  assert.not(started);
});

test("break aborts the signal, makes a waiting send reject, and waits for the task to settle (G1)", async () => {
  const [closing, log] = [gate(), [] as unknown[]];
  const task = async (out: Sender<number>, { signal }: TaskContext) => {
    signal.addEventListener("abort", () => log.push(signal.reason.name));
    try {
      for (let n = 0;; n++) await out.send(n);
    } catch (error) {
      const { name, value, cause } = error as ChannelClosedError;
      log.push(name, value, cause === signal.reason);
    } finally {
      await closing.promise;
      log.push("closed");
    }
  };
  const loop = (async () => {
    for await (const n of produce(task)) if (n === 2) break;
  })();
  assert.ok(await pending(loop));
  assert.equal(log, ["AbortError", "ChannelClosedError", 3, true]);
  closing.open();
  await loop;
  assert.equal(log.slice(4), ["closed"]);
});

test("the task gets the reason of cancel(), of throw() and of the outer failure (G1)", async () => {
  const ways: ((flow: Flow<number>) => Promise<unknown>)[] = [
    (flow) => flow.cancel("enough"),
    (flow) => failure(flow.throw("enough")),
    (flow) =>
      failure(flow.forEach(() => {
        throw "enough";
      })),
  ];
  for (const leave of ways) {
    const reasons: unknown[] = [];
    const flow = produce<number>(async (out, { signal }) => {
      await out.send(1);
      signal.addEventListener("abort", () => reasons.push(signal.reason));
      await out.send(2);
      await out.send(3);
    });
    await flow.next();
    await turn();
    await leave(flow);
    assert.equal(reasons, ["enough"]);
  }
});

test("a reason that counts for nothing is one all the same, and only a missing one is an AbortError (G1, P4)", async () => {
  for (const reason of [null, 0, false, "", undefined]) {
    let signal: AbortSignal | undefined;
    const flow = produce<number>(async (out, context) => {
      signal = context.signal;
      await out.send(1);
      await out.send(2);
    });
    await flow.next();
    await flow.cancel(reason);
    if (reason === undefined) assert.is(signal?.reason.name, "AbortError");
    else assert.is(signal?.reason, reason);
  }
});

test("an outer signal stops the task; the consumer gets its reason when the task has settled (G1, P4)", async () => {
  const [closing, controller] = [gate(), new AbortController()];
  const flow = produce<number>((_, { signal }) => abortable(signal).catch(() => closing.promise));
  const all = pipeline(flow, map((n) => n), { signal: controller.signal }).toArray();
  await turn();
  controller.abort("enough");
  assert.ok(await pending(all));
  closing.open();
  assert.is(await failure(all), "enough");
});

test("next() calls that wait for a task that was told to stop get the end when it has settled (G1, C19)", async () => {
  const closing = gate();
  const flow = produce<number>((_, { signal }) => abortable(signal).catch(() => closing.promise));
  const next = flow.next();
  const left = flow.return();
  assert.ok(await pending(Promise.race([next, left])));
  closing.open();
  assert.equal([await next, await left], [end, end]);
});

test("a stage that has all it wants stops the task, and waits for it (G1)", async () => {
  const closing = gate();
  const all = produce<number>(async (out) => {
    try {
      for (let n = 0;; n++) await out.send(n);
    } finally {
      await closing.promise;
    }
  }).pipe(take(2)).toArray();
  assert.ok(await pending(all));
  closing.open();
  assert.equal(await all, [0, 1]);
});

test("a task that ignores the abort is waited for, and what it sends is refused (G1)", async () => {
  const [working, refused] = [gate(), [] as unknown[]];
  const flow = produce<number>(async (out) => {
    await out.send(1);
    await working.promise;
    refused.push(out.trySend(2), (await failure<Error>(out.send(3))).name, out.closed);
  });
  assert.equal(await flow.next(), got(1));
  const left = flow.cancel();
  assert.ok(await pending(left));
  working.open();
  await left;
  assert.equal(refused, [false, "ChannelClosedError", true]);
});

test("a buffered value that nobody wants any more is given up", async () => {
  const flow = produce<number>(async (out) => {
    await out.sendAll([1, 2, 3]);
  }, 5);
  assert.equal(await flow.next(), got(1));
  await flow.cancel();
  assert.equal(await flow.next(), end);
});

test("a task that has returned leaves nothing to wait for (G1)", async () => {
  const flow = produce<number>((out) => Promise.resolve(void (out.trySend(1), out.trySend(2))), 2);
  assert.equal(await flow.next(), got(1));
  await turn();
  assert.is(await flow.cancel(), undefined);
});

test("a task may leave its own flow before it first waits: it is waited for all the same (G1)", async () => {
  const working = gate();
  const left: Promise<void>[] = [];
  const flow: Flow<number> = produce<number>(async (out, { signal }) => {
    left.push(flow.cancel("enough"));
    assert.is(signal.reason, "enough");
    await working.promise;
    await out.send(1);
  });
  const next = flow.next();
  assert.ok(await pending(Promise.race([next, ...left])));
  working.open();
  assert.equal(await next, end);
  await Promise.all(left);
});

test("into() a sink that is cancelled stops the task (G1, C26)", async () => {
  const sink = channel<number>();
  const reasons: unknown[] = [];
  const done = produce<number>((_, { signal }) =>
    abortable(signal).catch((reason) => {
      reasons.push(reason);
    })
  ).into(sink);
  await turn();
  sink.cancel("enough");
  const error = await failure<ChannelClosedError>(done);
  assert.instance(error, ChannelClosedError);
  assert.is(reasons[0], error);
});

test.run();
