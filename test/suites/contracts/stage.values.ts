// Any value comes through untouched. C5.
import * as assert from "uvu/assert";
import { channel, type Source } from "sluice";
import { pending } from "../../support/test.ts";
import { type Fact, flowOf, itemsOf, type StageKind } from "./stage.kinds.ts";
import { Script, sourceKinds } from "./stage.sources.ts";

function touched(): never {
  throw new Error("The value was touched");
}

/** Every property of it throws: whoever tests it for a promise, an iterator or the truth gives themselves away. */
const shy: object = new Proxy({}, { get: touched, has: touched, getPrototypeOf: touched, ownKeys: touched });

function anything(): unknown[] {
  const rejected = Promise.reject(new Error("A value of the test"));
  rejected.catch(() => {});
  return [
    ...[undefined, null, NaN, -0, 0, "", false, 0n, "text", Symbol("a value")],
    ...[Promise.resolve(1), rejected, new Promise(() => {}), { then: touched }, shy],
    ...[() => touched(), class {}, [], [1, 2], {}, new Error("A value of the test")],
    ...[{ done: true, value: undefined }, { done: false, value: 1 }, [1][Symbol.iterator]()],
  ];
}

export function valueFacts(fact: Fact, kind: StageKind): void {
  /** What comes of a value, in an array. */
  const sameFor = async (title: string, through: (value: unknown) => Promise<unknown[]>) => {
    for (const [index, value] of anything().entries()) {
      const came = itemsOf(kind, await through(value));
      assert.is(came.length, 1, `${title}: value ${index} came ${came.length} times`);
      assert.ok(Object.is(came[0], value), `${title}: value ${index} came out changed`);
    }
  };

  fact("any value comes through untouched, from a source of any kind that can give it (C5)", async () => {
    for (const { title, from, untouched } of sourceKinds) {
      if (untouched) await sameFor(title, (value) => flowOf(kind, from(new Script([value]))).toArray());
    }
    await sameFor("an array", (value) => flowOf(kind, [value]).toArray());
    await sameFor("a channel", (value) => flowOf(kind, holding(value)).toArray());
  });

  fact("any value reaches any reader untouched (C5)", async () => {
    await sameFor("next()", async (value) => {
      await using flow = flowOf(kind, [value]);
      return [(await flow.next()).value];
    });
    await sameFor("a loop", async (value) => {
      const came: unknown[] = [];
      for await (const each of flowOf(kind, [value])) came.push(each);
      return came;
    });
    await sameFor("forEach()", async (value) => {
      const came: unknown[] = [];
      await flowOf(kind, [value]).forEach((each) => void came.push(each));
      return came;
    });
    await sameFor("reduce()", (value) => flowOf(kind, [value]).reduce<unknown[]>((all, each) => [...all, each], []));
    await sameFor("into()", async (value) => {
      const sink = channel<unknown>(1);
      assert.is(await flowOf(kind, [value]).into(sink), 1);
      return [sink.tryReceive()?.value];
    });
    await sameFor("pipe()", (value) => flowOf(kind, [value]).pipe().toArray());
  });

  fact("a promise as a value is not waited for (C5)", async () => {
    const endless = new Promise<void>(() => {});
    await using flow = flowOf(kind, [endless]);
    const next = flow.next();
    assert.not(await pending(next, 100));
    assert.is(itemsOf(kind, [(await next).value])[0], endless);
  });
}

function holding(value: unknown): Source<unknown> {
  const ch = channel<unknown>(1);
  ch.trySend(value);
  ch.close();
  return ch;
}
