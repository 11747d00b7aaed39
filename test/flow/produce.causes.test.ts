// What the rejection of a task means when its flow is left: the leaving itself, or an error.
import { produce, type Sender, take } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../support/failure.ts";
import { got } from "../support/reading.ts";
import { suite, turn } from "../support/test.ts";

const test = suite("produce causes");

const end = { done: true, value: undefined };
/** Settles when the signal aborts, as `fetch` and its kin do. */
function abortable(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** What a task may fail with that does as it is told. */
const obedient: Record<string, (out: Sender<number>, signal: AbortSignal) => Promise<unknown>> = {
  "what its send rejects with": (out) => out.send(2),
  "the reason": (_, signal) => abortable(signal),
  "an error whose cause is the reason": (_, signal) =>
    abortable(signal).catch((cause) => {
      throw new Error("Cannot fetch", { cause });
    }),
  "an error whose cause's cause is the reason": (out) =>
    out.send(2).catch((error) => {
      throw new Error("Cannot store", { cause: new Error("Cannot send", { cause: error }) });
    }),
};

for (const [what, fail] of Object.entries(obedient)) {
  for (const reason of ["enough", undefined]) {
    test(`leaving is no error if the task rejects with ${what}; the reason is ${reason ?? "left out"} (G1)`, async () => {
      const flow = produce<number>(async (out, { signal }) => {
        await out.send(1);
        await fail(out, signal);
      });
      await flow.next();
      await turn();
      assert.is(await flow.cancel(reason), undefined);
      const looped = produce<number>(async (out, { signal }) => {
        await out.send(1);
        await fail(out, signal);
      });
      for await (const _ of looped) break;
    });
  }
}

const circular = new Error("In the cleanup");
circular.cause = new Error("Around", { cause: circular });

/** What is none of that. */
const disobedient: Record<string, unknown> = {
  "another error": new Error("In the cleanup"),
  "an AbortError of its own": new DOMException("The database has gone", "AbortError"),
  "an error with another cause": new Error("In the cleanup", { cause: "something else" }),
  "an error that is among its own causes": circular,
  "no error but a text": "In the cleanup",
  "undefined": undefined,
};
for (const [what, error] of Object.entries(disobedient)) {
  test(`leaving throws what the task rejects with, if that is ${what} (G1)`, async () => {
    const task = async (out: Sender<number>) => {
      try {
        for (let n = 0;; n++) await out.send(n);
      } finally {
        // deno-lint-ignore no-unsafe-finally
        throw error;
      }
    };
    const loop = async () => {
      for await (const _ of produce(task)) break;
    };
    assert.is(await failure(loop()), error);
    const flow = produce(task);
    await flow.next();
    assert.is(await failure(flow.cancel("enough")), error);
    assert.equal(await flow.next(), end);
    assert.is(await failure(produce(task).pipe(take(1)).toArray()), error);
  });
}

test("a failure hides what the task rejects with afterwards (G1, P3)", async () => {
  const flow = produce<number>(async (out) => {
    await out.send(1);
    await failure(out.send(2));
    throw new Error("In the cleanup");
  });
  const failing = flow.forEach(() => Promise.reject("broken"));
  assert.is(await failure(failing), "broken");
  assert.equal(await flow.next(), end);
});

test("a failure that was there before the flow was left is thrown then (G1)", async () => {
  const flow = produce<number>((out) => {
    out.trySend(1);
    out.trySend(2);
    return Promise.reject("broken");
  }, 2);
  assert.equal(await flow.next(), got(1));
  assert.is(await failure(flow.cancel("enough")), "broken");
});

test.run();
