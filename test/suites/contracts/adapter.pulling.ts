// What others give when we ask for it. W1, W4, N2.
import { type Flow, pipeline, take } from "sluice";
import * as assert from "uvu/assert";
import { failure } from "../../support/failure.ts";
import { rest } from "../../support/jobs.ts";
import { watchedSignal } from "../../support/signals.ts";
import { waits } from "../../support/waits.ts";
import type { Fact } from "./adapter.ts";

/** The other side, and what we made of it. */
export interface Pulling {
  readonly flow: Flow<unknown>;
  /** How many values it has given away so far. */
  readonly given: number;
  /** How often it was told that nothing more is wanted. */
  readonly left: number;
  /** It gives no more for now. */
  hold(): unknown;
  /** It has no more after those. */
  end(): unknown;
  /** It fails at once. */
  fail(error: Error): unknown;
}

export interface PullingKind {
  /** Calls `body` with an adapter over one that gives 1, 2, 3, … */
  readonly pull: (body: (pulling: Pulling) => unknown) => unknown;
  /** The most that it may give before it is asked for. */
  readonly ahead: number;
  /** The numbers that a value stands for. Default: it is one. */
  readonly numbersOf?: ((value: never) => number[]) | undefined;
}

export function pullingFacts(fact: Fact, { pull, ahead, numbersOf }: PullingKind): void {
  const numbers = (numbersOf ?? ((value: unknown) => [value])) as (value: unknown) => number[];
  const pulling = (name: string, body: (pulling: Pulling) => unknown) => fact(name, () => pull(body));

  pulling("nothing is given before the first pull, and then no more than it may (W1, W4)", async (other) => {
    await rest();
    assert.is(other.given, 0);
    await other.flow.next();
    await rest();
    assert.ok(other.given <= 1 + ahead, `${other.given} were given`);
    await other.flow.cancel();
  });

  pulling("values come in order, once each, then the end, which leaves nothing to be told (W1)", async (other) => {
    const values: number[] = [];
    while (values.length < 100) values.push(...numbers((await other.flow.next()).value));
    await other.end();
    for await (const value of other.flow) values.push(...numbers(value));
    assert.equal(values, Array.from({ length: values.length }, (_, index) => index + 1));
    assert.is(other.left, 0);
  });

  const ways: Record<string, (flow: Flow<unknown>) => unknown> = {
    "a loop": async (flow) => {
      for await (const _ of flow) break;
    },
    "a pipeline": (flow) => pipeline(flow, take(1)).run(),
    "cancel()": async (flow) => {
      await flow.next();
      await flow.cancel(new Error("enough"));
    },
    using: async (flow) => {
      await flow.next();
      await flow[Symbol.asyncDispose]();
    },
  };
  for (const [title, leave] of Object.entries(ways)) {
    pulling(`who leaves by ${title} tells it so, once (W1, W4)`, async (other) => {
      await leave(other.flow);
      await rest();
      assert.is(other.left, 1);
    });
  }

  for (const title of ["a loop", "cancel()"]) {
    pulling(`after leaving by ${title} there is nothing more, and nothing more is told (W1)`, async (other) => {
      await ways[title]?.(other.flow);
      await other.flow.cancel();
      assert.ok((await other.flow.next()).done);
      assert.is(other.left, 1);
    });
  }

  pulling("its error comes once, after the values before it, and then the end (W1)", async (other) => {
    const error = new Error("broken");
    assert.ok(numbers((await other.flow.next()).value).length > 0);
    await other.fail(error);
    const last = async () => {
      while (!(await other.flow.next()).done);
    };
    assert.is(await failure(last()), error);
    assert.ok((await other.flow.next()).done);
  });

  pulling("an abort tells it so, the consumer gets the reason, and no listener is left (W1, C15)", async (other) => {
    const watched = watchedSignal();
    const flow = pipeline(other.flow, { signal: watched.signal });
    await flow.next();
    watched.controller.abort("enough");
    assert.is(await failure(flow.next()), "enough");
    await rest();
    assert.equal([other.left, watched.listeners], [1, 0]);
  });

  pulling("a pull that waits ends when the flow is cancelled (W1)", async (other) => {
    await other.flow.next();
    await other.hold();
    let next = other.flow.next();
    while (!(await waits(next))) next = other.flow.next();
    await other.flow.cancel();
    assert.ok((await next).done);
  });
}
