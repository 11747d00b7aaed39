import * as assert from "uvu/assert";
import { channel, type Group, group, sliding, type TaskContext } from "sluice";
import { failure } from "../support/failure.ts";
import { expectUncaught, pending, suite, ticks } from "../support/test.ts";

const test = suite("group: failures");

/** Rejects with the reason when the signal aborts. */
function obeying({ signal }: TaskContext): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** Rejects with `error` when the signal aborts. */
function defying(error: unknown): (context: TaskContext) => Promise<never> {
  return ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(error)));
}

function fails(error: unknown): () => Promise<never> {
  return () => Promise.reject(error);
}

test("one failure is thrown as it is (G2)", async () => {
  const broken = new Error("broken");
  assert.is(await failure(group((g) => void g.go(fails(broken)))), broken);
});

test("the body's failure counts like a task's: it aborts the others (G2)", async () => {
  const broken = new Error("broken");
  const signals: AbortSignal[] = [];
  const throwing = (g: Group) => {
    signals.push(g.signal);
    g.go(obeying);
    throw broken;
  };
  assert.is(await failure(group(throwing)), broken);
  assert.is(await failure(group((g) => (g.go(obeying), Promise.reject(broken)))), broken);
  assert.equal([signals[0]?.aborted, signals[0]?.reason === broken], [true, true]);
});

test("the first failure aborts the signal, with itself as the reason, before its promise tells (G2)", async () => {
  const broken = new Error("broken");
  await failure(group(async (g) => {
    await g.go(fails(broken)).catch(() => {
      assert.ok(g.signal.aborted);
      assert.is(g.signal.reason, broken);
    });
  }));
});

test("a task that throws at once is a rejection, and aborts at once (G2)", async () => {
  const broken = new Error("broken");
  const failed = group((g) => {
    const task = g.go(() => {
      throw broken;
    });
    assert.ok(g.signal.aborted);
    return task.catch(() => "caught");
  });
  assert.is(await failure(failed), broken);
});

test("a failure that the body catches is a failure of the group all the same (G2)", async () => {
  const failed = group(async (g) => {
    await g.go(fails("broken")).catch(() => {});
    return "body";
  });
  assert.is(await failure(failed), "broken");
});

test("a task that rejects with the reason of the signal only obeyed (G2)", async () => {
  const broken = new Error("broken");
  const failed = group((g) => {
    for (let count = 0; count < 3; count++) g.go(obeying);
    g.go(fails(broken));
    return obeying(g);
  });
  assert.is(await failure(failed), broken);
});

test("whatever the reason is, NaN too, who rejects with it only obeyed (G2)", async () => {
  for (const reason of [NaN, 0, "", null, new Error("broken")]) {
    const failed = group((g) => {
      for (let count = 0; count < 2; count++) g.go(obeying);
      g.go(fails(reason));
    });
    assert.is(Object.is(await failure(failed), reason), true, String(reason));
  }
});

test("several failures are an AggregateError, in order of time, the first as its cause (G2)", async () => {
  const [first, second, third] = [new Error("first"), new Error("second"), new Error("third")];
  const failed = group((g) => {
    g.go(async ({ signal }) => {
      await obeying({ signal }).catch(() => ticks(5));
      throw third;
    });
    g.go(defying(second));
    g.go(obeying);
    g.go(fails(first));
  });
  const error = await failure<AggregateError>(failed);
  assert.instance(error, AggregateError);
  assert.is(error.message, "3 tasks failed");
  assert.ok([first, second, third].every((each, index) => error.errors[index] === each));
  assert.is(error.errors.length, 3);
  assert.is(error.cause, first);
});

test("a failure that several tasks share is listed once (G2)", async () => {
  const [first, shared] = [new Error("first"), new Error("shared")];
  const once = group((g) => {
    for (let count = 0; count < 3; count++) g.go(fails(first));
  });
  assert.is(await failure(once), first);
  const twice = group((g) => {
    for (let count = 0; count < 3; count++) g.go(defying(shared));
    g.go(fails(first));
  });
  const { errors, message } = await failure<AggregateError>(twice);
  assert.ok(errors.length === 2 && errors[0] === first && errors[1] === shared);
  assert.is(message, "2 tasks failed");
});

test("undefined is a failure, too: it aborts, and is thrown (G2)", async () => {
  const reasons: unknown[] = [];
  const failed = group((g) => {
    g.go(async ({ signal }) => {
      try {
        await obeying({ signal });
      } finally {
        reasons.push(signal.reason);
      }
    });
    g.go(() => Promise.reject());
    return "body";
  });
  assert.is(await failed.then(() => "resolved", (error) => error), undefined);
  assert.is((reasons[0] as Error).name, "AbortError");
  const several = group((g) => {
    g.go(defying("second"));
    g.go(() => Promise.reject());
  });
  assert.equal((await failure<AggregateError>(several)).errors, [undefined, "second"]);
});

test("a body, or a task, that awaits another passes on its failure, which is listed once, whatever it is (G2)", async () => {
  const passed = (error: unknown) => group((g) => g.go(() => g.go(fails(error))));
  for (const error of [undefined, NaN, 0, "broken", new Error("broken")]) {
    assert.ok(Object.is(await failure(passed(error)), error), String(error));
  }
  const second = group((g) => {
    const awaited = g.go(() => g.go(defying(2)));
    g.go(fails(1));
    return awaited;
  });
  const { errors, message } = await failure<AggregateError>(second);
  assert.equal([errors, message], [[1, 2], "2 tasks failed"]);
});

test("a failure during an abort from outside joins its reason (G2)", async () => {
  const controller = new AbortController();
  const failed = group((g) => {
    g.go(obeying);
    g.go(defying("clumsy"));
  }, { signal: controller.signal });
  controller.abort("enough");
  const { errors, cause } = await failure<AggregateError>(failed);
  assert.equal([errors, cause], [["enough", "clumsy"], "enough"]);
});

test("go() after the abort rejects with the reason, and starts nothing (G2)", async () => {
  const broken = new Error("broken");
  const late: unknown[] = [];
  await failure(group(async (g) => {
    await g.go(fails(broken)).catch(() => {});
    late.push(await failure(g.go(() => assert.unreachable())));
    g.go(() => assert.unreachable()); // and nobody looks
  }));
  assert.equal(late, [broken]);
});

test("a promise of go() that nobody looks at is no unhandled rejection (G2)", async () => {
  const errors = await expectUncaught(async () => {
    await failure(group((g) => {
      g.go(fails("first"));
      g.go(defying("second"));
      g.go(() => {
        throw new Error("third");
      });
      g.go(() => assert.unreachable());
    }));
  });
  assert.equal(errors, []);
});

test("a task that ignores the signal holds the group, not the abort (G2)", async () => {
  let finish = () => {};
  const failed = group((g) => {
    g.go(() => new Promise<void>((resolve) => finish = resolve));
    g.go(fails("broken"));
    g.signal.addEventListener("abort", () => void g.go(() => assert.unreachable()));
  });
  assert.ok(await pending(failed));
  finish();
  assert.is(await failure(failed), "broken");
});

test("a group whose signal aborts while a hook runs starts no task any more (G2)", async () => {
  const controller = new AbortController();
  let started = 0;
  let refused: Promise<unknown> | undefined;
  const reason = await failure(group((tasks) => {
    const ch = channel<number>(sliding(1), {
      onUndelivered() {
        controller.abort("outer");
        refused = failure(tasks.go(() => started++));
      },
    });
    ch.trySend(1);
    ch.trySend(2);
  }, controller));
  assert.equal([reason, await refused, started], ["outer", "outer", 0]);
});

test.run();
